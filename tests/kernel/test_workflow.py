"""The executor of a step: what it asks, in which order, and that a refused step writes nothing."""

import time
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace

import pytest
from django.db import transaction

from hardship.jobs.models import Job
from hardship.jobs.states import OWNER, TRANSITIONS
from hardship.kernel import workflow
from hardship.kernel.workflow import Refused, Transition
from tests.factories import UserFactory
from tests.threads import at_once

TABLE = (
    Transition("submit", ("draft",), "review", "clerk", "提交"),
    Transition("return", ("review",), "draft", "reviewer", "退回", needs_comment=True, is_decision=True),
    Transition("pass", ("review",), "done", "reviewer", "通过", part="review"),
    Transition("pass", ("review",), "kept", "clerk", "通过"),
)


@dataclass
class Person:
    roles: frozenset = frozenset({"clerk", "reviewer"})
    union: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(parts={"review"}))


@dataclass
class Paper:
    """A record that notes what is done with it."""

    state: str = "review"
    comment: str = ""
    decided_at: datetime | None = None
    decided_by: Person | None = None
    events: list = field(default_factory=list)

    def save(self):
        self.events.append(f"save {self.state}")


@pytest.fixture
def by():
    return Person()


def take(paper, action, by, **more):
    more = {"log": lambda step: paper.events.append("log") or step, **more}
    return workflow.take(TABLE, paper, action=action, by=by, **more)


def test_a_step_writes_state_comment_time_and_person_then_effect_save_log(by):
    paper = Paper()

    def effect(step):
        paper.events.append(f"effect {step.source}->{paper.state} {paper.comment}")

    step = take(paper, "return", by, comment=" 缺身份证 ", note="comment", stamp="decided", effect=effect)
    assert paper.events == ["effect review->draft 缺身份证", "save draft", "log"]
    assert (paper.decided_by, paper.decided_at) == (by, step.at)
    assert (step.row, step.source, step.comment) == (TABLE[1], "review", "缺身份证")


def test_what_the_log_returns_is_returned(by):
    assert take(Paper(), "pass", by, log=lambda step: step.row.target) == "done"


@pytest.mark.parametrize(
    ("action", "person", "more", "why"),
    [
        ("burn", Person(), {}, "没有这个操作"),
        ("submit", Person(), {"comment": "x"}, "当前状态下不能“提交”"),
        ("return", Person(roles=frozenset({"finance"})), {}, "没有“退回”的权限"),
        ("return", None, {"comment": "x"}, "没有“退回”的权限"),
        ("return", Person(), {"blocker": lambda *_asked: "自己的不能退"}, "自己的不能退"),
        ("return", Person(), {"comment": " \n"}, "“退回”必须填写意见"),
        ("return", Person(), {"comment": "x", "effect": "refuse"}, "材料已变"),
    ],
)
def test_nothing_is_written_when_refused(action, person, more, why):
    def refuse(_step):
        raise Refused("材料已变")

    if more.get("effect"):
        more = {**more, "effect": refuse}
    paper = Paper()
    with pytest.raises(Refused, match=why):
        take(paper, action, person, **more)
    assert paper.events == []


def test_the_blocker_is_asked_before_the_comment_and_after_the_table(by):
    asked = []

    def blocker(paper, row, person):
        asked.append((row.action, person))
        return "不行"

    with pytest.raises(Refused, match="当前状态下"):
        take(Paper(state="draft"), "return", by, blocker=blocker)
    assert asked == []
    with pytest.raises(Refused, match="不行"):
        take(Paper(), "return", by, blocker=blocker)
    assert asked == [("return", by)]


def test_a_step_explained_otherwise_needs_no_comment(by):
    assert take(Paper(), "return", by, is_explained=True).comment == ""


def test_the_system_takes_a_step_with_the_roles_that_it_names():
    paper = Paper()
    take(paper, "pass", None, roles={"reviewer"}, parts={"review"}, stamp="decided")
    assert (paper.state, paper.decided_by) == ("done", None)
    with pytest.raises(Refused, match="权限"):
        take(Paper(), "pass", None, roles={"reviewer"}, parts={"decide"})


def test_a_stamp_is_taken_back(by):
    paper = Paper(decided_at=datetime(2026, 1, 1), decided_by=by)
    take(paper, "return", by, comment="再看", effect=lambda step: step.clear("decided"))
    assert (paper.decided_at, paper.decided_by) == (None, None)


def test_buttons_are_the_rows_that_take_would_take(by):
    """Where one row of an action is blocked and another is not, both leave by the second door."""

    def blocker(paper, row, person):
        return "区县办理" if row.target == "done" else ""

    assert [row.target for row in workflow.buttons(TABLE, Paper(), by=by)] == ["draft", "done"]
    free = workflow.buttons(TABLE, Paper(), by=by, blocker=blocker)
    assert [row.target for row in free] == ["draft", "kept"]
    paper = Paper()
    take(paper, "pass", by, blocker=blocker)
    assert paper.state == "kept"
    assert workflow.judge(TABLE, Paper(), by=by, blocker=blocker)[1:] == [
        (TABLE[2], "区县办理"),
        (TABLE[3], ""),
    ]
    assert workflow.obstacle(TABLE, Paper(), by=by, blocker=blocker) == "区县办理"


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_one_takes_the_step_and_the_others_find_it_taken():
    owner = UserFactory()
    job = Job.objects.create(kind="test", requested_by=owner, requested_in=owner.union, union=owner.union)

    def cancel(_turn):
        with transaction.atomic():
            held = workflow.lock(Job.objects.all(), job.pk)
            return workflow.take(
                TRANSITIONS, held, action="cancel", by=owner, roles={OWNER},
                effect=lambda step: time.sleep(0.05), log=lambda step: step.source,
            )  # fmt: skip

    results = at_once(cancel, range(4))
    assert results.count("queued") == 1
    assert [str(result)[:6] for result in results if result != "queued"] == ["当前状态下不"] * 3


@pytest.mark.django_db
def test_what_lies_outside_the_rows_is_not_locked_but_missing():
    with transaction.atomic(), pytest.raises(Job.DoesNotExist):
        workflow.lock(Job.objects.filter(kind="none"), 1)
