"""A step of a list, a sample, files that are taken out."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.intakes.states import Verdict
from hardship.kernel.fields import CleanTextField


class StepForm(forms.Form):
    """A step of a list."""

    action = forms.SlugField(label=_("办理"), max_length=10)
    comment = CleanTextField(label=_("意见"), max_length=500, multiline=True, required=False)


class SampleForm(forms.Form):
    """What was found of one file that was drawn."""

    verdict = forms.ChoiceField(
        label=_("与原档案"), choices=Verdict.choices, widget=forms.RadioSelect,
        error_messages={"required": _("请选择核对结果。")},
    )  # fmt: skip
    note = CleanTextField(
        label=_("说明"), max_length=300, required=False, help_text=_("有出入的必填：哪一项、原档案怎样写")
    )

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)


class OutForm(forms.Form):
    """Why the ticked files are taken out."""

    reason = CleanTextField(
        label=_("移出原因"), max_length=300, required=False,
        help_text=_("填报的工会会看到；移出的仍是草稿，可逐户提交审核"),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="")
