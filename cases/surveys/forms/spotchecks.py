"""Forms of the spot checks."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.surveys.states import DUTY_SHARE
from hardship.kernel.fields import CleanTextField, StrictIntegerField


class DrawForm(forms.Form):
    """How much of the files in force the year's sample should reach with this draw."""

    share = StrictIntegerField(
        label=_("抽到累计多少（%）"), min_value=1, max_value=100,
        help_text=_("占在档户数的比例，本年已抽中的计算在内；每年应不少于 30%"),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"share": int(DUTY_SHARE)})
        super().__init__(data, label_suffix="", **kwargs)

    def clean_share(self) -> Decimal:
        return Decimal(self.cleaned_data["share"])


class FindingForm(forms.Form):
    """What was found of one drawn file."""

    action = forms.SlugField(label=_("办理"), max_length=20)
    note = CleanTextField(label=_("情况说明"), max_length=500, multiline=True, required=False)
