"""What departments offer a union, which referrals there are, who has one in hand, what came of them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.aid.states import RecordState
from cases.archives.models import Household
from cases.archives.states import ACTIVE_STATES
from cases.referrals.models import DepartmentService, ServiceReferral
from cases.referrals.states import KEEPERS, TRANSITIONS, WRITERS, State
from hardship.accounts.models import Union, User, people_of
from hardship.kernel import workflow

WITH = ("household__head", "household__union", "member", "service", "worker", "aid")
# A record of aid that was cancelled is no aid any more.
STANDS = Q(aid__state=RecordState.CURRENT)


def list_services(user: User) -> QuerySet[DepartmentService]:
    """What the person's union, those above and those below it entered, by department."""
    near = Q(union__in=user.union.lineage) | Q(union__path__startswith=user.union.path)
    rows = DepartmentService.objects.filter(near).select_related("union", "entered_by", "ended_by")
    return rows.order_by("department", "name", "-from_on", "-pk")


def in_use(rows: QuerySet[DepartmentService], on: date) -> QuerySet[DepartmentService]:
    """Those that have begun and did not end, and that no later row of the same union and name replaces."""
    begun = Q(from_on__lte=on)
    later = DepartmentService.objects.filter(
        begun, union=OuterRef("union"), department=OuterRef("department"), name=OuterRef("name"),
        from_on__gt=OuterRef("from_on"),
    )  # fmt: skip
    return rows.filter(begun, ~Exists(later)).exclude(until_on__lt=on)


def list_offered(union: Union, on: date) -> list[DepartmentService]:
    """What a union may refer to on a day: of one service that several unions entered, the nearest one's."""
    line = union.lineage
    rows = in_use(DepartmentService.objects.filter(union__in=line), on).select_related("union")
    nearest: dict[tuple[str, str], DepartmentService] = {}
    for row in sorted(rows, key=lambda row: line.index(row.union_id)):
        nearest.setdefault((row.department, row.name), row)
    return [row for _key, row in sorted(nearest.items())]


def may_keep(user: User) -> bool:
    """Whether the person enters what departments offer."""
    return user.has_role(*KEEPERS)


def list_referrals(user: User) -> QuerySet[ServiceReferral]:
    """Those of the scope, in no order."""
    rows: QuerySet[ServiceReferral] = ServiceReferral.objects.visible_to(user).select_related(*WITH)
    return rows


def overdue(rows: QuerySet[ServiceReferral]) -> QuerySet[ServiceReferral]:
    return rows.filter(state=State.SENT, due_on__lt=timezone.localdate())


def list_late(user: User) -> QuerySet[ServiceReferral]:
    """Whose answer is late, of what the person has in hand."""
    rows = ServiceReferral.objects.filter(household__union=user.union_id).select_related(*WITH)
    gone = ~Exists(
        User.objects.holding(*WRITERS, union=OuterRef("household__union")).filter(pk=OuterRef("worker"))
    )
    return overdue(rows).filter(Q(worker__in=people_of(user)) | gone)


def list_of_household(household: Household) -> QuerySet[ServiceReferral]:
    """Every referral of a family, the newest first."""
    rows: QuerySet[ServiceReferral] = household.service_referrals.select_related(*WITH)
    return rows.order_by("-sent_on", "-pk")


def start_blocker(household: Household, by: User) -> str:
    """Why this person may not refer somebody of a household, or ''."""
    if household.union_id != by.union_id or not by.has_role(*WRITERS):
        return _("只有“%(union)s”的经办人可以转介。") % {"union": household.union.name}
    if household.state not in ACTIVE_STATES:
        return _("档案现在是“%(state)s”，申报以后的家庭才转介。") % {"state": household.get_state_display()}
    return ""


def step_blocker(referral: ServiceReferral, row: workflow.Transition, by: User) -> str:
    """Why this person may not take a step: whoever made the referral records what came of it, or a clerk of
    the file's union once they are no clerk there any more."""
    if row.action == "take_back" and referral.state == State.DROPPED:
        was = State.SENT if referral.answered_on is None else State.ANSWERED
        if row.target != was:
            return _("撤回以后回到放弃以前的状态。")
    if referral.household.union_id != by.union_id:
        return _("由“%(union)s”的经办人登记。") % {"union": referral.household.union.name}
    if referral.worker_id in people_of(by):
        return ""
    there = User.objects.holding(*WRITERS, union=referral.household.union_id).filter(
        pk=referral.worker_id or 0
    )
    return _("由转介的人（%(name)s）登记。") % {"name": referral.worker} if there.exists() else ""


def list_buttons(referral: ServiceReferral, by: User) -> list[workflow.Transition]:
    """What this person may do with it now."""
    return workflow.buttons(TRANSITIONS, referral, by=by, blocker=step_blocker)


@dataclass(frozen=True)
class DepartmentCount:
    """Of one service of a department: how many were referred, how they stand, what was won in yuan."""

    department: str
    service: str
    sent: int
    waiting: int
    late: int
    answered: int
    won: int
    refused: int
    dropped: int
    yuan: Decimal


GROUPED = ("department", "service__name")
COUNTED = ("sent", "waiting", "late", "answered", "won_n", "refused", "dropped", "yuan")


def count_departments(rows: QuerySet[ServiceReferral]) -> list[DepartmentCount]:
    """By department and service; nobody's name."""
    late = Q(state=State.SENT, due_on__lt=timezone.localdate())

    def of(state: str) -> Count:
        return Count("pk", filter=Q(state=state))

    sums = rows.order_by().values(*GROUPED).annotate(
        sent=Count("pk"), waiting=of(State.SENT), late=Count("pk", filter=late), answered=of(State.ANSWERED),
        won_n=of(State.WON), refused=of(State.REFUSED), dropped=of(State.DROPPED),
        yuan=Coalesce(Sum("won", filter=STANDS), Decimal(0)),
    )  # fmt: skip
    found: Any = sums.order_by(*GROUPED)
    return [DepartmentCount(*(row[name] for name in GROUPED + COUNTED)) for row in found]
