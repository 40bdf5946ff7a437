"""One step of an instalment; what becomes of a service; goods that are handed out."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.giving.models import Fulfilment
from cases.giving.selectors.fulfilments import list_shown_by
from cases.giving.services import HandOut, Told
from cases.giving.states import FULFILMENT_TRANSITIONS, TRANSITIONS, Result
from funds.goods.selectors import Ready
from hardship.kernel.fields import CleanTextField, DateField, StrictIntegerField

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


class HandOutForm(forms.Form):
    """What the family signed for: a number for each item of each store, all of one store."""

    on = DateField(label=_("签领日期"), past_only=True)
    collector = CleanTextField(
        label=_("代领人"), max_length=60, required=False, help_text=_("本人签领的不填；如：配偶 李芳")
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        ready: Sequence[Ready],
        approved: Mapping[tuple[int, int], int] | None = None,
    ) -> None:
        """`approved` are the units that it begins with, by store and item."""
        super().__init__(data, initial={"on": timezone.localdate()}, label_suffix="")
        self.ready = {f"units-{one.store.pk}-{one.item.pk}": one for one in ready}
        for name, one in self.ready.items():
            field = StrictIntegerField(label=str(one.item), min_value=1, required=False)
            field.initial = (approved or {}).get((one.store.pk, one.item.pk))
            field.widget.attrs |= {"aria-label": f"{one.item} {one.store.name}", "class": "control"}
            self.fields[name] = field

    def grid(self) -> list[tuple[Ready, BoundField]]:
        """What lies there, each with the field for its number."""
        return [(one, self[name]) for name, one in self.ready.items()]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        stores = {one.store.pk for name, one in self.ready.items() if cleaned.get(name)}
        if not self.errors and len(stores) != 1:
            self.add_error(None, _("请填写发了几件，一次从一个仓库发。"))
        return cleaned

    def given(self) -> HandOut:
        """What was handed out, once the form is valid."""
        filled = {name: one for name, one in self.ready.items() if self.cleaned_data[name]}
        units = {one.item.pk: self.cleaned_data[name] for name, one in filled.items()}
        store = next(one.store.pk for one in filled.values())
        return HandOut(store, units, self.cleaned_data["on"], self.cleaned_data["collector"])
