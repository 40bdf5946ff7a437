"""Services that are to be done: what waits, who may write it down, which records can show it."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.giving.models import Fulfilment
from cases.giving.selectors.deeds import list_deeds
from cases.giving.selectors.plans import WITH
from cases.giving.states import FULFILMENT_TRANSITIONS
from cases.giving.states import FulfilmentState as State
from hardship.accounts.models import User
from hardship.kernel import workflow


def list_fulfilments(*, user: User) -> QuerySet[Fulfilment]:
    """Those that the user sees, with what a row shows; in no order."""
    rows: QuerySet[Fulfilment] = Fulfilment.objects.visible_to(user)
    return rows.select_related(*WITH, "application__member")


def get_fulfilment(application: Application) -> Fulfilment | None:
    """What is to be done for an application; None where it is no service, or not approved."""
    row: Fulfilment | None = (
        Fulfilment.objects.select_related("signed_by", "signed_for").filter(application=application).first()
    )
    return row


def list_to_fulfil(*, user: User) -> QuerySet[Fulfilment]:
    """What waits for the clerks of this person's union; in no order."""
    return list_fulfilments(user=user).filter(state=State.OPEN, union=user.union_id)


def late(rows: QuerySet[Fulfilment]) -> QuerySet[Fulfilment]:
    """Those whose last day has gone by."""
    return rows.filter(state=State.OPEN, due_on__lt=timezone.localdate())


def fulfil_blocker(row: Fulfilment, _step: workflow.Transition, by: User) -> str:
    """What keeps a clerk from writing down what becomes of it, or ''."""
    if by.union_id != row.union_id:
        return _("由申报的“%(union)s”登记。") % {"union": row.union}
    return ""


def list_steps(row: Fulfilment, by: User) -> list[workflow.Transition]:
    """What this person may do with it now."""
    return workflow.buttons(FULFILMENT_TRANSITIONS, row, by=by, blocker=fulfil_blocker)


def list_shown_by(row: Fulfilment) -> list[tuple[str, str]]:
    """Records since the decision that can show that it was done: name and title."""
    decided = row.application.decided_at
    return list_deeds(row.application.household, timezone.localdate(decided)) if decided else []
