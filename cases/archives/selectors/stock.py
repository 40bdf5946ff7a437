"""Which files stood at a date, and the lists that people know by name."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import connection
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


def _unchanged() -> Q:
    return Q(state__in=IN_FORCE_STATES, updated_at__lt=timezone.now() - timedelta(days=STALE_DAYS))


def _not_aided() -> Q:
    """In force, and nothing that was owed to the household has been paid."""
    subject = Concat(Value(f"{SUBJECT}:"), Cast(OuterRef("pk"), CharField()))
    paid = Payable.objects.filter(subject=subject, state=PayableState.PAID)
    return Q(~Exists(paid), state__in=IN_FORCE_STATES)


def _to_verify() -> Q:
    """Due by its date, although the nightly step that marks it may not have come yet."""
    return Q(state=State.REVIEW_DUE) | Q(state__in=IN_FORCE_STATES, review_due_on__lte=timezone.localdate())


VIEWS: dict[View, Callable[[], Q]] = {
    View.UNCHANGED: _unchanged,
    View.NOT_AIDED: _not_aided,
    View.TO_VERIFY: _to_verify,
    View.PROVISIONAL: lambda: Q(state__in=(State.DRAFT, State.RETURNED)),
    View.LIFTED: lambda: Q(state__in=(State.LIFTED, State.RELAPSED)),
    View.CLOSED: lambda: Q(state=State.CLOSED),
}


def count_views(*, user: User, cap: int) -> dict[View, int]:
    """For each list known by name the number of files in scope, at most cap + 1 each; one query."""
    scope = Household.objects.visible_to(user).order_by()
    parts: list[str] = []
    parameters: list[Any] = []
    for place, condition in enumerate(VIEWS.values()):
        text, values = scope.filter(condition()).values("pk")[: cap + 1].query.sql_with_params()
        parts.append(f"SELECT {place} AS place, count(*) FROM ({text}) AS part{place}")  # noqa: S608
        parameters.extend(values)
    with connection.cursor() as cursor:
        # only what Django wrote stands in this text
        cursor.execute(" UNION ALL ".join(parts), parameters)
        counts = dict(cursor.fetchall())
    return {view: counts[place] for place, view in enumerate(VIEWS)}
