"""The worker was told: when, how, whom, by whom."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.outcomes.states import Receiver, Way
from hardship.kernel.fields import CleanTextField, DateField


class TellForm(forms.Form):
    """`step_id` is the decision that the page showed."""

    step_id = forms.IntegerField(widget=forms.HiddenInput)
    way = forms.ChoiceField(
        label=_("告知方式"), choices=Way.choices, widget=forms.RadioSelect, initial=Way.MEETING
    )
    receiver = forms.ChoiceField(
        label=_("告知了谁"), choices=Receiver.choices, widget=forms.RadioSelect, initial=Receiver.WORKER
    )
    on = DateField(label=_("告知日期"), past_only=True)
    teller = CleanTextField(label=_("告知人"), max_length=50)
    note = CleanTextField(label=_("说明"), max_length=200, required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, step_id: int | None = None, teller: str = ""
    ) -> None:
        initial = {"step_id": step_id, "on": timezone.localdate(), "teller": teller}
        super().__init__(data, initial=initial, label_suffix="")
