"""The first assessment of a household: pure, exact, explained.

The wording is the national one (困难类别 of 2019, domain.md 1.2, with the comparators of 通工发 practice
in domain.md 1.3): net monthly income per person below the local living standard is deep hardship, below
twice the standard relative hardship; after a sudden event below three times the standard is accidental
hardship. Cities differ; policies as data replace these constants.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from cases.archives.states import Category, Cause, ExpenseKind, IncomeKind

CENT = Decimal("0.01")
MONTHS = 12
DEEP_MULTIPLE = Decimal(1)
RELATIVE_MULTIPLE = Decimal(2)
ACCIDENT_MULTIPLE = Decimal(3)
EVENT_CAUSES = (Cause.ILLNESS, Cause.DISASTER, Cause.ACCIDENT)


@dataclass(frozen=True)
class Facts:
    """What an assessment rests on; amounts in yuan per year, the standard in yuan per person and month."""

    persons: int
    incomes: tuple[tuple[str, Decimal], ...]
    expenses: tuple[tuple[str, Decimal], ...]
    main_cause: str
    standard_monthly: Decimal | None
    standard_from: str = ""
    standard_region: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {
            "incomes": [[kind, str(amount)] for kind, amount in self.incomes],
            "expenses": [[kind, str(amount)] for kind, amount in self.expenses],
            "standard_monthly": None if self.standard_monthly is None else str(self.standard_monthly),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "Facts":
        standard = value["standard_monthly"]
        return cls(
            **{
                **value,
                "incomes": tuple((kind, Decimal(amount)) for kind, amount in value["incomes"]),
                "expenses": tuple((kind, Decimal(amount)) for kind, amount in value["expenses"]),
                "standard_monthly": None if standard is None else Decimal(standard),
            }
        )


@dataclass(frozen=True)
class Condition:
    """One test with its figures; `met` is None where it cannot be told yet."""

    text: str
    value: str
    threshold: str
    met: bool | None


@dataclass(frozen=True)
class Finding:
    """The outcome: figures in yuan per person and month (rounded for display only), category or '',
    and the sentences that explain it."""

    gross: Decimal
    net: Decimal
    annual_income: Decimal
    annual_expense: Decimal
    category: str
    formula: str
    sentence: str
    conditions: tuple[Condition, ...]

    def as_json(self) -> dict[str, Any]:
        figures = ("gross", "net", "annual_income", "annual_expense")
        return asdict(self) | {name: str(getattr(self, name)) for name in figures}


def assess(facts: Facts) -> Finding:
    """Judge a household on exact annual figures: no rounding before comparing (domain.md 1.5).

    Raises ValueError when the household has no person.
    """
    if facts.persons < 1:
        raise ValueError("a household has at least one person")
    income = sum((amount for _kind, amount in facts.incomes), Decimal(0))
    expense = sum((amount for _kind, amount in facts.expenses), Decimal(0))
    rest = income - expense
    net = per_month(rest, facts.persons)
    conditions = _conditions(rest, facts)
    category = _category(conditions, facts.main_cause)
    return Finding(
        gross=per_month(income, facts.persons),
        net=net,
        annual_income=income,
        annual_expense=expense,
        category=category,
        formula=_formula(income, expense, facts.persons, net),
        sentence=_sentence(category, net, facts),
        conditions=conditions,
    )


def per_month(annual: Decimal, persons: int) -> Decimal:
    """Yuan per person and month, rounded to the cent for display."""
    return (annual / persons / MONTHS).quantize(CENT, ROUND_HALF_UP)


def fingerprint(inputs: Mapping[str, Any], result: Mapping[str, Any]) -> str:
    """The SHA-256 of an assessment in canonical JSON."""
    text = json.dumps([inputs, result], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def income_total(items: Sequence[tuple[str, Decimal]], *kinds: IncomeKind | ExpenseKind) -> Decimal:
    """The yearly sum of some kinds, yuan."""
    return sum((amount for kind, amount in items if kind in kinds), Decimal(0))


def _conditions(rest: Decimal, facts: Facts) -> tuple[Condition, ...]:
    rows = (
        (DEEP_MULTIPLE, Category.DEEP),
        (RELATIVE_MULTIPLE, Category.RELATIVE),
        (ACCIDENT_MULTIPLE, Category.ACCIDENT),
    )
    return tuple(_condition(rest, facts, multiple, category) for multiple, category in rows)


def _condition(rest: Decimal, facts: Facts, multiple: Decimal, category: Category) -> Condition:
    if facts.standard_monthly is None:
        met, threshold = None, str(_("当地低保标准未录入"))
    else:
        line = multiple * facts.standard_monthly
        # Compared as annual sums, so that neither side is divided and rounded.
        met, threshold = rest < line * facts.persons * MONTHS, f"{line:,.2f}"
    return Condition(
        text=_("净人均月收入低于低保标准的 %(multiple)s 倍（%(category)s）")
        % {"multiple": multiple, "category": category.label},
        value=f"{per_month(rest, facts.persons):,.2f}",
        threshold=threshold,
        met=met,
    )


def _category(conditions: Sequence[Condition], main_cause: str) -> str:
    deep, relative, accident = conditions
    if deep.met:
        return Category.DEEP
    if relative.met:
        return Category.RELATIVE
    if accident.met and main_cause in EVENT_CAUSES:
        return Category.ACCIDENT
    return ""


def _formula(income: Decimal, expense: Decimal, persons: int, net: Decimal) -> str:
    return _("（年收入 %(income)s − 刚性支出 %(expense)s）÷ %(persons)s 人 ÷ 12 个月 = %(net)s 元") % {
        "income": f"{income:,.2f}",
        "expense": f"{expense:,.2f}",
        "persons": persons,
        "net": f"{net:,.2f}",
    }


def _sentence(category: str, net: Decimal, facts: Facts) -> str:
    if facts.standard_monthly is None:
        return _("当地低保标准尚未录入，暂不能认定。请管理员在“政策与标准”中录入。")
    figures = {
        "net": f"{net:,.2f}",
        "standard": f"{facts.standard_monthly:,.2f}",
        "region": facts.standard_region,
        "since": facts.standard_from,
        "category": Category(category).label if category else "",
    }
    start = _("净人均月收入 %(net)s 元，对照低保标准 %(standard)s 元（%(region)s，%(since)s 起），") % figures
    if category:
        return start + _("符合“%(category)s”。") % figures
    return start + _("不符合困难认定条件。")
