"""Forms of the year's verification."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hardship.kernel.fields import CleanTextField, DateField, StrictIntegerField


class SurveyForm(forms.Form):
    """When a survey takes place and what it asks for; the usual window is October and November."""

    year = StrictIntegerField(label=_("年度"), min_value=2016, max_value=2100)
    title = CleanTextField(label=_("名称"), max_length=60)
    from_on = DateField(label=_("开始日期"), help_text=_("从这一天起办理的核查和变更都算数"))
    to_on = DateField(label=_("截止日期"), help_text=_("各工会应在这一天前提交"))
    instructions = CleanTextField(
        label=_("工作要求"), max_length=2000, multiline=True, required=False,
        help_text=_("各级工会在核查清单上方看到，例如：三查一访的分工、材料要求、联系人"),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        year = timezone.localdate().year
        usual = {
            "year": year,
            "title": _now("%(year)s 年度困难职工摸底调查") % {"year": year},
            "from_on": date(year, 10, 1),
            "to_on": date(year, 11, 30),
        }
        kwargs["initial"] = usual | (kwargs.get("initial") or {})
        super().__init__(data, label_suffix="", **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("from_on"), cleaned.get("to_on")
        if start and end and end < start:
            self.add_error("to_on", _("截止日期不能早于开始日期。"))
        return cleaned


class SurveyStepForm(forms.Form):
    """A step of a survey or of a union's list."""

    action = forms.SlugField(label=_("办理"), max_length=20)
    comment = CleanTextField(label=_("意见"), max_length=500, multiline=True, required=False)


class ReasonForm(forms.Form):
    """Why files go back, or why one cannot be verified."""

    reason = CleanTextField(label=_("原因"), max_length=300, multiline=True)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, label: Any = "", hint: Any = "", **kwargs: Any
    ) -> None:
        super().__init__(data, label_suffix="", **kwargs)
        self.fields["reason"].label = label or self.fields["reason"].label
        self.fields["reason"].help_text = hint
