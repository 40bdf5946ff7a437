"""The demo's workers are told of what was decided: most in the days after it, some not yet; some ask for
a review."""

from datetime import timedelta

from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import State
from cases.outcomes.models import Appeal
from cases.outcomes.selectors import get_decision
from cases.outcomes.selectors.appeals import answer_blocker
from cases.outcomes.selectors.telling import told, untold
from cases.outcomes.services import answer_appeal, appeal, tell
from cases.outcomes.states import AppealWay, Receiver, Way
from hardship.accounts.states import Role
from hardship.demo import clock
from hardship.demo.aid import Staff

UNTOLD_EACH = 6  # of so many results one is not told
# Why a worker asks for a review; whether the decision was changed, in which words; None while it waits.
ANSWERS: tuple[tuple[str, tuple[bool, str] | None], ...] = (
    ("救助的是去年的学费，今年的医疗费没有报过，请再核一次。", None),
    (
        "家里两个孩子上学，只算了一个人的学费。",
        (True, "经核学籍证明，两个子女均在校，漏算一人，应当重新审核。"),
    ),
    ("认为收入算多了。", (False, "调取工资流水核对，收入计算无误，维持原决定。")),
)
WAYS = (Way.MEETING, Way.CALL, Way.MEETING, Way.TEXT, Way.LETTER)


def tell_workers(*, staff: Staff) -> int:
    """Returns how many were told."""
    rows = list(untold(Application.objects.all()).order_by("pk"))
    waiting = [row for place, row in enumerate(rows) if place % UNTOLD_EACH != UNTOLD_EACH - 1]
    for place, row in enumerate(waiting):
        _tell(row, place, staff)
    _ask_again(staff)
    return len(waiting)


def _tell(application: Application, place: int, staff: Staff) -> None:
    step = get_decision(application)
    if step is None:
        return
    clerk = staff.of(Role.CLERK, application.union_id)
    day = min(timezone.localdate(step.at) + timedelta(days=1 + place % 3), timezone.localdate())
    receiver = Receiver.FAMILY if place % 4 == 3 else Receiver.WORKER
    with clock.at(day, 17):
        tell(
            application_id=application.pk, step_id=step.pk, on=day, way=WAYS[place % len(WAYS)],
            receiver=receiver, teller=clerk.name, note="", by=clerk,
        )  # fmt: skip


def _ask_again(staff: Staff) -> None:
    """The last workers who were told of a refusal ask for a review: one waits, one decision is upheld, one is
    changed and its clerk submits it again."""
    rows = told(Application.objects.filter(state=State.REJECTED)).select_related("union")
    chosen = list(rows.order_by("-decided_at", "-pk")[: len(ANSWERS)])
    for application, (reason, answer) in zip(chosen, ANSWERS, strict=False):
        asked = _ask(application, reason, staff)
        if asked is not None and answer is not None:
            _answer(asked, answer, staff)


def _ask(application: Application, reason: str, staff: Staff) -> Appeal | None:
    step = get_decision(application)
    if step is None:
        return None
    day = min(timezone.localdate(step.at) + timedelta(days=4), timezone.localdate())
    with clock.at(day, 18):
        return appeal(
            application_id=application.pk, step_id=step.pk, received_on=day, way=AppealWay.ORAL,
            reason=reason, by=staff.of(Role.CLERK, application.union_id),
        )  # fmt: skip


def _answer(asked: Appeal, answer: tuple[bool, str], staff: Staff) -> None:
    """By the reviewer of the city, who had no part in it."""
    is_changed, words = answer
    by = staff.of(Role.REVIEWER, asked.step.application.city_id)
    if answer_blocker(asked, by):
        return
    day = min(timezone.localdate(asked.recorded_at) + timedelta(days=3), timezone.localdate())
    with clock.at(day, 19):
        answer_appeal(appeal_id=asked.pk, is_changed=is_changed, answer=words, by=by)
