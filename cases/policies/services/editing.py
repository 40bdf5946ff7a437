"""What an administrator enters by hand: a new living standard, a holiday, a weekend that is worked."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.policies.models import CalendarDay, LivingStandard, MinimumWage, RegionalIncome
from cases.policies.states import Area
from hardship.accounts.models import Union, User
from hardship.accounts.states import Level, Role
from hardship.audit import services as audit
from hardship.kernel.locks import hold
from hardship.kernel.scope import Part
from hardship.kernel.workflow import Refused


class PolicyRefused(Refused):
    """A dated rule that may not be entered like this."""


@transaction.atomic
def add_standard(
    *,
    region_code: str,
    region: str,
    area: str,
    monthly: Decimal,
    starts_on: date,
    by: User,
    document: str = "",
) -> LivingStandard:
    """A living standard (yuan per person and month) from a day on; the one in force until then ends there.

    Raises PolicyRefused for a region outside the administrator's own, and where a standard of that day or of
    a later one is on record.
    """
    require_region(by, region_code)
    row = write_standard(region_code, region, area, monthly, starts_on, document)
    audit.record(
        "policies.add_standard",
        target=row,
        by=by,
        region=region_code,
        area=str(area),
        monthly=f"{monthly:.2f}",
        starts_on=starts_on.isoformat(),
    )
    return row


@transaction.atomic
def add_minimum_wage(
    *, region_code: str, region: str, monthly: Decimal, starts_on: date, by: User, document: str = ""
) -> MinimumWage:
    """A minimum wage (yuan per month) from a day on; the one in force until then ends there.

    Raises PolicyRefused as add_standard does.
    """
    require_region(by, region_code)
    row = write_wage(region_code, region, monthly, starts_on, document)
    audit.record(
        "policies.add_minimum_wage",
        target=row,
        by=by,
        region=region_code,
        monthly=f"{monthly:.2f}",
        starts_on=starts_on.isoformat(),
    )
    return row


@transaction.atomic
def add_regional_income(
    *,
    region_code: str,
    region: str,
    area: str,
    year: int,
    yearly: Decimal,
    by: User,
    name: str = "",
    document: str = "",
) -> RegionalIncome:
    """What a head had to live on in a region in one year, yuan. Raises PolicyRefused for a region outside the
    administrator's own, a year that is not over, and a year that is on record."""
    require_region(by, region_code)
    if year >= timezone.localdate().year:
        raise PolicyRefused(_("%(year)s 年还没有结束，请填写已公布的年度。") % {"year": year})
    row = write_income(region_code, region, area, year, yearly, name=name, document=document)
    audit.record(
        "policies.add_regional_income",
        target=row,
        by=by,
        region=region_code,
        area=str(area),
        year=year,
        yearly=f"{yearly:.2f}",
    )
    return row


@transaction.atomic
def set_day(*, on: date, is_workday: bool, name: str, by: User) -> CalendarDay:
    """Say of one day whether offices work; replaces what was said before."""
    require_calendar_maker(by)
    day, _created = CalendarDay.objects.update_or_create(
        on=on, defaults={"is_workday": is_workday, "name": name}
    )
    audit.record("policies.set_day", target=day, by=by, on=on.isoformat(), is_workday=is_workday)
    return day


@transaction.atomic
def remove_day(*, on: date, by: User) -> None:
    """Let the weekday decide again. Raises PolicyRefused when nothing was said of that day."""
    require_calendar_maker(by)
    day = CalendarDay.objects.select_for_update().filter(on=on).first()
    if day is None:
        raise PolicyRefused(_("这一天没有放假或调休安排，可能已被删除。"))
    audit.record("policies.remove_day", target=day, by=by, on=on.isoformat(), is_workday=day.is_workday)
    day.delete()


def require_policy_maker(by: User) -> None:
    """Dated rules are entered by the administrators of a province, a city, or a union with none above it."""
    if not is_policy_maker(by):
        raise PolicyRefused(_("只有省级、市级工会和没有上级的工会的管理员可以维护标准和放假安排。"))


def require_calendar_maker(by: User) -> None:
    """Holidays are the same for all unions of an installation: a county or a company by itself enters them
    only where there is no other tree."""
    require_policy_maker(by)
    if by.union.level not in DIGITS and Union.objects.filter(parent__isnull=True).count() > 1:
        raise PolicyRefused(_("放假安排由省级、市级工会的管理员维护，本系统还有其他工会在用。"))


def is_policy_maker(by: User) -> bool:
    """Those unions are the ones that decide on cases."""
    return by.has_role(Role.ADMINISTRATOR) and Part.DECIDE in by.union.parts


# How much of a region's code must be that of the union's own.
DIGITS: dict[str, int] = {Level.PROVINCE: 2, Level.CITY: 4}


def require_region(by: User, region_code: str) -> None:
    """The region of a standard lies in the administrator's own: 320602 in 320600 in 320000; a county or a
    company by itself keeps those of its own region alone."""
    require_policy_maker(by)
    prefix = by.union.region_code[: DIGITS.get(by.union.level, 6)]
    if not region_code.startswith(prefix):
        raise PolicyRefused(
            _("只能维护“%(union)s”范围内的地区，行政区划代码应以 %(prefix)s 开头。")
            % {"union": by.union.name, "prefix": prefix}
        )


def write_standard(
    region_code: str, region: str, area: str, monthly: Decimal, starts_on: date, document: str
) -> LivingStandard:
    """End the standard that is open and add the new one. Raises PolicyRefused when they would overlap."""
    hold(f"standard {region_code} {area}")
    _end_open(LivingStandard.objects.filter(region_code=region_code, area=area), starts_on)
    return LivingStandard.objects.create(
        region_code=region_code,
        region=region,
        area=area,
        monthly=monthly,
        effective=DateRange(starts_on, None),
        document=document,
    )


def write_wage(
    region_code: str, region: str, monthly: Decimal, starts_on: date, document: str
) -> MinimumWage:
    """End the minimum wage that is open and add the new one. Raises PolicyRefused when they would overlap."""
    hold(f"minimum wage {region_code}")
    _end_open(MinimumWage.objects.filter(region_code=region_code), starts_on)
    return MinimumWage.objects.create(
        region_code=region_code,
        region=region,
        monthly=monthly,
        effective=DateRange(starts_on, None),
        document=document,
    )


def write_income(
    region_code: str,
    region: str,
    area: str,
    year: int,
    yearly: Decimal,
    *,
    name: str = "",
    document: str = "",
) -> RegionalIncome:
    """Add the figure of one year. Raises PolicyRefused where there is one."""
    hold(f"regional income {region_code} {area} {year}")
    rows = RegionalIncome.objects.filter(region_code=region_code, area=area, year=year)
    there = rows.first()
    if there is not None:
        raise PolicyRefused(
            _("%(region)s %(year)s 年（%(area)s）已经录入 %(yearly)s 元，请核对。")
            % {
                "region": there.region,
                "year": year,
                "area": there.get_area_display(),
                "yearly": f"{there.yearly:,.2f}",
            }
        )
    return RegionalIncome.objects.create(
        region_code=region_code,
        region=region,
        area=area,
        year=year,
        yearly=yearly,
        name=name,
        document=document,
    )


def _end_open(rows: QuerySet[Any], starts_on: date) -> None:
    for row in rows.filter(effective__overlap=DateRange(starts_on, None)).order_by("effective"):
        if row.effective.upper is not None or row.effective_from >= starts_on:
            raise PolicyRefused(_overlap(row, starts_on))
        row.effective = DateRange(row.effective_from, starts_on)
        row.save(update_fields=["effective"])


def _overlap(row: LivingStandard | MinimumWage, starts_on: date) -> str:
    kind = Area(row.area).label if isinstance(row, LivingStandard) else _("最低工资")
    return _(
        "%(region)s（%(kind)s）已有 %(from)s 起执行的标准 %(monthly)s 元，"
        "与执行日期 %(start)s 重叠；请核对日期，新标准应晚于已有标准。"
    ) % {
        "region": row.region,
        "kind": kind,
        "from": row.effective_from.isoformat(),
        "monthly": f"{row.monthly:,.2f}",
        "start": starts_on.isoformat(),
    }
