"""One step of an instalment."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.giving.states import TRANSITIONS
from hardship.kernel.fields import CleanTextField

ACTIONS = tuple(dict.fromkeys((row.action, row.label) for row in TRANSITIONS))


class StepForm(forms.Form):
    """What is done with an instalment, and why."""

    action = forms.ChoiceField(choices=ACTIONS, widget=forms.HiddenInput)
    comment = CleanTextField(label=_("理由"), max_length=300, multiline=True, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="")
