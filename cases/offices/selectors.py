"""Reads of offices, and whom a family of a union turns to."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from cases.offices.models import FirstResponsible, Office, OfficeStaff, StandardCheck
from cases.offices.states import OfficeKind
from hardship.accounts.models import Union, User


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


def office_for(union: Union) -> Office | None:
    """Where people of this union go: its own office, else the nearest above; of two the centre. Public, so
    that a paper of a union may name an office beyond somebody's scope."""
    ids = _upwards(union)
    rows = Office.objects.filter(union__in=ids, closed_on__isnull=True)
    found = sorted(rows, key=lambda row: (ids.index(row.union_id), row.kind != OfficeKind.CENTRE, row.pk))
    return found[0] if found else None


def responsible_for(union: Union, on: date | None = None) -> FirstResponsible | None:
    """Who answers first for the families of this union on a day: its own, else the nearest above."""
    ids = _upwards(union)
    rows = FirstResponsible.objects.filter(_in_post(on), union__in=ids).select_related("union")
    return min(rows, key=lambda row: ids.index(row.union_id), default=None)


def _upwards(union: Union) -> list[int]:
    """The keys of the union and of those above it, the nearest first."""
    return [int(key) for key in reversed(union.path.strip("/").split("/"))]


def _in_post(on: date | None) -> Q:
    day = on or timezone.localdate()
    return Q(from_on__lte=day) & (Q(until_on__isnull=True) | Q(until_on__gte=day))
