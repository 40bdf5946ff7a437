"""The income and outlays of an assessment on paper: each with its months, its proof and what counts of it."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from cases.archives.rules.periods import write_months
from cases.archives.states import Relation
from cases.policies.rules import Case, Itemised, PolicyDocument, itemise
from cases.policies.states import EvidenceKind


@dataclass(frozen=True)
class ItemLine:
    """One item; no name of a person stands in an assessment, so `who` is how they belong to the worker."""

    label: str
    who: str
    months: str
    proof: str
    mark: str
    amount: Decimal
    counted: Decimal
    reason: str


@dataclass(frozen=True)
class ItemTable:
    """Income or outlays, with the sum of what counts."""

    title: str
    empty: str
    lines: list[ItemLine]

    @property
    def amount(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def counted(self) -> Decimal:
        return sum((line.counted for line in self.lines), Decimal(0))


def item_tables(document: PolicyDocument, case: Case) -> tuple[ItemTable, ItemTable]:
    """Both tables as they stood on the day of the assessment."""
    people = {member.key: str(member.relation or "") for member in case.members or ()}
    items = itemise(document, case)
    return (
        ItemTable(_("收入"), _("没有收入"), [_line(one, people) for one in items.incomes]),
        ItemTable(_("刚性支出"), _("没有刚性支出"), [_line(one, people) for one in items.expenses]),
    )


def _line(one: Itemised, people: dict[str, str]) -> ItemLine:
    item = one.item
    relation = people.get(item.member, "")
    kind, _colon, mark = item.evidence.partition(":")
    disease = getattr(item, "disease", "")
    return ItemLine(
        label=f"{one.label}（{disease}）" if disease else one.label,
        who=str(Relation(relation).label) if relation in Relation.values else _("全家"),
        months=write_months(item.from_on, item.to_on),
        proof=str(EvidenceKind(kind).label) if kind in EvidenceKind.values else "",
        mark=mark,
        amount=item.amount,
        counted=one.counted,
        reason=one.reason,
    )
