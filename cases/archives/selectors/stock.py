"""Which files stood at a date, and the lists that people know by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from cases.archives.models import Household
from cases.archives.rules import AGE_BANDS, born_between
from cases.archives.rules.subjects import SUBJECT
from cases.archives.states import IN_FORCE_STATES, State, View
from funds.payments.models import Payable
from funds.payments.states import PayableState
from hardship.accounts.models import User
from hardship.accounts.selectors import UNION, somebody
from hardship.kernel.statements import Statement, compile_sql

# Beyond these a count says "more than". The files of a state are counted in an index; those of a list known
# by name have to be looked at one by one.
CAP = 10_000
VIEW_CAP = 1_000
MOMENT = datetime(9999, 1, 1, tzinfo=UTC)  # a stand-in
STALE_DAYS = 365
# What the statistics and their drill-down call a field that nobody filled in.
UNKNOWN = "none"


def in_force(on: date) -> Q:
    """The files that had been filed by that day and had not left hardship, nor been closed, by its end."""
    return Q(filed_on__lte=on) & (Q(left_on__isnull=True) | Q(left_on__gt=on))


def standing(on: date) -> Q:
    """The periods (`StatusPeriod`) that hold that day."""
    return Q(from_on__lte=on) & (Q(to_on__isnull=True) | Q(to_on__gt=on))


def of_age(key: str, on: date) -> Q:
    """The files whose worker is of an age band on that day; UNKNOWN: without a birth date."""
    return born_in(key, on, column="head__birth_on")


def born_in(key: str, on: date, *, column: str = "birth_on") -> Q:
    """The rows whose birth date makes an age band on that day; UNKNOWN: without a birth date."""
    if key == UNKNOWN:
        return Q(**{f"{column}__isnull": True})
    first, last = born_between(next(band for band in AGE_BANDS if band.key == key), on)
    found = Q(**{f"{column}__isnull": False})
    if first:
        found &= Q(**{f"{column}__gte": first})
    return found & Q(**{f"{column}__lte": last}) if last else found


def unchanged_since(moment: datetime) -> Q:
    """In force and not changed since."""
    return Q(state__in=IN_FORCE_STATES, updated_at__lt=moment)


def a_year_ago() -> datetime:
    """What was not changed since is 一年未改."""
    return timezone.now() - timedelta(days=STALE_DAYS)


def _not_aided() -> Q:
    """In force, and nothing that was owed to the household has been paid."""
    subject = Concat(Value(f"{SUBJECT}:"), Cast(OuterRef("pk"), CharField()))
    paid = Payable.objects.filter(subject=subject, state=PayableState.PAID)
    return Q(~Exists(paid), state__in=IN_FORCE_STATES)


def _to_verify() -> Q:
    """Due by its date, although the nightly step that marks it may not have come yet."""
    return Q(state=State.REVIEW_DUE) | Q(state__in=IN_FORCE_STATES, review_due_on__lte=timezone.localdate())


VIEWS: dict[View, Callable[[], Q]] = {
    View.UNCHANGED: lambda: unchanged_since(a_year_ago()),
    View.NOT_AIDED: _not_aided,
    View.TO_VERIFY: _to_verify,
    View.PROVISIONAL: lambda: Q(state__in=(State.DRAFT, State.RETURNED)),
    View.LIFTED: lambda: Q(state__in=(State.LIFTED, State.RELAPSED)),
    View.CLOSED: lambda: Q(state=State.CLOSED),
}


@dataclass(frozen=True)
class ListCounts:
    """How many files a scope has in each state, at most CAP + 1, and in each list known by name, at most
    VIEW_CAP + 1."""

    states: Mapping[str, int]
    views: Mapping[str, int]


def count_lists(user: User) -> ListCounts:
    """The counts above the list of files; one query, compiled once a day for each level of unions."""
    statement = _counting(user.union.level, timezone.localdate())
    counts = [count for _place, count in sorted(statement.rows(user.union_id, a_year_ago()))]
    states = dict(zip(State.values, counts, strict=False))
    return ListCounts(states, dict(zip(VIEWS, counts[len(states) :], strict=True)))


@lru_cache(maxsize=32)
def _counting(level: str, _today: date) -> Statement:
    """The statement for the people of one level; today is compiled in by VIEWS."""
    person = somebody(level)
    # in the order of an index, which PostgreSQL then follows until it has enough
    order = (person.union.scope_column, "state", "-pk")
    scope = Household.objects.visible_to(person).order_by(*order)
    views = {view: condition() for view, condition in VIEWS.items()}
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
