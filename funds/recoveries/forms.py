"""A recovery that is opened, agreed in parts, repaid, asked to be waived."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from funds.recoveries.rules import FEN
from funds.recoveries.states import MOST_PARTS, Reason, Way
from hardship.kernel.fields import CleanTextField, DateField, YuanField


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
    way = forms.ChoiceField(label=_("收款方式"), choices=Way.choices)
    serial = CleanTextField(label=_("流水号或收据号"), max_length=60)


class WaiverForm(forms.Form):
    why = CleanTextField(label=_("豁免理由"), max_length=300, multiline=True)


class VoidForm(forms.Form):
    reason = CleanTextField(label=_("作废原因"), max_length=300, multiline=True)


class WaiveForm(forms.Form):
    """What the page showed of the request: models.Recovery.waiver_seen."""

    seen = forms.CharField(widget=forms.HiddenInput)


class DeclineForm(WaiveForm):
    why = CleanTextField(label=_("不同意的理由"), max_length=300, multiline=True)
