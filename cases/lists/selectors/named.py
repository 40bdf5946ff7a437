"""The lists of files that people know by name, and how many files are in each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.archives.models import Household
from cases.archives.rules.reviews import RETENTION_MONTHS, months_after
from cases.archives.selectors.aid import never_helped
from cases.archives.selectors.grace import in_grace
from cases.archives.selectors.stock import to_verify
from cases.archives.states import IN_FORCE_STATES, LEFT_STATES, State
from cases.lists.states import View
from hardship.accounts.models import User
from hardship.accounts.selectors import UNION, somebody
from hardship.kernel.statements import Statement, compile_sql

# Beyond these a count says "more than". The files of a state are counted in an index; those of a list known
# by name have to be looked at one by one.
CAP = 10_000
VIEW_CAP = 1_000
MOMENT = datetime(9999, 1, 1, tzinfo=UTC)  # a stand-in
STALE_DAYS = 365


def unchanged_since(moment: datetime) -> Q:
    """In force and not changed since."""
    return Q(state__in=IN_FORCE_STATES, updated_at__lt=moment)


def a_year_ago() -> datetime:
    """What was not changed since is 一年未改."""
    return timezone.now() - timedelta(days=STALE_DAYS)


VIEWS: dict[View, Callable[[], Q]] = {
    View.UNCHANGED: lambda: unchanged_since(a_year_ago()),
    View.NOT_AIDED: lambda: never_helped() & Q(state__in=IN_FORCE_STATES),
    View.TO_VERIFY: to_verify,
    View.PROVISIONAL: lambda: Q(state__in=(State.DRAFT, State.RETURNED)),
    View.LIFTED: lambda: Q(state__in=(State.LIFTED, State.RELAPSED)),
    View.GRACE: in_grace,
    View.CLOSED: lambda: Q(state=State.CLOSED),
}
# To count whom nothing was given takes a look at every record of aid, as long as all the rest of the page;
# with 渐退期 each file asks for the policy of its own day.
UNCOUNTED = frozenset({View.NOT_AIDED, View.GRACE})
COUNTED = tuple(view for view in VIEWS if view not in UNCOUNTED)


@dataclass(frozen=True)
class ListCounts:
    """How many files a scope has in each state, at most CAP + 1, and in each list known by name but those of
    UNCOUNTED, at most VIEW_CAP + 1."""

    states: Mapping[str, int]
    views: Mapping[str, int]


def count_lists(user: User) -> ListCounts:
    """The counts above the list of files; one query, compiled once a day for each level of unions."""
    statement = _counting(user.union.level, timezone.localdate())
    counts = [count for _place, count in sorted(statement.rows(user.union_id, a_year_ago()))]
    states = dict(zip(State.values, counts, strict=False))
    return ListCounts(states, dict(zip(COUNTED, counts[len(states) :], strict=True)))


@lru_cache(maxsize=32)
def _counting(level: str, _today: date) -> Statement:
    """The statement for the people of one level; today is compiled in by VIEWS."""
    person = somebody(level)
    # in the order of an index, which PostgreSQL then follows until it has enough
    order = (person.union.scope_column, "state", "-pk")
    scope = Household.objects.visible_to(person).order_by(*order)
    views = {view: VIEWS[view]() for view in COUNTED}
    views[View.UNCHANGED] = unchanged_since(MOMENT)
    parts: list[str] = []
    parameters: list[Any] = []
    asked = [(Q(state=state), CAP) for state in State.values] + [(view, VIEW_CAP) for view in views.values()]
    for place, (condition, cap) in enumerate(asked):
        text, values = scope.filter(condition).values("pk")[: cap + 1].query.sql_with_params()
        # only what Django wrote stands in this text
        parts.append(f"SELECT {place}, count(*) FROM ({text}) AS part{place}")  # noqa: S608
        parameters += values
    return compile_sql("file_counts", " UNION ALL ".join(parts), parameters, UNION, MOMENT)


def by_retention(files: QuerySet[Household], wanted: str) -> QuerySet[Household]:
    """Files that the family left: kept still ("running"), for less than a year ("soon"), no longer ("over").

    Ten years are over on the day after `retain_until`.
    """
    today = timezone.localdate()
    over, soon = (months_after(today, months - RETENTION_MONTHS) for months in (0, 12))
    left = files.filter(state__in=LEFT_STATES)
    match wanted:
        case "over":
            return left.filter(left_on__lt=over)
        case "soon":
            return left.filter(left_on__gte=over, left_on__lt=soon)
    return left.filter(left_on__gte=over)
