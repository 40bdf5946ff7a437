"""Openings with what came of them, who fits one, who was sent where, what is due."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household, Member
from cases.employment.models import JobCheck, JobOpening, Referral
from cases.employment.selectors.whom import off_file_below, seekers_below
from cases.employment.states import EARLY_DAYS, MOST_REFUSALS, UNDER_WAY, ReferralState, Side
from cases.people.models import Person
from cases.policies.selectors import get_minimum_wage
from hardship.accounts.models import User

WITH = (
    "member", "household", "person", "opening__employer", "opening__union", "introduced_by",
    "introduced_for", "moved_by", "moved_for",
)  # fmt: skip
NEAREST, NEAR = 2, 1
LIVE = (*UNDER_WAY, ReferralState.HIRED)


@dataclass(frozen=True)
class OpeningLine:
    """An opening of a list: how many were sent and hired, and whether it pays less than is allowed."""

    opening: JobOpening
    sent: int
    hired: int
    remark: str


@dataclass(frozen=True)
class Match:
    """Somebody who may be sent to an opening: why they fit, and what speaks against it."""

    member: Member
    why: str
    remark: str


def list_openings(user: User) -> QuerySet[JobOpening]:
    """The openings of the scope, those that end last first."""
    rows: QuerySet[JobOpening] = JobOpening.objects.visible_to(user).select_related(
        "union", "employer__union", "base"
    )
    return rows.order_by("-until_on", "-pk")


def current(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those to which somebody may still be introduced, as far as state and last day go."""
    return rows.filter(state="open", until_on__gte=timezone.localdate())


def make_lines(rows: Iterable[JobOpening]) -> list[OpeningLine]:
    """The openings with what came of them, in one query for all, and one for each region."""
    rows = list(rows)
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    referrals = Referral.objects.filter(opening__in=[row.pk for row in rows]).values_list("opening", "state")
    for opening, state, times in referrals.annotate(times=Count("pk")).order_by():
        counted[opening][state] = times
    wages = {code: _minimum(code) for code in {row.union.region_code for row in rows}}
    return [
        OpeningLine(
            row,
            counted[row.pk].total(),
            counted[row.pk][ReferralState.HIRED] + counted[row.pk][ReferralState.LEFT],
            wage_remark(row.wage, wages[row.union.region_code]),
        )
        for row in rows
    ]


def get_wage_remark(opening: JobOpening) -> str:
    """That it pays less than the minimum wage of its region today, or ''."""
    return wage_remark(opening.wage, _minimum(opening.union.region_code))


def wage_remark(wage: Decimal, minimum: Decimal | None) -> str:
    """The sentence where a wage is below the minimum; '' where nobody entered one."""
    if minimum is None or wage >= minimum:
        return ""
    return _("低于当地最低工资 %(yuan)s 元") % {"yuan": f"{minimum:.2f}"}


def list_referrals(opening: JobOpening) -> QuerySet[Any]:
    """Whoever was sent to an opening, in the order in which they were."""
    rows: QuerySet[Any] = opening.referrals.select_related(*WITH).order_by("pk")
    return rows


def list_all_referrals(user: User) -> QuerySet[Any]:
    """The referrals to the openings of the scope, the latest first."""
    rows: QuerySet[Any] = Referral.objects.filter(opening__in=JobOpening.objects.visible_to(user))
    return rows.select_related(*WITH).order_by("-introduced_at", "-pk")


def list_fitting(opening: JobOpening, user: User) -> QuerySet[Any]:
    """Of the job seekers below the opening's union, who are not under way to it and work nowhere through us:
    those whose skills or wishes have its trade first, among them those who live nearest."""
    trade, union = opening.trade, opening.employer.union
    says = Q(skills__icontains=trade) | Q(job_wishes__icontains=trade) | Q(training_wishes__icontains=trade)
    near = Q(household__union__parent=union.parent_id) if union.parent_id else Q(household__union=union.pk)
    rows = seekers_below(opening.union, user).filter(~_is_taken(opening))
    found: QuerySet[Any] = rows.annotate(
        fits=Case(When(says, then=Value(1)), default=Value(0), output_field=IntegerField()),
        near=Case(
            When(household__union=union.pk, then=Value(NEAREST)), When(near, then=Value(NEAR)),
            default=Value(0), output_field=IntegerField(),
        ),
    ).order_by("-fits", "-near", "household__union__path", "pk")  # fmt: skip
    return found


def list_fitting_off_file(opening: JobOpening, user: User) -> QuerySet[Any]:
    """The people off file below the opening's union who are not on the way there and in no job of ours."""
    return off_file_below(opening.union, user).filter(~_is_taken(opening))


def make_matches(rows: Iterable[Any]) -> list[Match]:
    """Why each of `list_fitting` fits, and whether they turned down too much, in one query for all."""
    rows = list(rows)
    refused = count_refusals([bytes(row.id_number_index) for row in rows])
    return [Match(row, _why(row), refusal_remark(refused.get(bytes(row.id_number_index), 0))) for row in rows]


def count_refusals(numbers: Collection[bytes]) -> dict[bytes, int]:
    """How often each of these people (by blind index) did not want a suitable post."""
    rows = Referral.objects.filter(id_number_index__in=numbers, side=Side.PERSON)
    return {
        bytes(number or b""): count
        for number, count in rows.values_list("id_number_index").annotate(times=Count("pk")).order_by()
    }


def refusal_remark(count: int) -> str:
    """From the third time on, that somebody did not want suitable posts; people decide what follows."""
    if count < MOST_REFUSALS:
        return ""
    return _("已 %(n)s 次不愿去合适的岗位，请了解原因") % {"n": count}


def list_of_household(household: Household) -> list[Referral]:
    """Where people of a file were sent, the latest first, each with its checks."""
    rows = Referral.objects.filter(household=household).select_related(*WITH)
    return list(rows.prefetch_related("checks").order_by("-introduced_at", "-pk"))


def list_of_person(person: Person) -> list[Referral]:
    """The same of somebody off file."""
    rows = Referral.objects.filter(person=person).select_related(*WITH)
    return list(rows.prefetch_related("checks").order_by("-introduced_at", "-pk"))


def list_unanswered(user: User) -> QuerySet[Referral]:
    """Whom the own union sent more than a week ago, and nobody said what came of it."""
    rows = Referral.objects.filter(
        opening__union=user.union_id, state__in=UNDER_WAY,
        introduced_at__lt=timezone.now() - timedelta(days=EARLY_DAYS),
    )  # fmt: skip
    return rows.select_related("member", "person", "opening__employer")


def list_to_ask(user: User) -> QuerySet[JobCheck]:
    """Of whom the own union is to ask now whether they are still at their place."""
    rows = JobCheck.objects.filter(
        referral__opening__union=user.union_id, work="", referral__state=ReferralState.HIRED,
        due_on__lte=timezone.localdate() + timedelta(days=EARLY_DAYS),
    )  # fmt: skip
    return rows.select_related("referral__member", "referral__person", "referral__opening__employer")


def _is_taken(opening: JobOpening) -> Exists:
    rows = Referral.objects.filter(id_number_index=OuterRef("id_number_index"), state__in=LIVE)
    return Exists(rows.filter(Q(opening=opening) | Q(state=ReferralState.HIRED)))


def _minimum(region_code: str) -> Decimal | None:
    found = get_minimum_wage(region_code=region_code, on=timezone.localdate())
    return found.monthly if found else None


def _why(row: Any) -> str:
    near = {NEAREST: _("和单位同一工会"), NEAR: _("和单位同一上级工会")}.get(row.near, "")
    return "，".join(part for part in (_("技能或意愿相符") if row.fits else "", near) if part)
