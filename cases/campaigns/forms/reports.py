"""What a union states of its part of a campaign; a step of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.campaigns.models import ReportPart
from cases.campaigns.rules import ZERO
from cases.campaigns.rules.reports import Line
from cases.campaigns.services import Stated
from cases.campaigns.states import PART_TRANSITIONS
from hardship.kernel.fields import CleanTextField, StrictIntegerField, YuanField

STATED = ("people", "times", "households", "cash", "goods")
MOST = 9_999_999


class PartForm(forms.Form):
    """The totals, filled with what the rows say, and the words."""

    people = StrictIntegerField(label=_("人数"), min_value=0, max_value=MOST)
    times = StrictIntegerField(label=_("人次"), min_value=0, max_value=MOST)
    households = StrictIntegerField(label=_("建档户数"), min_value=0, max_value=MOST)
    cash = YuanField(label=_("现金（元）"), min_value=ZERO)
    goods = YuanField(label=_("物资折价（元）"), min_value=ZERO)
    text = CleanTextField(label=_("情况总结"), max_length=2000, multiline=True)

    def __init__(self, data: Any = None, *, found: Line, text: str, of: ReportPart | None = None) -> None:
        line = of.line if of is not None else found
        first = {name: getattr(line, name) for name in STATED}
        super().__init__(data, label_suffix="", initial={**first, "text": of.text if of else text})

    def stated(self, label: str) -> Stated:
        """What is stated, once the form is valid."""
        told = self.cleaned_data
        return Stated(Line(label, **{name: told[name] for name in STATED}), told["text"])


class PartStepForm(forms.Form):
    """收下 or 退回."""

    action = forms.ChoiceField(choices=[(row.action, row.label) for row in PART_TRANSITIONS])
    comment = CleanTextField(label=_("意见"), max_length=500, required=False)
