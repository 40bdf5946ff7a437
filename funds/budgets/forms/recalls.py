"""What is typed in of a recall: the notice, how much each line gives back, the answer."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from funds.budgets.forms.plans import CHOOSE
from funds.budgets.services import Notice
from funds.ledgers.models import Fund
from funds.ledgers.rules import CENT
from hardship.kernel.fields import CleanTextField, DateField, YuanField


class RecallForm(forms.Form):
    """A new notice: of which grant, by which document, until when and why."""

    fund_id = forms.TypedChoiceField(label=_("到期的资金"), coerce=int)
    document_no = CleanTextField(label=_("收回文号"), max_length=60)
    document_on = DateField(label=_("文件日期"), past_only=True)
    due_on = DateField(label=_("退回期限"), help_text=_("下级最迟哪一天退回。"))
    reason = CleanTextField(
        label=_("收回事由"), max_length=200, help_text=_("如：使用期限已到，结余收回；会印在收回通知书上。")
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, funds: Sequence[Fund], chosen: int = 0
    ) -> None:
        super().__init__(data, label_suffix="", initial={"fund_id": chosen} if chosen else {})
        names = [(fund.pk, str(fund)) for fund in funds]
        cast(forms.ChoiceField, self.fields["fund_id"]).choices = [CHOOSE, *names]

    def notice(self) -> Notice:
        """The document, once the form is valid."""
        told = self.cleaned_data
        return Notice(told["document_no"], told["document_on"], told["due_on"], told["reason"])


class RecallSumsForm(forms.Form):
    """What each line below is to give back; one that is left blank gives nothing."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        lines: Sequence[Any],
        amounts: Mapping[int, Decimal],
    ) -> None:
        super().__init__(data, label_suffix="")
        self.lines = list(lines)
        for line in self.lines:
            field = YuanField(
                label=f"{line.union.name} {line.use.name}", min_value=CENT, required=False,
                initial=amounts.get(line.pk),
            )  # fmt: skip
            field.widget.attrs |= {"aria-label": field.label, "class": "control"}
            self.fields[f"amount-{line.pk}"] = field

    def grid(self) -> list[tuple[Any, BoundField]]:
        """Each line with the field for its sum."""
        return [(line, self[f"amount-{line.pk}"]) for line in self.lines]

    def amounts(self) -> dict[int, Decimal]:
        """What was filled in, by the key of the line, once the form is valid."""
        told = {line.pk: self.cleaned_data[f"amount-{line.pk}"] for line in self.lines}
        return {key: amount for key, amount in told.items() if amount}


class AnswerForm(forms.Form):
    """What a union says of a line that is asked for: why it gives back less, where it does."""

    kept_reason = CleanTextField(
        label=_("不退的原因"), max_length=200, required=False,
        help_text=_("可用的不足应退金额时填写，如：已批准 3 户待付。"),
    )  # fmt: skip
