"""回访: what is due, for whom, and who may write down what became of it."""

from datetime import timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.giving.models import FollowUp
from cases.giving.rules import EARLY_DAYS
from cases.giving.selectors.plans import WITH
from cases.giving.states import FOLLOW_UP_TRANSITIONS
from cases.giving.states import FollowUpState as State
from cases.policies.rules.following import OTHER
from hardship.accounts.models import User, people_of
from hardship.accounts.states import Role
from hardship.kernel import workflow


def list_follow_ups(user: User) -> QuerySet[FollowUp]:
    """Those of the scope, with what a row shows; in no order."""
    rows: QuerySet[FollowUp] = FollowUp.objects.visible_to(user)
    return rows.select_related(*WITH, "visit", "signed_by", "signed_for")


def list_follow_ups_of(application: Application) -> list[FollowUp]:
    """All of one application by their day, with what closed them."""
    rows = application.follow_ups.select_related("visit", "signed_by", "signed_for")
    return list(rows.order_by("due_on", "position", "pk"))


def soon(rows: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    """Those open that are due, or will be within EARLY_DAYS."""
    return rows.filter(state=State.OPEN, due_on__lte=timezone.localdate() + timedelta(days=EARLY_DAYS))


def late(rows: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    return rows.filter(state=State.OPEN, due_on__lt=timezone.localdate())


def list_to_follow(user: User) -> QuerySet[FollowUp]:
    """What is due and this person's: whoever has the case in hand, where nobody of its union has the clerks
    of that union."""
    mine = Q(application__contact__in=people_of(user))
    nobody = Q(application__contact__isnull=True) | Q(application__contact__is_active=False)
    gone = ~Q(application__contact__union=F("union"))
    return soon(list_follow_ups(user)).filter(mine | nobody | gone, union=user.union_id)


def follow_blocker(row: FollowUp, step: workflow.Transition, by: User) -> str:
    """What keeps a clerk from writing down what became of it, or ''."""
    if by.union_id != row.union_id:
        return _("由“%(union)s”的经办人登记。") % {"union": row.union}
    if step.action == "finish" and row.kind != OTHER:
        return _("登记这一户的走访（电话回访也在入户调查中登记），这一项就自动办结。")
    return ""


def list_follow_steps(row: FollowUp, by: User) -> list[workflow.Transition]:
    """What this person may do with it now."""
    return workflow.buttons(FOLLOW_UP_TRANSITIONS, row, by=by, blocker=follow_blocker)


def may_visit(row: FollowUp, by: User) -> bool:
    """Whether a visit that this person records would close it."""
    return row.is_open and row.kind != OTHER and by.union_id == row.union_id and by.has_role(Role.CLERK)
