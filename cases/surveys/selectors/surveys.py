"""Reads of surveys: lists of files and what became of each, which the database keeps as `status`
(docs/adr/0013)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from cases.archives.models import Household
from cases.archives.selectors.extensions import (
    AFTER_VERIFICATION,
    CHANGES_PAGE,
    Link,
    PagePart,
    list_home_visits,
)
from cases.archives.states import IN_FORCE_STATES, LEFT_STATES, State
from cases.surveys.models import Survey, SurveyEntry, SurveyUnit
from cases.surveys.states import ADDED, UNDONE, EntryStatus, SurveyState, UnitState
from cases.surveys.states.surveys import RETURNABLE, VERIFIABLE
from hardship.accounts.models import Union, User
from hardship.kernel.flags import in_state
from hardship.kernel.scope import Part
from hardship.kernel.statements import IsAnyOf

EVER, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
# What is urgent comes first in every list, then it goes by the names of the day when the list was made: to
# sort a city by today's names took longer than everything else.
RANK = Func(
    Value(EntryStatus.values, output_field=ArrayField(TextField())),
    F("status"),
    function="array_position",
    output_field=IntegerField(),
)
MOST_URGENT = (RANK, "place", "pk")


@dataclass(frozen=True)
class Line:
    """One file of a list as pages and workbooks show it; `entry` is None for a file that was added, `visits`
    the number of home visits in the time of the survey."""

    household: Household
    status: str
    entry: SurveyEntry | None = None
    visits: int = 0

    is_undone = in_state(*UNDONE, field="status")
    can_be_verified = in_state(*VERIFIABLE, field="status")
    can_be_returned = in_state(*RETURNABLE, field="status")

    @property
    def status_label(self) -> str:
        return str(_("新增") if self.status == ADDED else EntryStatus(self.status).label)

    @property
    def reason(self) -> str:
        """Why it was sent back, as long as that is open; why it could not be verified."""
        if self.entry is None:
            return ""
        return {
            EntryStatus.RETURNED: self.entry.return_reason,
            EntryStatus.EXCUSED: self.entry.excuse,
        }.get(EntryStatus(self.status), "")


def list_surveys(user: User) -> QuerySet[Survey]:
    """The surveys that this person sees, the newest first."""
    rows: QuerySet[Survey] = Survey.objects.visible_to(user).select_related("union")
    return rows.order_by("-year", "-pk")


def list_entries(survey: Survey, *, user: User, union: Union | None = None) -> QuerySet[Any]:
    """The files on the list that this person sees, of one union and all below it."""
    rows: QuerySet[Any] = SurveyEntry.objects.visible_to(user).filter(survey=survey)
    for narrowed in (survey.union, union):
        if narrowed is not None:
            rows = rows.filter(**{narrowed.scope_column: narrowed.pk})
    return rows


def list_added(survey: Survey, *, user: User, union: Union | None = None) -> QuerySet[Household]:
    """Files that were filed while the survey ran and are therefore not on its list (新增)."""
    rows: QuerySet[Household] = Household.objects.visible_to(user).filter(
        filed_at__gte=make_aware(datetime.combine(survey.from_on, time.min)),
        state__in=(*IN_FORCE_STATES, *LEFT_STATES, State.RELAPSED),
    )
    if survey.closed_at is not None:
        rows = rows.filter(filed_at__lte=survey.closed_at)
    for narrowed in (survey.union, union):
        if narrowed is not None:
            rows = rows.filter(**{narrowed.scope_column: narrowed.pk})
    listed = SurveyEntry.objects.filter(survey=survey, household=OuterRef("pk"))
    return rows.filter(~Exists(listed))


def in_order(entries: QuerySet[Any]) -> QuerySet[Any]:
    """The most urgent first, then by name."""
    return entries.order_by(*MOST_URGENT)


def with_files(entries: QuerySet[Any]) -> QuerySet[Any]:
    """With what a list shows of each file, `visits` among it."""
    rows: QuerySet[Any] = entries.annotate(visits=_counted(_visits_of_entry()))
    return rows.select_related("household__head", "household__union")


@dataclass(frozen=True)
class InOrder(Sequence[Any]):
    """Entries in the order of a list, read page by page: the keys of the page, then its files. In one
    statement PostgreSQL reads what is shown of every file before it sorts them."""

    entries: QuerySet[Any]

    def __len__(self) -> int:
        return self.entries.order_by().count()

    def __getitem__(self, part: Any) -> Any:
        keys = list(in_order(self.entries).values_list("pk", flat=True)[part])
        return list(in_order(with_files(SurveyEntry.objects.filter(IsAnyOf("pk", keys)))))


def count_visited(entries: QuerySet[Any]) -> int:
    """How many of these files were visited in the time of the survey."""
    return entries.filter(is_visited()).order_by().count()


def is_visited() -> Exists:
    """Of an entry: whether somebody was there since the survey began, until it was closed."""
    return Exists(_visits_of_entry())


def _visits_of_entry() -> QuerySet[Any]:
    until = Coalesce(OuterRef("survey__closed_at"), Value(LATEST))
    return _visits(household=OuterRef("household"), from_on=OuterRef("survey__from_on"), until=until)


def _visits(*, household: Any, from_on: Any, until: Any) -> QuerySet[Any]:
    return list_home_visits().filter(household=household, visited_on__gte=from_on, created_at__lte=until)


def _counted(visits: QuerySet[Any]) -> Coalesce:
    counted = visits.order_by().values("household").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def describe(entries: Iterable[Any]) -> Iterator[Line]:
    """Entries as lines of a list."""
    return (Line(entry.household, entry.status, entry, entry.visits) for entry in entries)


def describe_added(households: QuerySet[Household], survey: Survey) -> Iterator[Line]:
    """Files that were added as lines of the same list."""
    visits = _visits(household=OuterRef("pk"), from_on=survey.from_on, until=survey.closed_at or LATEST)
    rows = households.annotate(visits=_counted(visits)).select_related("head", "union")
    return (
        Line(household, ADDED, visits=household.visits)
        for household in rows.order_by("head_pinyin", "file_no")
    )


def count_statuses(entries: QuerySet[Any]) -> dict[str, int]:
    """For each status the number of files."""
    found = dict(entries.order_by().values_list("status").annotate(number=Count("pk")))
    return {status: found.get(status, 0) for status in EntryStatus.values}


def count_moved(survey: Survey) -> int:
    """Files of the frozen list that have gone to a union outside the survey since."""
    inside = {survey.union.scope_column: survey.union_id}
    return SurveyEntry.objects.filter(survey=survey).exclude(**inside).count()


def get_unit(survey: Survey, union: Union) -> SurveyUnit | None:
    """This union's own part in the survey, if it has one."""
    rows = survey.units.select_related("union", "submitted_by", "decided_by", "survey")
    found: SurveyUnit | None = rows.filter(union=union).first()
    return found


def list_open_entries(user: User) -> QuerySet[Any]:
    """What waits for a clerk: the union's own files that open surveys still want verified."""
    rows = SurveyEntry.objects.filter(survey__state=SurveyState.OPEN, union=user.union, status__in=UNDONE)
    return rows.select_related("household__head", "survey")


def list_submitted_units(user: User) -> QuerySet[SurveyUnit]:
    """What waits for the union that reviews: lists that its unions have submitted."""
    units: QuerySet[SurveyUnit] = SurveyUnit.objects.in_hands_of(user, Part.REVIEW)
    rows = units.filter(state=UnitState.SUBMITTED, survey__state=SurveyState.OPEN)
    return rows.select_related("survey", "union")


def get_next_entry(user: User, *, after: int = 0) -> Any:
    """The next file that this clerk has to verify, other than the one just done."""
    rows = list_open_entries(user).exclude(household=after)
    return rows.order_by("-survey__pk", *MOST_URGENT).first()


def get_entry_of(household: Household) -> Any:
    """This file's place in the survey that runs now, if any."""
    rows = SurveyEntry.objects.filter(household=household, survey__state=SurveyState.OPEN)
    return rows.select_related("survey", "returned_by", "excused_by").order_by("-pk").first()


@CHANGES_PAGE.add("surveys")
def show_entry(household: Household) -> PagePart | None:
    """What the open survey wants of a file, beside 核查与变更."""
    entry = get_entry_of(household)
    return entry and PagePart("rail", "surveys/_survey_part.html", {"entry": entry, "undone": UNDONE})


@AFTER_VERIFICATION.add("surveys")
def offer_next_entry(user: User, household: Household) -> Link | None:
    """The next file of the survey that this clerk has to verify."""
    entry = get_next_entry(user, after=household.pk)
    if entry is None:
        return None
    words = _("年度核查下一户：%(name)s") % {"name": entry.household}
    return Link(reverse("archives:changes", args=[entry.household_id]), words)
