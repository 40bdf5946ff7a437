"""回避: what somebody declares, and what a leader says to it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.archives.states.recusals import RecusalCause
from hardship.kernel.fields import CleanTextField


class RecusalForm(forms.Form):
    cause = forms.ChoiceField(label=_("情形"), choices=RecusalCause.choices, widget=forms.RadioSelect)
    reason = CleanTextField(
        label=_("说明"), max_length=200, help_text=_("写明是什么关系，例如 户主是我表弟；不写证件号")
    )


class RecusalDecisionForm(forms.Form):
    action = forms.SlugField(max_length=12, widget=forms.HiddenInput, required=True)
    comment = CleanTextField(
        label=_("意见"), max_length=200, multiline=True, required=False, help_text=_("不必回避的必须写明理由")
    )
