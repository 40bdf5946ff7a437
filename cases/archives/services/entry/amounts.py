"""Writes income and rigid expenses: each with its months, its person and its proof."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.archives.models import Evidence, Household, IncomeItem, Member, RigidExpense
from cases.archives.rules.bills import FIGURES, bill_faults, self_paid
from cases.archives.selectors import live_members
from cases.archives.services.entry.writing import Data, assign, rows_of, write_reviewed
from cases.archives.services.refusals import FileRefused
from cases.archives.states import ExpenseKind
from hardship.accounts.models import User

Item = IncomeItem | RigidExpense
INCOME_FIELDS = ("kind", "annual_amount", "from_on", "to_on", "note")
EXPENSE_FIELDS = (*INCOME_FIELDS, "disease", *FIGURES, "hospital", "is_designated")


@dataclass(frozen=True)
class Links:
    """Whom and what a row may point at, by uid."""

    people: Mapping[str, Member]
    documents: Mapping[str, Evidence]


def write_money(household: Household, data: Data, by: User) -> set[str]:
    """Income and rigid expenses of the last twelve months, row by row."""
    links = Links(
        {str(member.uid): member for member in live_members(household)},
        {str(item.uid): item for item in household.evidence.filter(removed_at__isnull=True)},
    )
    changed = _write_items(IncomeItem, household, links, rows_of(data, "incomes"), "incomes")
    changed |= _write_items(RigidExpense, household, links, rows_of(data, "expenses"), "expenses")
    bills = [{**row, "kind": ExpenseKind.MEDICAL} for row in rows_of(data, "bills")]
    changed |= _write_items(RigidExpense, household, links, bills, "bills")
    return changed | write_reviewed(household, data, "money_reviewed")


def _write_items(
    model: type[IncomeItem] | type[RigidExpense],
    household: Household,
    links: Links,
    rows: Iterable[Data],
    name: str,
) -> set[str]:
    present = {item.pk: item for item in model._default_manager.filter(household=household)}
    changed: set[str] = set()
    for row in rows:
        pk = row.get("pk")
        if pk and pk not in present:
            raise FileRefused(_("这一行已被删除，请刷新页面后重试。"))
        item = present[pk] if pk else model(household=household)
        if row.get("remove"):
            item.delete()
            changed.add(name)
        elif _write_item(item, row, links):
            changed.add(name)
    return changed


def _write_item(item: Item, row: Data, links: Links) -> bool:
    """Whether the row said something new."""
    fields = EXPENSE_FIELDS if isinstance(item, RigidExpense) else INCOME_FIELDS
    before: tuple[Any, ...] = (item.pk and item.member_id, item.evidence_id)
    changed = assign(item, row, fields)
    if isinstance(item, RigidExpense):
        changed |= _settle(item)
    if "member" in row:
        item.member = links.people.get(str(row["member"] or ""))
    if "evidence" in row:
        item.evidence = links.documents.get(str(row["evidence"] or ""))
    if not (changed or before != (item.pk and item.member_id, item.evidence_id) or not item.pk):
        return False
    item.save()
    return True


def _settle(item: RigidExpense) -> set[str]:
    """What the family paid of a medical bill follows from its figures, whoever typed it otherwise."""
    faults = bill_faults(item.figures)
    if faults:
        raise FileRefused(next(iter(faults.values())))
    if item.billed is None:
        return set()
    if item.kind != ExpenseKind.MEDICAL:
        raise FileRefused(_("有医疗总费用的一行是医疗费用，不能改成别的项目；请移除后另填一行。"))
    return assign(item, {"annual_amount": self_paid(item.figures)}, ("annual_amount",))
