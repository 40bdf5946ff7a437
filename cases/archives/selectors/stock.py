"""Which files stood at a date, and which are due."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from cases.archives.rules import AGE_BANDS, born_between
from cases.archives.rules.ages import years_before
from cases.archives.rules.labels import IDLE, LEAST_AGES
from cases.archives.states import IN_FORCE_STATES, Label, State

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


def to_verify() -> Q:
    """Due by its date, although the nightly step that marks it may not have come yet."""
    return Q(state=State.REVIEW_DUE) | Q(state__in=IN_FORCE_STATES, review_due_on__lte=timezone.localdate())


def labelled(label: str, on: date, *, head: str = "head__") -> Q:
    """The files (with `head` "" the periods) that have a derived label on that day."""
    if label != Label.FORTY_FIFTY:
        return Q(labels__contains=[label])
    old = Q(pk__in=())
    for sex, age in LEAST_AGES.items():
        old |= Q(**{f"{head}sex": sex, f"{head}birth_on__lte": years_before(on, age)})
    return old & Q(**{f"{head}status__in": IDLE})
