"""What of a line a reason of a return may name, and answering it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.archives.forms.rows import BillRow, ExpenseRow, IncomeRow, MemberRow, Row
from hardship.kernel.fields import CleanTextField

INCOMES, EXPENSES, BILLS = "income", "expense", "bill"
ROWS: Mapping[str, type[Row]] = {INCOMES: IncomeRow, EXPENSES: ExpenseRow, BILLS: BillRow}
NO_CELL = frozenset({"remove", "uid", "pk", "self_paid"})


def cells_of(kind: str = "") -> Sequence[tuple[str, str]]:
    """Names and labels of the cells of a line: of a member, or of INCOMES, EXPENSES or BILLS."""
    form = ROWS.get(kind, MemberRow)
    fields = form().fields if form is MemberRow else form(people=[], documents=[]).fields  # in their order
    return [(name, str(field.label)) for name, field in fields.items() if name not in NO_CELL]


def label_of_cell(key: str, name: str) -> str:
    """The heading of a cell of the line with this key, '' for one that no line has."""
    kind = key.partition(":")[0]
    labels = dict(cells_of(kind)) | (dict(cells_of(BILLS)) if kind == EXPENSES else {})
    return labels.get(name, "")


class ExplainForm(forms.Form):
    """Why what came back stays as it is."""

    text = CleanTextField(
        label=_("不改的原因"),
        max_length=300,
        error_messages={"required": _("请写明为什么不改，审核人会看到。")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", auto_id="explain_%s", **kwargs)
