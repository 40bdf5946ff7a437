"""Reads of offices, and whom a family of a union turns to."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import TypeVar

from django.db.models import Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from cases.archives.models import Household
from cases.archives.selectors.files import FILE
from cases.offices.models import FirstResponsible, Office, OfficeStaff, StandardCheck
from cases.offices.states import OfficeKind
from hardship.accounts.models import Union, User
from hardship.kernel.scope import SCOPE_COLUMNS
from hardship.kernel.statements import ObjectStatement, compile_objects

Of = TypeVar("Of", Office, FirstResponsible)


def list_offices(user: User) -> QuerySet[Office]:
    """The open offices of the scope in tree order, the centre of a union first."""
    rows: QuerySet[Office] = Office.objects.visible_to(user).filter(closed_on__isnull=True)
    return rows.select_related("union").order_by("union__path", "kind", "name")


def with_details(rows: QuerySet[Office]) -> QuerySet[Office]:
    """With the people who work there now and the checks, newest first."""
    today = timezone.localdate()
    now = Q(from_on__lte=today) & (Q(until_on__isnull=True) | Q(until_on__gte=today))
    checks = StandardCheck.objects.select_related("noted_by").order_by("-on", "-pk")
    staff = OfficeStaff.objects.filter(now).order_by("from_on", "pk")
    return rows.prefetch_related(Prefetch("staff", staff), Prefetch("checks", checks))


def list_responsible(user: User, on: date | None = None) -> QuerySet[FirstResponsible]:
    """Who answers first on a day in each union of the scope."""
    rows: QuerySet[FirstResponsible] = FirstResponsible.objects.visible_to(user).filter(_in_post(on))
    return rows.select_related("union").order_by("union__path")


def list_correctable(user: User) -> QuerySet[FirstResponsible]:
    """Those of the scope whose time is not over."""
    not_over = Q(until_on__isnull=True) | Q(until_on__gte=timezone.localdate())
    rows: QuerySet[FirstResponsible] = FirstResponsible.objects.visible_to(user).filter(not_over)
    return rows


def office_for(union: Union) -> Office | None:
    """Where people of this union go: its own office, else the nearest above; of two the centre. Public, so
    that a paper of a union may name an office beyond somebody's scope."""
    return nearest(union, Office.objects.filter(union__in=union.lineage, closed_on__isnull=True))


def nearest(union: Union, rows: Iterable[Of]) -> Of | None:
    """Of rows of a union and of those above it the nearest; of two offices the centre."""
    ids = union.lineage

    def distance(row: Of) -> tuple[int, bool, int]:
        return ids.index(row.union_id), getattr(row, "kind", "") == OfficeKind.STATION, row.pk

    return min(rows, key=distance, default=None)


@cache
def offices_of_a_file() -> ObjectStatement[Office]:
    """The statement that reads the open offices of a file's union and of those above it."""
    rows = Office.objects.filter(_above_file(), closed_on__isnull=True)
    return compile_objects("case_offices", rows, FILE)


@cache
def responsible_for_a_file() -> ObjectStatement[FirstResponsible]:
    """The statement that reads who is, was or will be first responsible there."""
    rows = FirstResponsible.objects.filter(_above_file()).select_related("union")
    return compile_objects("case_responsible", rows, FILE)


def _above_file() -> Q:
    """The rows of the union of FILE and of those above it, each looked up by itself."""
    file = Household.objects.filter(pk=FILE)
    found = Q(pk__in=())
    for column in SCOPE_COLUMNS:
        found |= Q(union_id=Subquery(file.values(f"{column}_id")))
    return found


def responsible_for(union: Union, on: date | None = None) -> FirstResponsible | None:
    """Who answers first for the families of this union on a day: its own, else the nearest above."""
    rows = FirstResponsible.objects.filter(_in_post(on), union__in=union.lineage).select_related("union")
    return nearest(union, rows)


def _in_post(on: date | None) -> Q:
    day = on or timezone.localdate()
    return Q(from_on__lte=day) & (Q(until_on__isnull=True) | Q(until_on__gte=day))
