"""Why a programme is to be stopped."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hardship.kernel.fields import CleanTextField


class HaltForm(forms.Form):
    """申请停办."""

    reason = CleanTextField(
        label=_("停办的原因"),
        max_length=500,
        multiline=True,
        help_text=_("例如：本年度资金已经用完（会议纪要文号）；基层申请时会看到这句话"),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
