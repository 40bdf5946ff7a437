"""A file that is left takes no further instalment, and no service that is still to be done."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.states import State as ApplicationState
from cases.archives.models import Household
from cases.archives.services.lifecycle import LEAVING
from cases.archives.states import State as FileState
from cases.giving.services.fulfilments import end_open
from cases.giving.services.plans import end_rows, lock_open
from cases.giving.states import FulfilmentState, State
from hardship.accounts.models import User

if TYPE_CHECKING:
    from django.db.models import QuerySet


@LEAVING.add("giving")
def end_plans(household: Household, by: User | None) -> None:
    """Ends what is still to be paid under the file and releases it. A family that left hardship may have its
    grace period: whoever looks at the next instalment sees whether it does."""
    if household.state == FileState.LIFTED:
        return
    rows = Application.objects.filter(household=household, state=ApplicationState.APPROVED)
    running = rows.filter(instalments__state__in=(State.PLANNED, State.CONFIRMED, State.SUSPENDED))
    for application in running.select_related("programme", "decided_by").distinct().order_by("pk"):
        person = by or application.decided_by
        if person is not None:
            end_rows(lock_open(application), by=person, why=_("档案已退出，停发。"))
    _end_services(rows, by)


def _end_services(rows: "QuerySet[Application]", by: User | None) -> None:
    waiting = rows.filter(fulfilment__state=FulfilmentState.OPEN)
    for application in waiting.select_related("decided_by").order_by("pk"):
        person = by or application.decided_by
        if person is not None:
            end_open(application, by=person, why=_("档案已退出，不再办理。"))
