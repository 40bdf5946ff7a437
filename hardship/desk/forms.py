"""What the statistics are asked for."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.filters import list_choosable_unions
from hardship.accounts.models import Union, User
from hardship.kernel.fields import DateField


class StatisticsForm(forms.Form):
    """The date and the union; what is not understood means today and the own union."""

    on = DateField(label=_("统计日期"), required=False)
    union = forms.ModelChoiceField(
        Union.objects.none(), label=_("工会"), required=False, empty_label=_("本工会及下级")
    )

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data, label_suffix="")
        unions = list_choosable_unions(user, data.get("union", ""))
        if unions:
            self.fields["union"].queryset = unions  # type: ignore[attr-defined]
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
