"""One step of an instalment; what becomes of a service."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.giving.models import Fulfilment
from cases.giving.selectors.fulfilments import list_shown_by
from cases.giving.services import Told
from cases.giving.states import FULFILMENT_TRANSITIONS, TRANSITIONS, Result
from hardship.kernel.fields import CleanTextField, DateField

ACTIONS = tuple(dict.fromkeys((row.action, row.label) for row in TRANSITIONS))


class StepForm(forms.Form):
    """What is done with an instalment, and why."""

    action = forms.ChoiceField(choices=ACTIONS, widget=forms.HiddenInput)
    comment = CleanTextField(label=_("理由"), max_length=300, multiline=True, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="")


class FulfilmentForm(forms.Form):
    """One of the three things that a clerk does with a service; each takes what it needs of the fields."""

    action = forms.ChoiceField(
        choices=tuple((row.action, row.label) for row in FULFILMENT_TRANSITIONS), widget=forms.HiddenInput
    )
    doer = CleanTextField(
        label=_("由谁办"), max_length=100, required=False, help_text=_("例如：县总法律援助站 王律师")
    )
    due_on = DateField(label=_("完成期限"), required=False)
    done_on = DateField(label=_("办成日期"), required=False, past_only=True)
    what = CleanTextField(
        label=_("做了什么"), max_length=500, multiline=True, required=False,
        help_text=_("例如：代写仲裁申请书，陪同开庭两次"),
    )  # fmt: skip
    result = forms.ChoiceField(
        label=_("结果"), choices=Result.choices, required=False, widget=forms.RadioSelect
    )
    deed = forms.ChoiceField(
        label=_("凭哪条记录"), required=False, help_text=_("批准以后已经登记的走访、帮扶；没有的不选")
    )
    comment = CleanTextField(label=_("不办的原因"), max_length=300, multiline=True, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, fulfilment: Fulfilment) -> None:
        initial = {"doer": fulfilment.doer, "due_on": fulfilment.due_on}
        super().__init__(data, initial=initial, label_suffix="")
        choices = [("", _("没有，或者不选")), *list_shown_by(fulfilment)]
        cast(forms.ChoiceField, self.fields["deed"]).choices = choices

    def step(self) -> dict[str, Any]:
        """What services.take_fulfilment_step takes besides the service and the person."""
        names = ("doer", "due_on", "done_on", "what", "result", "deed")
        told = Told(**{name: self.cleaned_data[name] for name in names})
        return {"action": self.cleaned_data["action"], "told": told, "comment": self.cleaned_data["comment"]}
