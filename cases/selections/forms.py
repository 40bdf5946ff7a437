"""A list, a step, what is said of its households."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.selections.models import FIRST_YEAR, LAST_YEAR
from cases.surveys.models import Survey
from hardship.kernel.fields import CleanTextField, StrictIntegerField


class SelectionForm(forms.Form):
    """Year, title, and the survey that it follows."""

    year = StrictIntegerField(label=_("年度"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    title = CleanTextField(label=_("名称"), max_length=60)
    survey: "forms.ModelChoiceField[Survey]" = forms.ModelChoiceField(
        label=_("依据的年度核查"), queryset=None, required=False, empty_label=_("不依据年度核查"),
        help_text=_("选了以后，核查过的家庭会标明来源"),
    )  # fmt: skip

    def __init__(self, data: Mapping[str, Any] | None = None, *, surveys: QuerySet[Survey]) -> None:
        year = timezone.localdate().year
        initial = {"year": year, "title": _("%(year)s 年帮扶对象名单") % {"year": year}}
        super().__init__(data, initial=initial, label_suffix="")
        cast(forms.ModelChoiceField, self.fields["survey"]).queryset = surveys


class StepForm(forms.Form):
    """A step of a list."""

    action = forms.SlugField(label=_("办理"), max_length=10)
    comment = CleanTextField(label=_("意见"), max_length=500, multiline=True, required=False)


class RowsForm(forms.Form):
    """What is said of the households that were ticked, or (`all`) of all that are open."""

    action = forms.SlugField(label=_("办理"), max_length=10)
    reason = CleanTextField(
        label=_("理由"), max_length=300, required=False, help_text=_("不同意、退回核实的必填，申报工会会看到")
    )
    all = forms.BooleanField(required=False)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="")
