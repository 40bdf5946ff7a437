"""What the worker asked for on a visit, and in what mind they were: the part of the form that asks it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.archives.states import Demand, Mood
from hardship.kernel.fields import CleanTextField

BETWEEN = ","


class DemandsWidget(forms.CheckboxSelectMultiple):
    """Boxes that also take what a draft keeps of them: the codes as one text."""

    def format_value(self, value: Any) -> list[str]:
        texts: list[str] = super().format_value(value.split(BETWEEN) if isinstance(value, str) else value)
        return texts


class VoiceFields(forms.Form):
    """Nothing of it has to be asked, and the file is not changed by the answers: a page shows where they
    differ, and the clerk changes the file there."""

    demands = forms.MultipleChoiceField(
        label=_("利益诉求"), choices=Demand.choices, required=False, widget=DemandsWidget
    )
    demand_note = CleanTextField(label=_("诉求内容"), max_length=300, required=False, multiline=True)
    mood = forms.ChoiceField(
        label=_("思想动态"), choices=Mood.choices, required=False, widget=forms.RadioSelect
    )
    mood_note = CleanTextField(label=_("思想动态说明"), max_length=300, required=False, multiline=True)
