"""Asking for another category, and deciding on it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.archives.states import Category
from hardship.kernel.fields import CleanTextField


class OverrideForm(forms.Form):
    """Which category instead of the computed one, and why."""

    category = forms.ChoiceField(label=_("人工认定为"), choices=[("", _("请选择")), *Category.choices])
    reason = CleanTextField(
        label=_("理由"), max_length=500, multiline=True,
        help_text=_("核算没有反映的实际困难，以及证明它的材料；上级工会据此审批"),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", auto_id="override_%s", **kwargs)


class OverrideDecisionForm(forms.Form):
    """The step that the union above takes, with its opinion."""

    action = forms.SlugField(label=_("办理"), max_length=20)
    comment = CleanTextField(label=_("审批意见"), max_length=500, multiline=True, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", auto_id="override_%s", **kwargs)
