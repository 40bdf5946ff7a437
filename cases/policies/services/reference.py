"""The reference data of a fresh installation. Each loader may run again: what is on record stays as it is."""

import csv
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from cases.policies.models import CalendarDay, LivingStandard, MinimumWage, Programme, RegionalIncome
from cases.policies.services.editing import PolicyRefused, write_income, write_standard, write_wage
from cases.policies.states import AmountRule, EvidenceKind, Stage
from hardship.accounts.models import Union, User
from hardship.audit import services as audit

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
IN_FORCE = date(2024, 1, 1)
# Amounts: living 全总 2015 Art. 5 and 湖北 (rule R20), medical R22 and R24, tuition R39.
PROGRAMMES: tuple[dict[str, Any], ...] = (
    {
        "code": "living",
        "name": "生活救助",
        "use_code": "living",
        "evidence_kinds": [EvidenceKind.HARDSHIP, EvidenceKind.INCOME],
        "amount_kind": AmountRule.STANDARD_MONTHS,
        "amount_rule": {"months": {"deep": "12", "relative": "10", "accident": "10"}},
        "yearly_cap": Decimal("20000.00"),
        "document_no": "中央财政专项帮扶资金使用管理办法（2015）第五条",
        "summary": "按户发放，每户每年不超过当地低保标准 12 个月（深度困难）或 10 个月（相对、意外）。",
    },
    {
        "code": "medical",
        "name": "医疗救助",
        "use_code": "medical",
        "evidence_kinds": [EvidenceKind.DIAGNOSIS, EvidenceKind.MEDICAL_RECORD, EvidenceKind.FEE_LIST],
        "amount_kind": AmountRule.SHARE,
        "amount_rule": {
            "shares": {"deep": "1.00", "relative": "0.80", "accident": "0.15"},
            "caps": {"deep": "20000", "relative": "16000", "accident": "10000"},
        },
        "yearly_cap": Decimal("20000.00"),
        "document_no": "困难职工医疗救助参考标准（省级）",
        "summary": "按近一年个人自付的合规医疗费用发放，已扣除医保、大病保险、医疗救助和互助金。",
    },
    {
        "code": "tuition",
        "name": "子女助学",
        "use_code": "tuition",
        "evidence_kinds": [EvidenceKind.ADMISSION, EvidenceKind.TUITION_INVOICE],
        "amount_kind": AmountRule.STAGE,
        "amount_rule": {
            "amounts": {
                Stage.KINDERGARTEN: "1000",
                Stage.PRIMARY: "2000",
                Stage.JUNIOR: "2000",
                Stage.SENIOR: "3000",
                Stage.VOCATIONAL: "3000",
                Stage.JUNIOR_COLLEGE: "5000",
                Stage.UNDERGRADUATE: "5000",
                Stage.MASTER: "5000",
                Stage.DOCTOR: "5000",
            }
        },
        "yearly_cap": Decimal("15000.00"),
        "document_no": "金秋助学参考标准（2022）",
        "summary": "按学生在读阶段定额发放，每名学生每年一次，已由其他部门资助的不重复。",
    },
)


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
def load_programmes(*, union: Union, by: User | None = None) -> list[Programme]:
    """The three programmes as data of a province, where it has none of these codes; returns the new."""
    known = set(Programme.objects.filter(union=union).values_list("code", flat=True))
    rows = [
        Programme.objects.create(union=union, effective=DateRange(IN_FORCE, None), **values)
        for values in PROGRAMMES
        if values["code"] not in known
    ]
    for row in rows:
        audit.record("policies.load_programme", target=row, by=by, code=row.code)
    return rows
