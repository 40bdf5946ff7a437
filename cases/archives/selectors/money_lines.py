"""The money of one case as a table: each income and expense, and what of it the policy in force counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from cases.archives.models import Household, IncomeItem, RigidExpense
from cases.archives.rules.periods import write_months
from cases.archives.selectors.cases import with_proofs
from cases.archives.selectors.files import FILE
from cases.policies.rules import Itemised, Items
from hardship.kernel.money import format_yuan
from hardship.kernel.statements import ObjectStatement, compile_objects, rows_together


@dataclass(frozen=True)
class MoneyLine:
    """One line of the money table; expenses are negative. `counted` is what the policy in force counts of it,
    `reason` why not all of it."""

    label: str
    who: str
    months: str
    proof: str
    note: str
    amount: Decimal
    counted: Decimal
    reason: str

    @property
    def text(self) -> str:
        return signed_yuan(self.amount)

    @property
    def counted_text(self) -> str:
        return signed_yuan(self.counted)


def read_money(household: Household) -> tuple[list[IncomeItem], list[RigidExpense]]:
    """Income and rigid expenses, each with whom it is of and what proves it."""
    incomes, expenses = _items(IncomeItem), _items(RigidExpense)
    earned, spent = rows_together((incomes.statement, [household.pk]), (expenses.statement, [household.pk]))
    return incomes.made(earned), expenses.made(spent)


@cache
def _items(model: type[Any]) -> ObjectStatement[Any]:
    rows = with_proofs(model).filter(household=FILE).select_related("member", "evidence")
    return compile_objects("money", rows, FILE)


def list_money(
    incomes: Sequence[IncomeItem], expenses: Sequence[RigidExpense], items: Items
) -> list[MoneyLine]:
    """Income and rigid expenses with what of each counts; `items` are those of the household's case, which
    lists them in the same order."""
    spent = _("刚性支出：%(kind)s")
    return [
        *(_money_line(row, one, "%(kind)s", 1) for row, one in zip(incomes, items.incomes, strict=False)),
        *(_money_line(row, one, spent, -1) for row, one in zip(expenses, items.expenses, strict=False)),
    ]


def signed_yuan(amount: Decimal) -> str:
    """The amount with a true minus sign."""
    return f"−{format_yuan(-amount)}" if amount < 0 else format_yuan(amount)


def _money_line(item: IncomeItem | RigidExpense, itemised: Itemised, label: str, sign: int) -> MoneyLine:
    proof = item.evidence if item.evidence and item.evidence.removed_at is None else None
    said = (item.disease, item.bill, item.note) if isinstance(item, RigidExpense) else (item.note,)
    return MoneyLine(
        label=label % {"kind": item.get_kind_display()},
        who=item.member.name if item.member else "",
        months=write_months(item.from_on, item.to_on),
        proof=proof.get_kind_display() if proof else "",
        note="；".join(text for text in said if text),
        amount=sign * item.annual_amount,
        counted=sign * itemised.counted,
        reason=itemised.reason,
    )
