"""Who on file works at an employer: found by the names that it goes by in the area of the file.

`employer_key` has an index (migrations/sql/names.sql). The members of the few asked spellings are found first
and kept (MATERIALIZED): otherwise the planner may begin with all files of a city and make the key of each of
their members: 640 ms among 100,000 people instead of one.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import IntegerField
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import Household, Member
from cases.archives.states import IN_FORCE_STATES
from cases.employers.models import Employer
from cases.employers.rules import share
from cases.employers.states import NATIONAL_FORM
from hardship.accounts.models import User
from hardship.kernel.scope import COMPETENT, Part

YEARS_SHOWN = 3
# A file of an area, where `h` has the ancestors of its union: the area of the union that reviews it.
AREA = f"coalesce({', '.join(f'h.{column}_id' for column in COMPETENT[Part.REVIEW])})"
# What the partial index holds of `m`: whoever goes to school has a school there.
WORKS = "m.removed_at IS NULL AND m.employer <> '' AND m.stage = ''"
FOUND = f"""
    WITH found AS MATERIALIZED (
        SELECT n.employer_id, n.area_id, m.id, m.household_id
          FROM employers_employername n JOIN archives_member m ON employer_key(m.employer) = n.key AND {WORKS}
         WHERE n.employer_id = ANY(%s)
    )"""  # noqa: S608 - only names of columns from this code


@dataclass(frozen=True)
class YearShare:
    """Hard-up workers on file at the end of a year (today in the running one) and the year's workforce."""

    year: int
    hard_up: int
    headcount: int | None

    @property
    def share(self) -> Decimal | None:
        """Per cent; None where nobody knows the workforce."""
        return share(self.hard_up, self.headcount)

    @property
    def percent(self) -> str | None:
        """The share as a page shows it: 0.00% is a share too."""
        return None if self.share is None else f"{self.share}%"

    @property
    def label(self) -> str:
        return _("%(year)s 年") % {"year": self.year}


@dataclass(frozen=True)
class Worker:
    """A member of a file in force who works at the employer."""

    member: Member
    differs: bool  # the file says otherwise how the employer stands

    @property
    def stated(self) -> str:
        return self.member.get_employer_state_display()


def count_workers(employers: Iterable[Employer], user: User) -> dict[int, int]:
    """How many workers on file in force each of these employers has in the person's scope."""
    sql = f"""{FOUND}
        SELECT found.employer_id, count(*)
          FROM found JOIN archives_household h ON h.id = found.household_id AND {AREA} = found.area_id
         WHERE h.state = ANY(%s) AND h.{_scope(user)} = %s GROUP BY 1"""  # noqa: S608
    return dict(_rows(sql, [employer.pk for employer in employers], list(IN_FORCE_STATES), user.union_id))


def list_workers(employer: Employer, user: User) -> list[Worker]:
    """The members of files in force who work there, the heads of households first, by union and file."""
    sql = f"""{FOUND}
        SELECT found.id
          FROM found JOIN archives_household h ON h.id = found.household_id AND {AREA} = found.area_id
         WHERE h.state = ANY(%s) AND h.{_scope(user)} = %s"""  # noqa: S608
    keys = [key for (key,) in _rows(sql, [employer.pk], list(IN_FORCE_STATES), user.union_id)]
    people = Member.objects.filter(pk__in=keys).select_related("household__head", "household__union")
    expected = NATIONAL_FORM.get(employer.standing, employer.standing)
    return [
        Worker(member, member.employer_state not in ("", expected))
        for member in people.order_by("household__union__path", "household_id", "position", "pk")
    ]


def list_shares(employer: Employer, user: User) -> list[YearShare]:
    """Three years side by side: heads of households on file on the last day of each, and the workforce."""
    today = timezone.localdate()
    years = [today.year - back for back in reversed(range(YEARS_SHOWN))]
    counted = _count_on_days(employer, user, [min(date(year, 12, 31), today) for year in years])
    headcounts = dict(employer.years.filter(year__in=years).values_list("year", "headcount"))
    return [YearShare(year, counted.get(year, 0), headcounts.get(year)) for year in years]


def _count_on_days(employer: Employer, user: User, days: Sequence[date]) -> dict[int, int]:
    """Files by year on one day of each, by the periods that the archive keeps; where the head works is what
    the file says today."""
    sql = f"""{FOUND}
        SELECT extract(year FROM day)::int, count(DISTINCT h.household_id)
          FROM found JOIN archives_statusperiod h ON h.head_id = found.id AND {AREA} = found.area_id
          JOIN unnest(%s::date[]) AS day ON h.from_on <= day AND (h.to_on IS NULL OR h.to_on > day)
         WHERE h.{_scope(user)} = %s GROUP BY 1"""  # noqa: S608
    return dict(_rows(sql, [employer.pk], list(days), user.union_id))


def count_spellings(user: User) -> dict[tuple[int, str], tuple[str, int]]:
    """What the files in force of the scope call employers and no employer goes by: by area and key one of
    the spellings and how many people have it."""
    sql = f"""
        SELECT {AREA}, employer_key(m.employer), min(m.employer), count(*)
          FROM archives_member m JOIN archives_household h ON h.id = m.household_id
         WHERE {WORKS} AND h.state = ANY(%s) AND h.{_scope(user)} = %s
           AND employer_key(m.employer) <> '' AND NOT EXISTS (
               SELECT FROM employers_employername n
                WHERE n.area_id = {AREA} AND n.key = employer_key(m.employer))
         GROUP BY 1, 2"""  # noqa: S608
    rows = _rows(sql, list(IN_FORCE_STATES), user.union_id)
    return {(area, key): (text, number) for area, key, text, number in rows}


def find_employers(member_ids: Sequence[int]) -> dict[int, list[int]]:
    """The members of each employer among these, by the employer's key."""
    sql = f"""
        SELECT n.employer_id, m.id
          FROM archives_member m
          JOIN archives_household h ON h.id = m.household_id
          JOIN employers_employername n ON n.key = employer_key(m.employer) AND n.area_id = {AREA}
         WHERE m.id = ANY(%s) AND m.stage = ''"""  # noqa: S608
    found: dict[int, list[int]] = defaultdict(list)
    for employer, member in _rows(sql, list(member_ids)):
        found[employer].append(member)
    return found


def count_employers(household: Household) -> RawSQL:
    """How many of a household's people work at an employer on record, as an expression of another query."""
    sql = f"""(
        SELECT count(*) FROM archives_member m JOIN archives_household h ON h.id = m.household_id
          JOIN employers_employername n ON n.key = employer_key(m.employer) AND n.area_id = {AREA}
         WHERE m.household_id = %s AND {WORKS})"""  # noqa: S608 - only names of columns from this code
    return RawSQL(sql, [household.pk], output_field=IntegerField())  # noqa: S611 - as above


def _scope(user: User) -> str:
    return f"{user.union.scope_column}_id"


def _rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
