"""The reference data of a fresh installation. Each loader may run again: what is on record stays as it is."""

import csv
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from cases.policies.models import CalendarDay, LivingStandard, MinimumWage, RegionalIncome
from cases.policies.services.editing import PolicyRefused, write_income, write_standard, write_wage
from hardship.kernel.calendar import FIXED_DAYS

DATA = Path(__file__).resolve().parent.parent / "data"
HOLIDAYS = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
}
FIXED_NAMES = {1: "元旦", 5: "劳动节", 10: "国庆节"}


@transaction.atomic
def load_standards(path: Path = DATA / "living_standards.csv") -> int:
    """The published living standards, each from its date until the next; returns how many were new."""
    known = set(LivingStandard.objects.values_list("region_code", "area", "effective__startswith"))
    with path.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["effective_from"])
    loaded = 0
    for row in rows:
        starts_on = date.fromisoformat(row["effective_from"])
        if (row["region_code"], row["area"], starts_on) in known:
            continue
        try:
            write_standard(
                row["region_code"], row["region"], row["area"], Decimal(row["monthly_yuan"]), starts_on, ""
            )
        except PolicyRefused:  # an administrator has entered a later one
            continue
        loaded += 1
    return loaded


@transaction.atomic
def load_minimum_wages(path: Path = DATA / "minimum_wages.csv") -> int:
    """The published minimum wages, each from its date until the next; returns how many were new."""
    known = set(MinimumWage.objects.values_list("region_code", "effective__startswith"))
    with path.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["effective_from"])
    loaded = 0
    for row in rows:
        starts_on = date.fromisoformat(row["effective_from"])
        if (row["region_code"], starts_on) in known:
            continue
        try:
            write_wage(row["region_code"], row["region"], Decimal(row["monthly_yuan"]), starts_on, "")
        except PolicyRefused:  # an administrator has entered a later one
            continue
        loaded += 1
    return loaded


@transaction.atomic
def load_regional_incomes(path: Path = DATA / "regional_incomes.csv") -> int:
    """The published incomes per head, one for each year; returns how many were new."""
    known = set(RegionalIncome.objects.values_list("region_code", "area", "year"))
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if (row["region_code"], row["area"], int(row["year"])) not in known
        ]
    for row in rows:
        write_income(
            row["region_code"], row["region"], row["area"], int(row["year"]), Decimal(row["yearly_yuan"]),
            name=row["name"], document=row["source"],
        )  # fmt: skip
    return len(rows)


@transaction.atomic
def load_calendar(years: Iterable[int]) -> int:
    """The days of these years that are not what their weekday says, as the State Council arranged them."""
    import chinese_calendar

    wanted = set(years)
    days = [
        CalendarDay(on=on, is_workday=is_workday, name=HOLIDAYS.get(name, name))
        for table, is_workday in ((chinese_calendar.holidays, False), (chinese_calendar.workdays, True))
        for on, name in table.items()
        if on.year in wanted
    ]
    before = CalendarDay.objects.count()
    CalendarDay.objects.bulk_create(days, ignore_conflicts=True)
    return CalendarDay.objects.count() - before


@transaction.atomic
def load_fixed_days(years: Iterable[int]) -> int:
    """The holidays of a fixed date of those of these years that nothing is on record of; how many. For
    demonstrations and tests, whose periods end in years that the State Council has not arranged yet."""
    known = set(CalendarDay.objects.values_list("on__year", flat=True))
    days = [
        CalendarDay(on=date(year, month, day), is_workday=False, name=FIXED_NAMES[month])
        for year in set(years) - known
        for month, day in sorted(FIXED_DAYS)
    ]
    return len(CalendarDay.objects.bulk_create(days))
