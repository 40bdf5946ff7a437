"""加签: a named colleague is asked for an opinion; the step waits for it, and it decides nothing."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.applications.models import Application, ApplicationEdit
from cases.applications.states import State
from cases.approvals.models import ApprovalStep
from cases.approvals.reports import approval_form
from cases.approvals.selectors import list_flags, list_options
from cases.approvals.selectors.consulting import list_consultants
from cases.approvals.selectors.inbox import list_tab
from cases.approvals.services import StepRefused
from cases.archives.services.recusals import declare_recusal
from hardship.accounts.models import Appointment
from hardship.accounts.states import Role
from hardship.desk.selectors import count_todo
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Message
from tests.books import available
from tests.factories import UserFactory, take, unguarded

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B3")]
QUESTION, OPINION = "外地医院的票据能不能算？", "是医保定点，可以算。"
ASKED = "step_asks_for_an_opinion"


@pytest.fixture
def head(cast):
    return UserFactory(union=cast.county, role=Role.DEPARTMENT, name="丁主任")


def ask(application, by, to, comment=QUESTION):
    return take(application, "consult", by=by, handed_to=to.pk, comment=comment)


def declare(application, person):
    declare_recusal(household_id=application.household_id, cause="other", reason="表亲", by=person)


def test_the_step_waits_for_the_opinion_and_its_deadline_goes_on(cast, make, head):
    application = make(State.REVIEW)
    asked = ask(application, cast.reviewer, head)
    assert (asked.state, asked.stage_no, asked.due_on) == (State.REVIEW, 0, application.due_on)
    assert asked.asked == head
    for action in ("pass", "return", "reject", "suspend", "hand_on", "consult"):
        with pytest.raises(Refused, match="已请“丁主任”出意见"):
            take(asked, action, by=cast.reviewer, handed_to=head.pk)
    answered = take(asked, "opine", by=head, comment=OPINION)
    assert (answered.state, answered.asked) == (State.REVIEW, None)
    assert take(answered, "pass", by=cast.reviewer).state == State.PUBLIC_NOTICE


def test_an_opinion_is_kept_with_name_words_and_what_was_seen(cast, make, head):
    application = take(ask(make(State.REVIEW), cast.reviewer, head), "opine", by=head, comment=OPINION)
    step = application.steps.get(action="opine")
    assert (step.by, step.comment, step.content_hash) == (head, OPINION, application.content_hash)
    assert not step.is_decision
    blocks = [(one.title, one.text) for one in approval_form(application)["opinions"]]
    assert ("审核加签意见", OPINION) in blocks


def test_it_is_none_of_those_who_must_agree(cast, make, line):
    """Whoever gave one signs all the same, and whoever signs is needed all the same."""
    second = UserFactory(union=cast.city, role=Role.APPROVER)
    application = ask(make(State.APPROVAL), cast.approver, second)
    application = take(application, "opine", by=second, comment=OPINION)
    assert (application.state, available(line)) == (State.APPROVAL, 50000)
    assert take(application, "approve", by=second, line=line).state == State.APPROVED


def test_it_waits_in_the_inbox_of_the_one_who_is_asked(cast, make, head):
    application = ask(make(State.REVIEW), cast.reviewer, head)
    assert application in list_tab(user=head, tab="todo")
    assert [count_todo(one).get("approvals:inbox", 0) for one in (head, cast.reviewer)] == [1, 0]
    assert [row.action for row in list_options(application, head).buttons] == ["opine"]
    assert [row.action for row in list_options(application, cast.reviewer).buttons] == ["take_back"]
    assert "请人出意见，等意见" in list_flags([application], cast.reviewer)[application.pk]
    assert Message.objects.filter(kind="approvals.consult").exists()
    application = take(application, "opine", by=head, comment=OPINION)
    assert application not in list_tab(user=head, tab="todo")
    assert Message.objects.filter(kind="approvals.opine").exists()


def test_whoever_asked_takes_it_back(cast, make, head):
    other = UserFactory(union=cast.county, role=Role.REVIEWER)
    application = ask(make(State.REVIEW), cast.reviewer, head)
    with pytest.raises(Refused, match="由请他出意见的"):
        take(application, "take_back", by=other)
    application = take(application, "take_back", by=cast.reviewer)
    assert application.asked is None
    with pytest.raises(Refused, match="没有请您"):
        take(application, "opine", by=head, comment=OPINION)
    with pytest.raises(Refused, match="没有请人"):
        take(application, "take_back", by=cast.reviewer)


def test_once_they_are_gone_any_colleague_does(cast, make, head):
    other = UserFactory(union=cast.county, role=Role.REVIEWER)
    application = ask(make(State.REVIEW), cast.reviewer, head)
    Appointment.objects.filter(user=cast.reviewer).update(revoked_at=timezone.now())
    assert take(application, "take_back", by=other).asked is None


def test_the_clerk_takes_the_case_back_all_the_same(cast, make, head):
    application = take(ask(make(State.REVIEW), cast.reviewer, head), "withdraw", by=cast.clerk)
    assert (application.state, application.asked) == (State.WITHDRAWN, None)


@pytest.mark.parametrize("comment", ["", "   "])
def test_question_and_opinion_have_words(comment, cast, make, head):
    application = make(State.REVIEW)
    with pytest.raises(Refused, match="必须填写意见"):
        ask(application, cast.reviewer, head, comment)
    application = ask(application, cast.reviewer, head)
    with pytest.raises(Refused, match="必须填写意见"):
        take(application, "opine", by=head, comment=comment)


class TestWhoIsAsked:
    @pytest.fixture(params=["maker", "writer", "recused", "self", "elsewhere", "clerk"])
    def barred(self, request, cast, make):
        """An application, and somebody of whom no opinion on it is asked."""
        application, kind = make(State.REVIEW), request.param
        known = {"self": cast.reviewer, "elsewhere": cast.city_reviewer}
        role = Role.CLERK if kind == "clerk" else Role.DEPARTMENT
        person = known.get(kind) or UserFactory(union=cast.county, role=role)
        if kind == "maker":
            with unguarded():
                Application.objects.filter(pk=application.pk).update(submitted_by=person)
        if kind == "writer":
            ApplicationEdit.objects.create(application=application, version=99, by=person)
        if kind == "recused":
            declare(application, person)
        return Application.objects.get(pk=application.pk), person

    def test_nobody_who_may_not(self, barred, cast):
        application, person = barred
        assert person not in list_consultants(application, cast.reviewer)
        with pytest.raises(StepRefused, match="请选择请谁出意见"):
            ask(application, cast.reviewer, person)

    def test_nor_beside_the_program(self, barred, cast):
        application, person = barred
        refused_by(ASKED, lambda: step_of(application, "consult", cast.reviewer, handed_to=person))

    def test_whoever_stays_out_since_gives_none(self, cast, make, head):
        application = ask(make(State.REVIEW), cast.reviewer, head)
        declare(application, head)
        with pytest.raises(Refused, match="回避"):
            take(application, "opine", by=head, comment=OPINION)
        refused_by("step_by_who_stays_out", lambda: step_of(application, "opine", head))


def step_of(application, action, by, **more):
    told = {"comment": OPINION, "is_decision": False, "target": application.state, **more}
    return ApprovalStep.objects.create(
        application=application, round=application.round, action=action, source=application.state,
        stage_no=application.stage_no, next_no=application.stage_no, content_hash=application.content_hash,
        maker=application.submitted_by, by=by, **told,
    )  # fmt: skip


def refused_by(constraint, write):
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        _at_once(write)
    assert caught.value.__cause__.diag.constraint_name == constraint


def _at_once(write):
    write()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class TestBesideTheProgram:
    @pytest.fixture
    def waiting(self, cast, make, head):
        return ask(make(State.REVIEW), cast.reviewer, head)

    def test_nothing_else_happens_while_an_opinion_is_awaited(self, cast, waiting):
        told = {"target": "suspended", "until_on": timezone.localdate() + timedelta(days=3)}
        refused_by("step_waits_for_an_opinion", lambda: step_of(waiting, "suspend", cast.reviewer, **told))

    def test_nobody_gives_an_opinion_who_was_not_asked(self, cast, waiting):
        other = UserFactory(union=cast.county, role=Role.DEPARTMENT)
        for by in (other, cast.reviewer):
            refused_by(ASKED, lambda by=by: step_of(waiting, "opine", by))

    def test_none_is_a_decision(self, head, waiting):
        refused_by(ASKED, lambda: step_of(waiting, "opine", head, is_decision=True))

    def test_none_is_on_anything_but_what_was_submitted(self, head, waiting):
        waiting.content_hash = "0" * 64
        refused_by("step_on_what_was_submitted", lambda: step_of(waiting, "opine", head))

    def test_nobody_else_takes_it_back(self, cast, waiting):
        other = UserFactory(union=cast.county, role=Role.REVIEWER)
        refused_by(ASKED, lambda: step_of(waiting, "take_back", other))

    def test_it_is_awaited_by_a_step_alone(self, cast, make, head):
        rows = Application.objects.filter(pk=make(State.REVIEW).pk)
        refused_by("application_asks_by_steps", lambda: rows.update(asked=head))
        ask(rows.get(), cast.reviewer, head)
        refused_by("application_asks_by_steps", lambda: rows.update(asked=None))

    def test_python_alone_lets_nobody_go_on(self, cast, waiting):
        with unguarded(), pytest.raises(Refused, match="出意见"):
            take(waiting, "pass", by=cast.reviewer)


def test_who_stands_in_for_the_asked_one_gives_it(cast, make, head, acting):
    application = ask(make(State.REVIEW), cast.reviewer, head)
    application = take(application, "opine", by=acting(head), comment=OPINION)
    assert "代 丁主任" in application.steps.get(action="opine").who


def test_it_is_asked_and_given_on_the_page(cast, make, head, client):
    application = make(State.REVIEW)
    client.force_login(cast.reviewer)
    page = reverse("applications:detail", args=[application.pk])
    assert "丁主任" in client.get(page).content.decode()
    url = reverse("approvals:step", args=[application.pk])
    told = {"action": "consult", "seen_hash": application.content_hash, "comment": QUESTION}
    assert client.post(url, told).status_code == 422
    assert client.post(url, {**told, "asked": head.pk}).status_code == 302
    assert "丁主任出意见" in client.get(page).content.decode()
    client.force_login(head)
    told = {"action": "opine", "seen_hash": application.content_hash, "comment": OPINION}
    assert client.post(url, told).status_code == 302
    assert OPINION in client.get(page).content.decode()
