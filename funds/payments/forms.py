"""A new batch, a step of it, the bank's results."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from funds.payments.models import Payment
from funds.payments.selectors import Choice
from funds.payments.states import TRANSITIONS, Result
from hardship.kernel.fields import CardField, CleanTextField, DateField


class BatchForm(forms.Form):
    title = CleanTextField(
        label=_("批次名称"), max_length=80, required=False, help_text=_("例如 2026 年 11 月医疗救助")
    )
    pk = forms.TypedMultipleChoiceField(
        label=_("款项"), coerce=int, error_messages={"required": _("请至少勾选一笔款项。")}
    )

    def __init__(self, *args: Any, choices: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["pk"]).choices = [
            (row.payable.pk, row.payable.number) for row in choices
        ]


class StepForm(forms.Form):
    action = forms.ChoiceField(choices=sorted({(row.action, row.action) for row in TRANSITIONS}))
    comment = CleanTextField(label=_("原因"), max_length=300, required=False, multiline=True)


class LineResultForm(forms.Form):
    """The result of one line, typed in; a line left open waits on."""

    result = forms.ChoiceField(label=_("结果"), choices=[("", _("等待")), *Result.choices], required=False)
    paid_on = DateField(label=_("入账日期"), required=False)
    serial = CleanTextField(label=_("流水号"), max_length=60, required=False)
    failure = CleanTextField(label=_("失败原因"), max_length=200, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, payment: Payment, **kwargs: Any) -> None:
        super().__init__(data, prefix=f"line{payment.line}", **kwargs)
        self.payment = payment
        for field in self.fields.values():
            field.widget.attrs |= {"aria-label": f"{payment.payee} {field.label}", "class": "control"}
        self.fields["serial"].widget.attrs["placeholder"] = _("流水号")
        self.fields["failure"].widget.attrs["placeholder"] = _("失败原因")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("result") == Result.FAILED and not cleaned.get("failure"):
            self.add_error("failure", _("失败的要写明原因，例如“户名不符”。"))
        return cleaned


class ResultFileForm(forms.Form):
    file = forms.FileField(
        label=_("银行结果文件"),
        help_text=_("在下载的银行名单上填“结果”等四列后上传；.xlsx、.xls、.et、.ods 和 CSV 都可以"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.et,.ods,.csv,.txt"}),
    )


class AccountForm(forms.Form):
    bank_name = CleanTextField(label=_("开户银行"), max_length=40)
    bank_card = CardField(label=_("银行卡号"))
