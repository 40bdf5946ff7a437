"""What is typed on the page of a loan: money that came back, what does not come any more."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from funds.loans.states import FEN
from hardship.kernel.fields import CleanTextField, DateField, YuanField


class RepayForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    amount = YuanField(label=_("收到（元）"), min_value=FEN)
    on = DateField(label=_("收款日期"))
    serial = CleanTextField(
        label=_("银行流水号"), max_length=60,
        help_text=_("收到现金的，先存入银行账户，再按存款的流水号登记。"),
    )  # fmt: skip


class AskForm(forms.Form):
    """申请核销."""

    reason = CleanTextField(label=_("为什么收不回"), max_length=300, multiline=True)
    document_no = CleanTextField(label=_("依据的文号或会议纪要"), max_length=100)


class WriteOffForm(forms.Form):
    """What the page showed of the request: models.Loan.seen."""

    seen = forms.CharField(widget=forms.HiddenInput)


class DeclineForm(WriteOffForm):
    why = CleanTextField(label=_("不同意的理由"), max_length=300, multiline=True)


class CancelForm(forms.Form):
    reason = CleanTextField(label=_("取消的原因"), max_length=300, multiline=True)
