"""The lists of files that people know by name, and how many files are in each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.archives.models import Household
from cases.archives.models.taken_over import incomplete
from cases.archives.rules.insurance import INSURANCES, LACKING
from cases.archives.rules.reviews import RETENTION_MONTHS, months_after
from cases.archives.selectors.aid import never_helped
from cases.archives.selectors.grace import in_grace
from cases.archives.selectors.stock import to_verify
from cases.archives.states import IN_FORCE_STATES, LEFT_STATES, Insurance, State
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


def lacks(kind: str) -> Q:
    """The worker is without this insurance (a key of INSURANCES), or owes for it."""
    found = Q(**{f"head__{kind}_insurance__in": LACKING})
    return found | Q(head__insurance=Insurance.NONE) if kind == "medical" else found


def lacks_any() -> Q:
    """Without any of them, or owing for it."""
    found = Q()
    for kind in INSURANCES:
        found |= lacks(kind)
    return found


def _in_force(**more: Any) -> Q:
    return Q(state__in=IN_FORCE_STATES, **more)


VIEWS: dict[View, Callable[[], Q]] = {
    View.UNCHANGED: lambda: unchanged_since(a_year_ago()),
    View.NOT_AIDED: lambda: never_helped() & Q(state__in=IN_FORCE_STATES),
    View.TO_VERIFY: to_verify,
    View.PROVISIONAL: lambda: Q(state__in=(State.DRAFT, State.RETURNED)),
    View.LIFTED: lambda: Q(state__in=(State.LIFTED, State.RELAPSED)),
    View.GRACE: in_grace,
    View.CLOSED: lambda: Q(state=State.CLOSED),
    View.INSURANCE: lambda: _in_force() & lacks_any(),
    View.MARGINAL: lambda: _in_force(is_dibao_marginal=True),
    View.DEPOSITS: lambda: _in_force(deposits__gt=0),
    View.HOUSING_FUND: lambda: _in_force(housing_fund__gt=0),
    View.INCOMPLETE: incomplete,
}
# Counted when the page is there already. To count whom nothing was given takes a look at every record of aid,
# as long as all the rest of the page; with 渐退期 each file asks for the policy of its own day, and what few
# files have is found by looking through all of them.
LATER = (
    View.NOT_AIDED, View.GRACE, View.INSURANCE, View.MARGINAL, View.DEPOSITS, View.HOUSING_FUND,
    View.INCOMPLETE,
)  # fmt: skip
COUNTED = tuple(view for view in VIEWS if view not in LATER)


@dataclass(frozen=True)
class ListCounts:
    """How many files a scope has in each state, at most CAP + 1, and in each list known by name but those of
    LATER, at most VIEW_CAP + 1."""

    states: Mapping[str, int]
    views: Mapping[str, int]


def count_lists(user: User) -> ListCounts:
    """The counts above the list of files; one query, compiled once a day for each level of unions."""
    statement = _counting(user.union.level, timezone.localdate())
    counts = [count for _place, count in sorted(statement.rows(user.union_id, a_year_ago()))]
    states = dict(zip(State.values, counts, strict=False))
    return ListCounts(states, dict(zip(COUNTED, counts[len(states) :], strict=True)))


def count_later(user: User) -> Mapping[str, int]:
    """The same in each list of LATER; one query."""
    rows = _counting_later(user.union.level, timezone.localdate()).rows(user.union_id)
    return dict(zip(LATER, (count for _place, count in sorted(rows)), strict=True))


@lru_cache(maxsize=32)
def _counting(level: str, _today: date) -> Statement:
    """The statement for the people of one level; today is compiled in by VIEWS."""
    views = {view: VIEWS[view]() for view in COUNTED}
    views[View.UNCHANGED] = unchanged_since(MOMENT)
    asked = [(Q(state=state), CAP) for state in State.values] + [(view, VIEW_CAP) for view in views.values()]
    return compile_sql("file_counts", *_counts(level, asked), UNION, MOMENT)


@lru_cache(maxsize=32)
def _counting_later(level: str, _today: date) -> Statement:
    asked = [(VIEWS[view](), VIEW_CAP) for view in LATER]
    return compile_sql("file_counts_later", *_counts(level, asked), UNION)


def _counts(level: str, asked: Sequence[tuple[Q, int]]) -> tuple[str, list[Any]]:
    """The text and the parameters of a statement that counts, for each condition, up to its cap."""
    person = somebody(level)
    # in the order of an index, which PostgreSQL then follows until it has enough
    order = (person.union.scope_column, "state", "-pk")
    scope = Household.objects.visible_to(person).order_by(*order)
    parts: list[str] = []
    parameters: list[Any] = []
    for place, (condition, cap) in enumerate(asked):
        text, values = scope.filter(condition).values("pk")[: cap + 1].query.sql_with_params()
        # only what Django wrote stands in this text
        parts.append(f"SELECT {place}, count(*) FROM ({text}) AS part{place}")  # noqa: S608
        parameters += values
    return " UNION ALL ".join(parts), parameters


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
