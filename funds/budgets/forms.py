"""What is typed in of a plan: the year, a table of rows, the reason of an adjustment, a step; and of a table
of allocation."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from funds.budgets.models import BudgetRow, Virement
from funds.budgets.rules import MOST_ROWS, ZERO, PlannedRow, PlannedShare
from funds.budgets.services import Letter, Wish
from funds.budgets.states import (
    DISTRIBUTION_TRANSITIONS,
    QUARTER_WORDS,
    QUARTERS,
    TRANSITIONS,
    VIREMENT_TRANSITIONS,
    Basis,
    Strictness,
)
from funds.ledgers.models import Use
from funds.ledgers.rules import CENT
from funds.ledgers.selectors import list_uses
from funds.ledgers.states import Source
from hardship.accounts.models import Union
from hardship.kernel.fields import CleanTextField, DateField, StrictIntegerField, YuanField
from hardship.kernel.money import format_yuan

BLANK_ROWS = 3
MOST_YUAN = Decimal("9999999999.99")
MOST_HEADS = 9_999_999
CHOOSE = ("", "—")
TABLES = (*TRANSITIONS, *DISTRIBUTION_TRANSITIONS, *VIREMENT_TRANSITIONS)
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


class DistributionForm(forms.Form):
    """A new table of allocation: which money, by which document, what the sums begin with."""

    line_id = forms.TypedChoiceField(label=_("拨出指标"), coerce=int)
    document_no = CleanTextField(label=_("下拨文号"), max_length=60)
    document_on = DateField(label=_("文件日期"), past_only=True)
    basis = forms.ChoiceField(
        label=_("分配办法"),
        choices=Basis.choices,
        help_text=_("先按这个办法填好各工会的金额，之后可以逐个改。"),
    )
    total = YuanField(
        label=_("分配总额（元）"), min_value=CENT, required=False, help_text=_("不填按指标可用的全部金额。")
    )
    standard = YuanField(
        label=_("每户标准（元）"), min_value=CENT, required=False,
        help_text=_("按在册户数分配时用；不填按户数比例分总额。"),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, *, lines: Sequence[Any]) -> None:
        super().__init__(data, label_suffix="")
        self.lines = {line.pk: line for line in lines}
        names = [
            (line.pk, f"{line}　{_now('可用')} {format_yuan(line.available_yuan)} {_now('元')}")
            for line in lines
        ]
        cast(forms.ChoiceField, self.fields["line_id"]).choices = [CHOOSE, *names]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        line = self.lines.get(told.get("line_id") or 0)
        if line and told.get("total") and told["total"] > line.available_yuan:
            words = {"free": format_yuan(line.available_yuan)}
            self.add_error("total", _now("指标可用只有 %(free)s 元。") % words)
        return told

    def letter(self) -> Letter:
        """The document and what the sums rest on, once the form is valid."""
        told = self.cleaned_data
        return Letter(told["document_no"], told["document_on"], told["basis"], told["standard"])


class VirementForm(forms.Form):
    """Money of one line for another use of its fund: how much, why, by which document."""

    line_id = forms.TypedChoiceField(label=_("调出指标"), coerce=int)
    use = forms.ChoiceField(label=_("调入用途"))
    amount = YuanField(label=_("金额（元）"), min_value=CENT)
    document_no = CleanTextField(label=_("依据文号或会议纪要"), max_length=100)
    document_on = DateField(label=_("文件日期"), past_only=True)
    reason = CleanTextField(label=_("调剂原因"), max_length=300, multiline=True)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        lines: Sequence[Any],
        uses: Iterable[Use],
        undoes: Virement | None = None,
    ) -> None:
        initial = _taken_back(undoes, lines) if undoes else {}
        super().__init__(data, label_suffix="", initial=initial)
        names = [
            (line.pk, f"{line}　{_now('可用')} {format_yuan(line.available_yuan)} {_now('元')}")
            for line in lines
        ]
        cast(forms.ChoiceField, self.fields["line_id"]).choices = [CHOOSE, *names]
        uses_named = [(use.code, use.name) for use in uses]
        cast(forms.ChoiceField, self.fields["use"]).choices = [CHOOSE, *uses_named]

    def wish(self) -> Wish:
        """What is asked for, once the form is valid."""
        return Wish(**self.cleaned_data)


def _taken_back(undoes: Virement, lines: Sequence[Any]) -> dict[str, Any]:
    """The same money the other way."""
    taken = (undoes.line.fund_id, undoes.use_id, undoes.line.year)
    giver = next((line.pk for line in lines if (line.fund_id, line.use_id, line.year) == taken), None)
    return {"line_id": giver, "use": undoes.line.use_id, "amount": undoes.amount}


class SharesForm(forms.Form):
    """What each union below gets; one that is left blank gets nothing."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        unions: Sequence[Union],
        shares: Mapping[int, Decimal],
        weights: Mapping[int, Decimal],
    ) -> None:
        super().__init__(data, label_suffix="")
        self.unions, self.shares, self.weights = list(unions), shares, weights
        for union in self.unions:
            field = YuanField(label=union.name, min_value=CENT, required=False, initial=shares.get(union.pk))
            field.widget.attrs |= {"aria-label": union.name, "class": "control"}
            self.fields[f"amount-{union.pk}"] = field

    def grid(self) -> list[tuple[Union, Decimal, BoundField]]:
        """Each union with its number and the field for its sum."""
        return [(one, self.weights.get(one.pk, ZERO), self[f"amount-{one.pk}"]) for one in self.unions]

    def planned(self) -> list[PlannedShare]:
        """What was filled in, once the form is valid."""
        told = {union.pk: self._told(union.pk) for union in self.unions}
        return [
            PlannedShare(key, amount, self.weights.get(key, ZERO)) for key, amount in told.items() if amount
        ]

    def _told(self, key: int) -> Decimal | None:
        """What was filled in for a union; one that the page did not show yet keeps its sum."""
        name = f"amount-{key}"
        return self.cleaned_data[name] if name in self.data else self.shares.get(key)
