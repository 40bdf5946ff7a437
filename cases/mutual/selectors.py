"""Reads of mutual aid: periods, who is enrolled, which families in force are not, claims and their sizes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household, Member
from cases.archives.states import IN_FORCE_STATES, Cause
from cases.mutual.models import MutualClaim, MutualEnrolment, MutualPeriod
from cases.mutual.rules import Size, by_size
from cases.mutual.states import CLAIM_TRANSITIONS, DUE_CLAIMS, ClaimState
from hardship.accounts.models import Union, User, people_of
from hardship.accounts.states import Role
from hardship.kernel import workflow
from hardship.kernel.scope import SCOPE_COLUMNS, Part, competent_id


def list_periods(user: User) -> QuerySet[MutualPeriod]:
    """Those of the scope and of the unions above, which are for it too, with `enrolled`, the people of the
    scope who are covered."""
    above = [getattr(user.union, f"{level}_id") for level in SCOPE_COLUMNS[1:]]
    scope: Any = MutualPeriod.objects.visible_to(user)
    rows = MutualPeriod.objects.filter(
        Q(pk__in=scope.values("pk")) | Q(union__in=[one for one in above if one])
    )
    mine = {f"enrolments__{user.union.scope_column}_id": user.union_id}
    covered = Q(enrolments__cancelled_at__isnull=True, **mine)
    found: QuerySet[MutualPeriod] = rows.select_related("union", "created_by")
    return found.annotate(enrolled=Count("enrolments", filter=covered))


def list_open_periods(union: Union, on: date) -> list[MutualPeriod]:
    """Periods in which people of a union can be enrolled: its own and of the unions above, not over yet."""
    keys = {union.pk, *(getattr(union, f"{level}_id") for level in SCOPE_COLUMNS[1:])} - {None}
    rows = MutualPeriod.objects.filter(union__in=keys, until_on__gte=on)
    return list(rows.order_by("product", "number", "pk"))


def list_enrolments(user: User) -> QuerySet[MutualEnrolment]:
    """Those of the scope with `claimed`, what was claimed and not refused, yuan; in no order."""
    rows: QuerySet[MutualEnrolment] = MutualEnrolment.objects.visible_to(user)
    due = Q(claims__state__in=DUE_CLAIMS)
    return rows.select_related("period", "union").annotate(claimed=Sum("claims__amount", filter=due))


def list_claims(user: User) -> QuerySet[MutualClaim]:
    """Those of the scope, with what a row shows; in no order."""
    rows: QuerySet[MutualClaim] = MutualClaim.objects.visible_to(user)
    return rows.select_related("enrolment__period", "union")


def list_to_check(user: User) -> QuerySet[MutualClaim]:
    """What waits for this person's word: nothing that they wrote down."""
    people = people_of(user)
    rows: Any = MutualClaim.objects.in_hands_of(user, Part.REVIEW).filter(state=ClaimState.FILED)
    own = Q(created_by__in=people) | Q(stood_in_for__in=people)
    found: QuerySet[MutualClaim] = rows.exclude(own).select_related("enrolment__period", "union")
    return found


def list_to_pay(user: User) -> QuerySet[MutualClaim]:
    """What was agreed to, of which the clerks of the person's union write down that it was paid."""
    return list_claims(user).filter(union=user.union_id, state=ClaimState.CHECKED)


def list_uncovered(user: User, on: date | None = None) -> QuerySet[Household]:
    """大病户 in force of the scope of whom nobody is covered on a day (SD2 §4.2: all of them are)."""
    day = on or timezone.localdate()
    covered = MutualEnrolment.objects.filter(
        cancelled_at__isnull=True, period__from_on__lte=day, period__until_on__gte=day,
        person_index=OuterRef("id_number_index"),
    )  # fmt: skip
    people = Member.objects.filter(household=OuterRef("pk"), removed_at__isnull=True).filter(Exists(covered))
    ill = Q(main_cause=Cause.ILLNESS) | Q(secondary_causes__contains=[Cause.ILLNESS])
    rows: QuerySet[Household] = Household.objects.visible_to(user).filter(ill, state__in=IN_FORCE_STATES)
    return rows.filter(~Exists(people)).select_related("head", "union")


def covers_of(household: Household) -> list[MutualEnrolment]:
    """Who of a household is or was covered, the latest period first."""
    people = household.members.filter(removed_at__isnull=True, id_number_index__isnull=False)
    rows = MutualEnrolment.objects.filter(
        person_index__in=people.values("id_number_index"), cancelled_at__isnull=True
    )
    due = Q(claims__state=ClaimState.PAID)
    rows = rows.select_related("period", "union").annotate(paid=Sum("claims__amount", filter=due))
    return list(rows.order_by("-period__until_on", "pk"))


def due_claims(enrolment: MutualEnrolment) -> QuerySet[MutualClaim]:
    """The claims of somebody in a period that are not refused: also those from before they left and joined
    again, which is another enrolment."""
    return MutualClaim.objects.filter(
        enrolment__period=enrolment.period_id, enrolment__person_index=enrolment.person_index,
        state__in=DUE_CLAIMS,
    )  # fmt: skip


def used_up(enrolment: MutualEnrolment) -> Decimal:
    """How much of the cap of its period other claims of somebody use up, yuan."""
    total = due_claims(enrolment).aggregate(total=Sum("amount"))["total"]
    return total or Decimal(0)


@dataclass(frozen=True)
class Sizes:
    """Paid claims by their size, and all of them."""

    rows: list[Size]
    count: int
    total: Decimal


def sizes_of(claims: QuerySet[MutualClaim]) -> Sizes:
    """The statistics of these claims, as far as they are paid."""
    amounts = list(claims.order_by().filter(state=ClaimState.PAID).values_list("amount", flat=True))
    return Sizes(by_size(amounts), len(amounts), sum(amounts, Decimal(0)))


def claim_blocker(claim: MutualClaim, row: workflow.Transition, by: User) -> str:
    """What keeps this person from a step that their role allows, or ''. The database has the same rule."""
    whose = competent_id(claim, row.part) if row.part else claim.union_id
    if by.union_id != whose:
        return (
            _("这一步由审核工会办理。")
            if row.part
            else _("由“%(union)s”的经办人登记。") % {"union": claim.union}
        )
    if row.is_decision and by.pk in (claim.created_by_id, claim.stood_in_for_id):
        return _("不能复核自己登记的给付，请由其他人员办理。")
    return ""


def list_buttons(claim: MutualClaim, by: User) -> list[workflow.Transition]:
    return workflow.buttons(CLAIM_TRANSITIONS, claim, by=by, blocker=claim_blocker)


def may_write(enrolment: MutualEnrolment, by: User) -> bool:
    """Whether this person may claim for somebody, or take them out."""
    return enrolment.is_current and enrolment.union_id == by.union_id and by.has_role(Role.CLERK)


def find_people(union: Union, indexes: Sequence[bytes]) -> dict[bytes, str]:
    """The names under which people stand in files of a union and those below, by blind index."""
    column = f"household__{union.scope_column}"
    rows: Any = Member.objects.filter(**{column: union}, id_number_index__in=indexes, removed_at__isnull=True)
    return {bytes(index): name for index, name in rows.order_by("pk").values_list("id_number_index", "name")}
