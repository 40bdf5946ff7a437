"""What the statistics are asked for."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.selectors.stock import UNKNOWN
from cases.archives.states import Label
from hardship.accounts.models import Union, User
from hardship.accounts.selectors import list_choosable_unions
from hardship.kernel.fields import DateField
from hardship.statistics.selectors.statistics import BY_NATIONAL, DIMENSIONS
from hardship.statistics.selectors.status_periods import get_union


class StatisticsForm(forms.Form):
    """The date and the union; what is not understood means today and the own union."""

    on = DateField(label=_("统计日期"), required=False)
    union = forms.TypedChoiceField(label=_("工会"), required=False, empty_value=None)

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data, label_suffix="")
        unions = {str(one.pk): one for one in list_choosable_unions(user, data.get("union", ""))}
        if unions:
            offered = [("", _("本工会及下级")), *((key, one.name) for key, one in unions.items())]
            self.fields["union"].choices = offered  # type: ignore[attr-defined]
            self.fields["union"].coerce = unions.get  # type: ignore[attr-defined]
        else:
            del self.fields["union"]

    @property
    def day(self) -> date:
        self.is_valid()
        today = timezone.localdate()
        chosen: date = self.cleaned_data.get("on") or today
        return min(chosen, today)

    @property
    def chosen_union(self) -> Union | None:
        self.is_valid()
        return self.cleaned_data.get("union")


class PastFilesForm(forms.Form):
    """The day and what narrows its files: the dimensions of the statistics by their keys. What is not
    understood means today, or narrows nothing."""

    on = DateField(label=_("统计日期"), required=False)
    union = forms.IntegerField(label=_("工会"), required=False, min_value=1, max_value=2**31 - 1)

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data, label_suffix="")
        for dimension in DIMENSIONS:
            if dimension.choices:
                choices = [*dimension.choices, (UNKNOWN, _("未填"))]
                self.fields[dimension.key] = forms.ChoiceField(
                    label=dimension.label, choices=choices, required=False
                )
        self.fields["label"] = forms.ChoiceField(label=_("标签"), choices=Label.choices, required=False)
        self.fields["own"] = forms.CharField(label=_("本级类别"), max_length=40, required=False)
        self.is_valid()
        today = timezone.localdate()
        self.day: date = min(self.cleaned_data.get("on") or today, today)
        pk = self.cleaned_data.get("union")
        self.chosen_union = get_union(user=user, pk=pk) if pk else None

    @property
    def chosen(self) -> dict[str, str]:
        """What narrows besides day and union."""
        skipped = ("on", "union")
        return {name: value for name, value in self.cleaned_data.items() if value and name not in skipped}

    def _shown(self, name: str, value: str) -> str:
        if name == "own":
            return str(BY_NATIONAL) if value == UNKNOWN else value
        return str(dict(self.fields[name].choices)[value])  # type: ignore[attr-defined]

    def described(self) -> list[tuple[str, str]]:
        """The conditions as name and sentence."""
        words = [
            (name, f"{self.fields[name].label}：{self._shown(name, value)}")
            for name, value in self.chosen.items()
        ]
        if self.chosen_union:
            words.insert(0, ("union", f"{self.fields['union'].label}：{self.chosen_union.name}"))
        return words
