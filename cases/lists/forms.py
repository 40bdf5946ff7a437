"""The name of a saved filter and who may use it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hardship.kernel.fields import CleanTextField


class SavedFilterForm(forms.Form):
    name = CleanTextField(label=_("名称"), max_length=20)
    is_shared = forms.BooleanField(label=_("本工会同事也能用"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)
