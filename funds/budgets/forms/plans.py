"""What is typed in of a plan: the year, a table of rows, the reason of an adjustment, a step."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from funds.budgets.models import BudgetRow
from funds.budgets.rules import MOST_ROWS, ZERO, PlannedRow
from funds.budgets.states import (
    DISTRIBUTION_TRANSITIONS,
    QUARTER_WORDS,
    QUARTERS,
    RECALL_TRANSITIONS,
    TRANSITIONS,
    VIREMENT_TRANSITIONS,
    Strictness,
)
from funds.ledgers.selectors import list_uses
from funds.ledgers.states import Source
from hardship.kernel.fields import CleanTextField, StrictIntegerField, YuanField

BLANK_ROWS = 3
MOST_YUAN = Decimal("9999999999.99")
MOST_HEADS = 9_999_999
CHOOSE = ("", "—")
TABLES = (*TRANSITIONS, *DISTRIBUTION_TRANSITIONS, *VIREMENT_TRANSITIONS, *RECALL_TRANSITIONS)
ACTIONS = tuple(dict.fromkeys((row.action, row.label) for row in TABLES))


class YearForm(forms.Form):
    """A new plan: of which year."""

    year = forms.TypedChoiceField(label=_("年度"), coerce=int)

    def __init__(self, data: Mapping[str, Any] | None = None, **more: Any) -> None:
        super().__init__(data, label_suffix="", **more)
        this = timezone.localdate().year
        cast(forms.ChoiceField, self.fields["year"]).choices = [(year, year) for year in (this + 1, this)]


class AdjustForm(forms.Form):
    """Why a plan is adjusted."""

    reason = CleanTextField(
        label=_("调整原因"), max_length=200, help_text=_("如：上级追加专项资金 20 万元；会随计划一起打印。")
    )


class StepForm(forms.Form):
    """A step of a plan, with what is said of it."""

    action = forms.ChoiceField(choices=ACTIONS, widget=forms.HiddenInput)
    comment = CleanTextField(label=_("意见"), max_length=500, required=False)
    approval_no = CleanTextField(
        label=_("批准文号或会议纪要"), max_length=100, required=False,
        help_text=_("如：2026 年 12 月 20 日主席办公会纪要第 3 项"),
    )  # fmt: skip


class PlanRowForm(forms.Form):
    """One row of the table; one that says nothing is left out."""

    use = forms.ChoiceField(label=_("用途"), required=False)
    kind = CleanTextField(label=_("帮扶项目"), max_length=60, required=False)
    source = forms.ChoiceField(label=_("资金来源"), required=False, choices=[CHOOSE, *Source.choices])
    basis = CleanTextField(label=_("测算依据"), max_length=200, required=False)
    remove = forms.BooleanField(required=False)

    def __init__(self, *args: Any, uses: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "empty_permitted": True, "use_required_attribute": False})
        cast(forms.ChoiceField, self.fields["use"]).choices = [CHOOSE, *uses]
        self.fields["kind"].widget.attrs["list"] = "kinds"
        for n in QUARTERS:
            self.fields[f"heads_{n}"] = StrictIntegerField(
                label=f"{QUARTER_WORDS[n]}{_now('人次')}", max_value=MOST_HEADS, required=False
            )
            self.fields[f"yuan_{n}"] = YuanField(
                label=f"{QUARTER_WORDS[n]}{_now('金额（元）')}",
                min_value=ZERO,
                max_value=MOST_YUAN,
                required=False,
            )
        self.order_fields(
            (
                "use",
                "kind",
                "source",
                *(f"{part}_{n}" for n in QUARTERS for part in ("heads", "yuan")),
                "basis",
            )
        )

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("remove"):
            self.errors.clear()
        elif self.says_something(told):
            if not told.get("use") and "use" not in self.errors:
                self.add_error("use", _now("请选择用途。"))
            if not any(told.get(f"yuan_{n}") for n in QUARTERS) and not self.errors:
                self.add_error("yuan_1", _now("请填写至少一个季度的金额。"))
        return told

    @staticmethod
    def says_something(told: Mapping[str, Any]) -> bool:
        return any(value for name, value in told.items() if name != "remove")

    def planned(self) -> PlannedRow | None:
        """What the row says, or None."""
        told = self.cleaned_data
        if told.get("remove") or not self.says_something(told):
            return None
        return PlannedRow(
            told["use"], told["kind"], told["source"], basis=told["basis"],
            heads=tuple(told[f"heads_{n}"] or 0 for n in QUARTERS),
            yuan=tuple(told[f"yuan_{n}"] or ZERO for n in QUARTERS),
        )  # fmt: skip


class PlanForm(forms.Form):
    """The table of a plan, and what is said of it as a whole."""

    strictness = forms.ChoiceField(
        label=_("超出计划时"), choices=Strictness.choices,
        help_text=_("按用途的全年金额算；选“不能批准”的，超出的一笔谁也批不了，要先调整计划。"),
    )  # fmt: skip
    summary = CleanTextField(label=_("编制说明"), max_length=500, required=False)
    seen = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, rows: Sequence[BudgetRow] = (), **more: Any
    ) -> None:
        super().__init__(data, label_suffix="", **more)
        made: Any = formset_factory(PlanRowForm, extra=BLANK_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
        uses = [(use.code, use.name) for use in list_uses()]
        # a row that is sent as it stood counts as empty beside its initial values: sent tables have none
        initial = [_initial(row) for row in rows] if data is None else []
        self.table: BaseFormSet[Any] = made(data, prefix="plan", initial=initial, form_kwargs={"uses": uses})

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.table.is_valid():
            self.add_error(None, _now("表格中有需要改正的内容。"))
        return told

    def planned(self) -> list[PlannedRow]:
        """The rows that say something, once the form is valid."""
        return [found for row in self.table if (found := row.planned()) is not None]


def _initial(row: BudgetRow) -> dict[str, Any]:
    numbers = {
        f"{part}_{n}": getattr(row, f"{part}_{n}") or "" for n in QUARTERS for part in ("heads", "yuan")
    }
    return {"use": row.use_id, "kind": row.kind, "source": row.source, "basis": row.basis, **numbers}
