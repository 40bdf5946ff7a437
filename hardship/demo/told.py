"""The demo's workers are told of what was decided: most in the days after it, some not yet."""

from datetime import timedelta

from django.utils import timezone

from cases.applications.models import Application
from cases.outcomes.selectors import get_decision
from cases.outcomes.selectors.telling import untold
from cases.outcomes.services import tell
from cases.outcomes.states import Receiver, Way
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
