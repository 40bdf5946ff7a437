"""What is handed in afterwards, and what is said of it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hardship.kernel.fields import CleanTextField


class AccountForm(forms.Form):
    """What happened, to whom, and how it was found out."""

    account = CleanTextField(
        label=_("事由和对象核实情况"),
        max_length=1000,
        multiline=True,
        help_text=_("写明什么时候出了什么事、给了谁、怎样核实的"),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)


class StepForm(forms.Form):
    """One step, with the content that the page showed."""

    action = forms.SlugField(max_length=10)
    key = forms.CharField(max_length=64, required=False)
    comment = CleanTextField(label=_("意见"), max_length=500, multiline=True, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="")
