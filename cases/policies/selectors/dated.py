"""Which dated row holds: standards with regional fallback, the working calendar."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar, cast

from django.db.models import Case, Count, Model, Q, QuerySet, Value, When

from cases.policies.models import CalendarDay, GiftCap, LivingStandard, MinimumWage, RegionalIncome
from cases.policies.rules import region_chain
from cases.policies.rules.case import Standard
from cases.policies.states import Area, IncomeArea
from hardship.kernel.calendar import WorkCalendar
from hardship.kernel.statements import RowsOf, read_together

if TYPE_CHECKING:
    from psycopg.types.range import Range


D = TypeVar("D", bound=Model)


def get_living_standard(*, region_code: str, on: date, area: str = Area.URBAN) -> LivingStandard | None:
    """The standard in force that day: the county's own, else the city's, else the province's, else None."""
    chain = region_chain(region_code)
    rows = LivingStandard.objects.filter(region_code__in=chain, area=area, effective__contains=on)
    return min(rows, key=lambda row: chain.index(row.region_code), default=None)


def get_minimum_wage(*, region_code: str, on: date) -> MinimumWage | None:
    """The minimum wage in force that day: the county's, else the city's, else the province's, else None."""
    chain = region_chain(region_code)
    rows = MinimumWage.objects.filter(region_code__in=chain, effective__contains=on)
    return min(rows, key=lambda row: chain.index(row.region_code), default=None)


def get_gift_cap(*, region_code: str, on: date) -> GiftCap | None:
    """The caps of gifts in force that day: the county's, else the city's, else the province's, else None."""
    chain = region_chain(region_code)
    rows = GiftCap.objects.filter(region_code__in=chain, effective__contains=on)
    return min(rows, key=lambda row: chain.index(row.region_code), default=None)


def get_regional_income(
    *, region_code: str, year: int, area: str = Area.URBAN, level: str = ""
) -> RegionalIncome | None:
    """The income per head of one year: the region's own, else that of the city or province above it (from
    `level` on); where only everybody's is published, that one."""
    chain, areas = region_chain(region_code, level), (area, IncomeArea.ALL)
    rows = RegionalIncome.objects.filter(region_code__in=chain, area__in=areas, year=year)
    return min(rows, key=lambda row: (chain.index(row.region_code), areas.index(row.area)), default=None)


Published = LivingStandard | MinimumWage | RegionalIncome


def find_standard(
    *,
    kind: str,
    region_code: str,
    on: date,
    area: str = Area.URBAN,
    lag: str = "none",
    level: str = "",
) -> Published | None:
    """The published figure that a multiple of a policy rests on: of that day, or of the end of last year."""
    day = date(on.year - 1, 12, 31) if lag == "previous_year" else on
    code = region_chain(region_code, level)[0]
    if kind == "living":
        return get_living_standard(region_code=code, on=day, area=area or Area.URBAN)
    if kind == "regional_income":
        return get_regional_income(
            region_code=region_code, year=day.year, area=area or Area.URBAN, level=level
        )
    return get_minimum_wage(region_code=code, on=day) if kind == "minimum_wage" else None


def list_living_standards() -> QuerySet[LivingStandard]:
    """Every standard, by region, the newest first."""
    return LivingStandard.objects.order_by("region_code", "area", "-effective")


def search_standards(text: str, *, own: str) -> QuerySet[LivingStandard]:
    """The standards of the regions whose name or code begins with the text, those of one's `own` first."""
    return _found(LivingStandard.objects.all(), text, own, "region_code", "area", "-effective")


def search_wages(text: str, *, own: str) -> QuerySet[MinimumWage]:
    """The minimum wages of these regions, in the same order."""
    return _found(MinimumWage.objects.all(), text, own, "region_code", "-effective")


def search_gift_caps(text: str, *, own: str) -> QuerySet[GiftCap]:
    """The caps of gifts of these regions, in the same order."""
    return _found(GiftCap.objects.all(), text, own, "region_code", "-effective")


def search_incomes(text: str, *, own: str) -> QuerySet[RegionalIncome]:
    """The incomes of these regions, in the same order."""
    return _found(RegionalIncome.objects.all(), text, own, "region_code", "area", "-year")


def _found(rows: QuerySet[D], text: str, own: str, *order: str) -> QuerySet[D]:
    """Those of the text: one's own place, what holds there for want of its own (the city's, the province's),
    other places of the province, and the rest of the country."""
    chain = region_chain(own)
    places = [When(region_code=code, then=Value(place)) for place, code in enumerate(chain)]
    here = When(region_code__startswith=own[:2], then=Value(len(chain)))
    found = rows.filter(Q(region__contains=text) | Q(region_code__startswith=text)) if text else rows
    return found.order_by(Case(*places, here, default=Value(len(chain) + 1)), *order)


def list_days(year: int) -> list[CalendarDay]:
    """The holidays and make-up workdays of one year, in order."""
    return list(CalendarDay.objects.filter(on__year=year).order_by("on"))


def list_calendar_years() -> dict[int, int]:
    """The years that have days on record, with how many."""
    rows = CalendarDay.objects.values_list("on__year").annotate(days=Count("on")).order_by("on__year")
    return dict(rows)


def missing_calendar_year(on: date) -> int | None:
    """The first year without a holiday on record whose working days are counted: this one, from October on
    also the next, in which a notice of December may end."""
    known = list_calendar_years()
    wanted = [on.year] if on.month < 10 else [on.year, on.year + 1]
    return next((year for year in wanted if year not in known), None)


def get_calendar() -> WorkCalendar:
    """The working calendar with every holiday and make-up workday on record."""
    return WorkCalendar(dict(CalendarDay.objects.values_list("on", "is_workday")))


def list_case_standards(region_codes: Iterable[str]) -> tuple[Standard, ...]:
    """Every published figure of these regions and of those above them, as a policy's cases carry them."""
    chain = {code for region in region_codes for code in region_chain(region)}
    return tuple(row for rows in read_together(chain, *standards()) for row in rows)


def standards() -> tuple[RowsOf[str, Standard], ...]:
    """What reads the published figures of some regions."""
    return _LIVING, _WAGES, _INCOMES


def _case_living(region_code: str, monthly: Decimal, effective: "Range[date]", area: str) -> Standard:
    return _case_standard("living", region_code, monthly, effective, area)


def _case_wage(region_code: str, monthly: Decimal, effective: "Range[date]") -> Standard:
    return _case_standard("minimum_wage", region_code, monthly, effective, str(Area.URBAN))


def _case_standard(
    kind: str, region_code: str, monthly: Decimal, effective: "Range[date]", area: str
) -> Standard:
    upper = effective.upper
    return Standard(
        kind=kind,
        region_code=region_code,
        value=monthly,
        from_on=cast("date", effective.lower),
        to_on=upper - timedelta(days=1) if upper else None,
        area=area,
    )


def _case_income(region_code: str, yearly: Decimal, year: int, area: str) -> Standard:
    return Standard(
        kind="regional_income",
        region_code=region_code,
        value=yearly,
        from_on=date(year, 1, 1),
        to_on=date(year, 12, 31),
        area=area,
    )


NOWHERE = "no region"
_LIVING = RowsOf(
    "case_living",
    _case_living,
    lambda: LivingStandard.objects.order_by("region_code", "area", "effective"),
    ("region_code", "monthly", "effective", "area"),
    "region_code",
    NOWHERE,
)
_WAGES = RowsOf(
    "case_wages",
    _case_wage,
    lambda: MinimumWage.objects.order_by("region_code", "effective"),
    ("region_code", "monthly", "effective"),
    "region_code",
    NOWHERE,
)
_INCOMES = RowsOf(
    "case_incomes_of_regions",
    _case_income,
    lambda: RegionalIncome.objects.order_by("region_code", "area", "year"),
    ("region_code", "yearly", "year", "area"),
    "region_code",
    NOWHERE,
)
