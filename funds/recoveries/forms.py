"""A recovery that is opened, agreed in parts, repaid, asked to be waived."""

import uuid
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from funds.payments.models import Payable
from funds.recoveries.rules import FEN
from funds.recoveries.states import MOST_PARTS, SET_OFF_TRANSITIONS, Reason
from hardship.kernel.fields import CleanTextField, DateField, YuanField
from hardship.kernel.files import ProofField
from hardship.kernel.money import format_yuan


class OpenForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(label=_("原因"), choices=[("", "—"), *Reason.choices])
    note = CleanTextField(
        label=_("情况说明"), max_length=300, multiline=True, help_text=_("印在追回通知书上。")
    )
    amount = YuanField(label=_("应追回（元）"), min_value=FEN)
    due_on = DateField(label=_("还款期限"))


class AgreeForm(forms.Form):
    times = forms.IntegerField(label=_("分几期"), min_value=1, max_value=MOST_PARTS)
    first_on = DateField(label=_("首期还款日期"), help_text=_("以后每月同一天一期，29 日以后的算 28 日。"))


class RepayForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    amount = YuanField(label=_("收到（元）"), min_value=FEN)
    on = DateField(label=_("收款日期"))
    serial = CleanTextField(
        label=_("银行流水号"), max_length=60,
        help_text=_("收到现金的，先存入银行账户，再按存款的流水号登记。"),
    )  # fmt: skip


class SetOffForm(forms.Form):
    """抵扣: of which payable how much, with the consent of whom it is owed to."""

    payable = forms.ModelChoiceField(
        label=_("从哪一笔款里抵扣"), queryset=Payable.objects.none(), empty_label=_("请选择"),
        error_messages={"required": _("请选择一笔款。")},
    )  # fmt: skip
    amount = YuanField(label=_("抵扣（元）"), min_value=FEN, help_text=_("其余的照常编入批次发放。"))
    consented_on = DateField(label=_("本人同意的日期"), past_only=True)
    proof = ProofField(label=_("本人签名的同意书"), help_text=_("写明抵扣多少、抵扣哪一笔追回，照片或 PDF。"))

    def __init__(
        self, data: Any = None, files: Any = None, *, payables: QuerySet[Payable], initial: Any = None
    ) -> None:
        super().__init__(data, files, initial=initial)
        field = cast(forms.ModelChoiceField, self.fields["payable"])
        field.queryset = payables
        cast(Any, field).label_from_instance = _say_payable

    def told(self) -> dict[str, Any]:
        """What services.ask_set_off takes, once the form is valid."""
        told = dict(self.cleaned_data)
        return {"payable_id": told.pop("payable").pk, **told}


def _say_payable(row: Any) -> str:
    left = _("待发放 %(yuan)s 元") % {"yuan": format_yuan(row.left)}
    return f"{row.purpose}　{row.number}　{left}"


class SetOffStepForm(forms.Form):
    action = forms.ChoiceField(choices=[(row.action, row.action) for row in SET_OFF_TRANSITIONS])
    comment = CleanTextField(label=_("原因"), max_length=300, required=False, multiline=True)


class WaiverForm(forms.Form):
    why = CleanTextField(label=_("豁免理由"), max_length=300, multiline=True)


class VoidForm(forms.Form):
    reason = CleanTextField(label=_("作废原因"), max_length=300, multiline=True)


class WaiveForm(forms.Form):
    """What the page showed of the request: models.Recovery.waiver_seen."""

    seen = forms.CharField(widget=forms.HiddenInput)


class DeclineForm(WaiveForm):
    why = CleanTextField(label=_("不同意的理由"), max_length=300, multiline=True)
