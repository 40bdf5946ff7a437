"""Forms of a file that is handed to another union."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hardship.kernel.fields import CleanTextField


class OfferForm(forms.Form):
    """To whom a file goes, and why."""

    target = CleanTextField(
        label=_("接收工会"), max_length=80, help_text=_("填写工会编码或工会全称，可从下拉中选"),
        widget=forms.TextInput(attrs={"list": "unions", "autocomplete": "off"}),
    )  # fmt: skip
    note = CleanTextField(label=_("转移原因"), max_length=300, multiline=True)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)


class TransferForm(forms.Form):
    """The answer to an offer, or its withdrawal."""

    action = forms.SlugField(label=_("办理"), max_length=20)
    comment = CleanTextField(label=_("意见"), max_length=500, multiline=True, required=False)


class AnswerForm(forms.Form):
    """The answer to a request for a file, or its withdrawal."""

    action = forms.SlugField(label=_("办理"), max_length=20)
    comment = CleanTextField(label=_("意见"), max_length=500, multiline=True, required=False)
