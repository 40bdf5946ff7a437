"""Start-ups, and those whose last quarter is still to be entered."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import DecimalField, Exists, OuterRef, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from cases.archives.models import Household
from cases.employment.models import StartUp, Turnover
from cases.employment.states import StartUpState
from cases.people.models import Person
from hardship.accounts.models import User

WITH = ("union", "member", "household", "person")


def list_start_ups(user: User) -> QuerySet[Any]:
    """The start-ups of the scope, the latest first, each with its `turnover` of this year, yuan."""
    rows: QuerySet[Any] = StartUp.objects.visible_to(user).select_related(*WITH)
    this_year = Turnover.objects.filter(start_up=OuterRef("pk"), year=timezone.localdate().year)
    summed = this_year.order_by().values("start_up").annotate(yuan_sum=Sum("yuan")).values("yuan_sum")
    zero = Value(Decimal(0), output_field=DecimalField(max_digits=16, decimal_places=2))
    found: QuerySet[Any] = rows.annotate(turnover=Coalesce(summed, zero)).order_by("-began_on", "-pk")
    return found


def list_of_household(household: Household) -> list[StartUp]:
    """What people of a file began, the latest first."""
    rows = StartUp.objects.filter(household=household).select_related(*WITH)
    return list(rows.order_by("-began_on", "-pk"))


def list_of_person(person: Person) -> list[StartUp]:
    """The same of somebody off file."""
    rows = StartUp.objects.filter(person=person).select_related(*WITH)
    return list(rows.order_by("-began_on", "-pk"))


def last_quarter(today: date) -> tuple[int, int]:
    """Year and number of the quarter before this one."""
    quarter = (today.month - 1) // 3
    return (today.year, quarter) if quarter else (today.year - 1, 4)


def list_unentered(user: User) -> QuerySet[StartUp]:
    """Those of the own union that ran in the last quarter, and nobody entered what they turned over in it."""
    today = timezone.localdate()
    year, quarter = last_quarter(today)
    entered = Turnover.objects.filter(start_up=OuterRef("pk"), year=year, quarter=quarter)
    began_before = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    rows: QuerySet[StartUp] = StartUp.objects.visible_to(user).filter(
        union=user.union_id, state=StartUpState.RUNNING, began_on__lt=began_before
    )
    return rows.filter(~Exists(entered)).select_related(*WITH)
