"""Yearly figures of unions: what was entered, what is missing, sums of a subtree."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.utils import timezone

from cases.employers.models import UnionYear
from hardship.accounts.models import Union, User

FIGURES = ("workers", "members", "women", "migrants", "retirees")


def label_of(name: str) -> str:
    """What a figure is called."""
    field: Any = UnionYear._meta.get_field(name)
    return str(field.verbose_name)


def due_year(today: date | None = None) -> int:
    """The year whose figures each union owes since January: the last one that is over."""
    return (today or timezone.localdate()).year - 1


def list_union_years(user: User, year: int) -> QuerySet[UnionYear]:
    """The figures of one year in tree order."""
    rows: QuerySet[UnionYear] = UnionYear.objects.visible_to(user).filter(year=year)
    return rows.select_related("union", "noted_by").order_by("union__path")


def sum_figures(rows: QuerySet[UnionYear]) -> dict[str, int]:
    """The sum of each figure over these rows."""
    found = rows.order_by().aggregate(**{name: Sum(name) for name in FIGURES})
    return {name: found[name] or 0 for name in FIGURES}


def list_missing(user: User, year: int) -> QuerySet[Union]:
    """The open unions of the scope, there in that year, that have no figures of it yet."""
    entered = UnionYear.objects.filter(union=OuterRef("pk"), year=year)
    rows: QuerySet[Union] = Union.objects.visible_to(user).open().filter(~Exists(entered))
    return rows.filter(opened_on__year__lte=year).order_by("path")


def list_owed(user: User) -> QuerySet[Union]:
    """The person's own union while it owes last year's figures."""
    return list_missing(user, due_year()).filter(pk=user.union_id)
