"""What is typed in of money for many unions below, of money for another use."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from funds.budgets.forms.plans import CHOOSE
from funds.budgets.models import Virement
from funds.budgets.rules import ZERO, PlannedShare
from funds.budgets.services import Letter, Wish
from funds.budgets.states import Basis
from funds.ledgers.models import Use
from funds.ledgers.rules import CENT
from hardship.accounts.models import Union
from hardship.kernel.fields import CleanTextField, DateField, YuanField
from hardship.kernel.money import format_yuan


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
