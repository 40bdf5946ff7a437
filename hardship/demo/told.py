"""The demo's workers are told of what was decided: most in the days after it, some not yet; one asks for a
review."""

from datetime import timedelta

from django.utils import timezone

from cases.applications.models import Application
from cases.applications.states import State
from cases.outcomes.selectors import get_decision
from cases.outcomes.selectors.telling import told, untold
from cases.outcomes.services import appeal, tell
from cases.outcomes.states import AppealWay, Receiver, Way
from hardship.accounts.states import Role
from hardship.demo import clock
from hardship.demo.aid import Staff

UNTOLD_EACH = 6  # of so many results one is not told
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
    """The last worker who was told of a refusal asks for a review; nobody has answered yet."""
    rows = told(Application.objects.filter(state=State.REJECTED)).select_related("union")
    application = rows.order_by("-decided_at", "-pk").first()
    step = get_decision(application) if application else None
    if application is None or step is None:
        return
    day = min(timezone.localdate(step.at) + timedelta(days=4), timezone.localdate())
    with clock.at(day, 18):
        appeal(
            application_id=application.pk, step_id=step.pk, received_on=day, way=AppealWay.ORAL,
            reason="救助的是去年的学费，今年的医疗费没有报过，请再核一次。",
            by=staff.of(Role.CLERK, application.union_id),
        )  # fmt: skip
