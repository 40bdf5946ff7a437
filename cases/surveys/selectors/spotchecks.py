"""Reads of spot checks: samples, their population, how much of the year's duty is done."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from django.db.models import Count, Exists, OuterRef, QuerySet

from cases.archives.models import ChangeRequest, FileStep, Household
from cases.archives.selectors.extensions import CHANGES_PAGE, PagePart
from cases.archives.states import IN_FORCE_STATES, ChangeState
from cases.lists.selectors.extensions import DIFFERING_FILES
from cases.surveys.models import SpotCandidate, SpotCheck, SpotRow
from cases.surveys.rules import Candidate, allocate, target_size
from cases.surveys.states import CHECKED_STATES, DUTY_SHARE, VERIFYING, SpotState
from hardship.accounts.models import Union, User

# A change that came to nothing answers no finding.
UNDONE_CHANGES = (ChangeState.REJECTED, ChangeState.WITHDRAWN)


@dataclass(frozen=True)
class Duty:
    """How many of a union's files in force were drawn and checked this year, each file once."""

    year: int
    files: int
    drawn: int
    checked: int

    @property
    def percent(self) -> Decimal:
        share = Decimal(self.checked * 100) / (self.files or 1)
        return min(share, Decimal(100)).quantize(Decimal("0.1"), ROUND_DOWN)

    @property
    def owed(self) -> int:
        """How many files the duty asks to be checked."""
        return target_size(self.files, DUTY_SHARE)

    @property
    def is_met(self) -> bool:
        return self.checked >= self.owed


@dataclass(frozen=True)
class Part:
    """One stratum of a draw: files, what it owes of the share, drawn earlier, drawn now."""

    union: str
    category: str
    files: int
    part: int
    earlier: int
    drawn: int


def list_checks(user: User) -> QuerySet[SpotCheck]:
    """The samples that this person sees, the newest first."""
    rows: QuerySet[SpotCheck] = SpotCheck.objects.visible_to(user).select_related("union", "drawn_by")
    return rows.order_by("-year", "-pk")


def list_rows(check: SpotCheck, *, state: str = "") -> QuerySet[SpotRow]:
    """The drawn files in the order of the draw, of one state or all."""
    rows = check.rows.select_related("household__head", "household__union", "checked_by")
    return (rows.filter(state=state) if state in SpotState.values else rows).order_by("position")


@DIFFERING_FILES.add("spot_checks")
def list_unanswered() -> QuerySet[SpotRow]:
    """The files in force that a check found different, and of which nobody has since asked for a change nor
    said in a verification how they stand."""
    after = {"household": OuterRef("household")}
    changed = ChangeRequest.objects.filter(**after, asked_at__gt=OuterRef("checked_at"))
    verified = FileStep.objects.filter(
        **after, at__gt=OuterRef("checked_at"), action__in=VERIFYING, taken_back__isnull=True
    )
    rows: QuerySet[SpotRow] = SpotRow.objects.filter(
        state=SpotState.DIFFERS, household__state__in=IN_FORCE_STATES
    )
    return rows.exclude(Exists(changed.exclude(state__in=UNDONE_CHANGES))).exclude(Exists(verified))


def list_findings(user: User) -> QuerySet[SpotRow]:
    """What a clerk has to answer: differences found of the own union's files."""
    rows = list_unanswered().filter(household__union=user.union)
    return rows.select_related("household__head", "check_of__union").order_by("checked_at")


def get_finding(household: Household) -> SpotRow | None:
    """The last difference that a check found of this file and that nobody has answered."""
    rows = list_unanswered().filter(household=household).select_related("check_of__union")
    return rows.order_by("-checked_at").first()


@CHANGES_PAGE.add("spot_checks")
def show_finding(household: Household) -> PagePart | None:
    """The unanswered difference of a spot check, at the top of 核查与变更."""
    finding = get_finding(household)
    if finding is None:
        return None
    return PagePart("top", "surveys/_spot_finding.html", {"finding": finding})


def count_rows(check: SpotCheck) -> dict[str, int]:
    """For each state the number of drawn files."""
    found = dict(check.rows.order_by().values_list("state").annotate(number=Count("pk")))
    return {state: found.get(state, 0) for state in SpotState.values}


def get_duty(union: Union, year: int) -> Duty:
    """The year's share of one union, over all its draws."""
    files = files_in_force(union)
    drawn = SpotRow.objects.filter(
        check_of__union=union, check_of__year=year, household__in=files.values("pk")
    )
    counted = drawn.aggregate(all=Count("household", distinct=True))["all"]
    done = drawn.filter(state__in=CHECKED_STATES).aggregate(all=Count("household", distinct=True))["all"]
    return Duty(year, files.count(), counted, done)


def files_in_force(union: Union) -> QuerySet[Household]:
    """The files in force of a union and all below it."""
    rows: QuerySet[Household] = Household.objects.filter(
        **{union.scope_column: union.pk}, state__in=IN_FORCE_STATES
    )
    return rows.order_by()


def list_candidates(check: SpotCheck) -> list[Candidate]:
    """The frozen population of a draw."""
    rows = check.candidates.order_by("file_no").values_list("file_no", "union_code", "category", "earlier")
    return [Candidate(*row) for row in rows]


def list_parts(check: SpotCheck) -> list[Part]:
    """The draw by stratum, as its population says."""
    counted = (
        SpotCandidate.objects.filter(check_of=check).order_by()
        .values_list("union_code", "category", "earlier").annotate(number=Count("pk"))
    )  # fmt: skip
    sizes: dict[tuple[str, str], int] = {}
    earlier: dict[tuple[str, str], int] = {}
    for code, category, before, number in counted:
        key = (code, category)
        sizes[key] = sizes.get(key, 0) + number
        earlier[key] = earlier.get(key, 0) + (number if before == "drawn" else 0)
    drawn = dict(_drawn(check))
    parts = allocate(sizes, target_size(sum(sizes.values()), check.share))
    return [Part(*key, sizes[key], parts[key], earlier[key], drawn.get(key, 0)) for key in sorted(sizes)]


def _drawn(check: SpotCheck) -> list[tuple[tuple[str, str], int]]:
    rows = SpotCandidate.objects.filter(
        check_of=check, household__in=check.rows.values("household")
    ).order_by()
    counted = rows.values_list("union_code", "category").annotate(number=Count("pk"))
    return [((code, category), number) for code, category, number in counted]
