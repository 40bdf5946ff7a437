"""Reads of certificates: the list, those that run out, those of a household, and who may do what."""

from datetime import timedelta
from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.archives.states import IN_FORCE_STATES
from cases.certificates.models import Certificate
from cases.certificates.states import LIVE, RENEW, TRANSITIONS, State
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.kernel import workflow

SOON = timedelta(days=30)
WITH = ("household__head", "household__union", "holder")


def list_certificates(user: User) -> QuerySet[Certificate]:
    """Those of the scope with `used`, what they were let off so far, yuan; in no order."""
    rows: QuerySet[Certificate] = Certificate.objects.visible_to(user).select_related(*WITH)
    return rows.annotate(used=Sum("uses__worth"))


def running_out(rows: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Those that are over, or will be within 30 days, and were not renewed."""
    return rows.filter(state__in=LIVE, until_on__lte=timezone.localdate() + SOON)


def list_to_renew(user: User) -> QuerySet[Certificate]:
    """What the clerks of the person's union are to renew or to end."""
    rows = Certificate.objects.visible_to(user).filter(household__union=user.union_id)
    return running_out(rows).select_related(*WITH)


def list_of_household(household: Household) -> list[Certificate]:
    """Every certificate of one household, the newest first."""
    rows = household.certificates.select_related("holder").annotate(used=Sum("uses__worth"))
    return list(rows.order_by("-from_on", "-pk"))


def used_of(certificate: Certificate) -> Decimal:
    """What the holder was let off with it, yuan."""
    total = certificate.uses.aggregate(total=Sum("worth"))["total"]
    return total or Decimal(0)


def not_own(household: Household, by: User) -> str:
    """Why somebody is no clerk of the household's union, or ''."""
    if household.union_id == by.union_id and by.has_role(Role.CLERK):
        return ""
    return _("只有“%(union)s”的经办人可以办理。") % {"union": household.union.name}


def issue_blocker(household: Household, by: User) -> str:
    """Why this person may not issue one to somebody of a household, or ''."""
    if why := not_own(household, by):
        return why
    if household.state not in IN_FORCE_STATES:
        return _("档案现在是“%(state)s”，在册的家庭才发证。") % {"state": household.get_state_display()}
    return ""


def step_blocker(certificate: Certificate, _row: workflow.Transition, by: User) -> str:
    return not_own(certificate.household, by)


def list_buttons(certificate: Certificate, by: User) -> list[workflow.Transition]:
    """What this person may do; to renew has a page of its own."""
    rows = workflow.buttons(TRANSITIONS, certificate, by=by, blocker=step_blocker)
    return [row for row in rows if row.action != RENEW]


def may_renew(certificate: Certificate, by: User) -> bool:
    is_there = certificate.holder.removed_at is None
    return certificate.is_live and is_there and not issue_blocker(certificate.household, by)


def may_use(certificate: Certificate, by: User) -> bool:
    return certificate.state == State.VALID and not not_own(certificate.household, by)
