"""Asking for another category, and deciding on it."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from hardship.kernel.fields import CleanTextField


class OverrideForm(forms.Form):
    """Which category instead of the computed one, and why."""

    category = forms.ChoiceField(label=_("人工认定为"))
    reason = CleanTextField(
        label=_("理由"), max_length=500, multiline=True,
        help_text=_("核算没有反映的实际困难，以及证明它的材料；上级工会据此审批"),
    )  # fmt: skip

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        categories: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        """`categories` are those of the policy that the assessment rests on, code and label."""
        super().__init__(data, label_suffix="", auto_id="override_%s", **kwargs)
        cast(forms.ChoiceField, self.fields["category"]).choices = [("", _("请选择")), *categories]


class OverrideDecisionForm(forms.Form):
    """The step that the union above takes, with its opinion."""

    action = forms.SlugField(label=_("办理"), max_length=20)
    comment = CleanTextField(label=_("审批意见"), max_length=500, multiline=True, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", auto_id="override_%s", **kwargs)
