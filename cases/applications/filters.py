"""What a list of applications can be narrowed to."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet

from cases.applications.models import Application
from cases.applications.states import State
from cases.archives.filters import list_choosable_unions
from cases.archives.states import Category
from cases.policies.selectors import list_programmes
from hardship.accounts.models import User

FIRST_YEAR = 2016


class ApplicationFilter(FilterSet):
    """Filters of the lists of applications. An unknown value narrows nothing: an old bookmark still opens."""

    state = ChoiceFilter(choices=State.choices, label=_("状态"), widget=forms.HiddenInput)
    programme = ChoiceFilter(field_name="programme__code", label=_("项目"), empty_label=_("全部"))
    union = ChoiceFilter(label=_("工会"), empty_label=_("全部"), method="below")
    category = ChoiceFilter(choices=Category.choices, label=_("困难类别"), empty_label=_("全部"))
    year = ChoiceFilter(label=_("年度"), empty_label=_("全部"))

    class Meta:
        model = Application
        fields: tuple[str, ...] = ()

    def __init__(
        self, data: Any, *, queryset: QuerySet[Application], user: User, without: tuple[str, ...] = ()
    ) -> None:
        super().__init__(data, queryset=queryset)
        for name in without:
            del self.filters[name]
        today = timezone.localdate()
        programmes = list_programmes(union=user.union, on=today)
        self.filters["programme"].extra["choices"] = [(row.code, row.name) for row in programmes]
        if "year" in self.filters:
            years = range(today.year, FIRST_YEAR, -1)
            self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in years]
        self.unions = {str(union.pk): union for union in list_choosable_unions(user, data.get("union", ""))}
        if self.unions:
            self.filters["union"].extra["choices"] = [(pk, row.name) for pk, row in self.unions.items()]
        else:
            del self.filters["union"]

    def below(self, applications: QuerySet[Application], _name: str, chosen: str) -> QuerySet[Application]:
        """The applications of one union and of every union below it."""
        union = self.unions[chosen]
        return applications.filter(**{f"{union.scope_column}_id": union.pk})

    @property
    def chosen(self) -> QuerySet[Application]:
        """The applications that fit every value that was understood."""
        self.form.is_valid()
        rows: QuerySet[Application] = self.queryset
        for name, value in self.form.cleaned_data.items():
            if value not in (None, ""):
                rows = self.filters[name].filter(rows, value)
        return rows

    @property
    def values(self) -> dict[str, Any]:
        """The values that were understood."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "")}

    def described(self) -> list[tuple[str, str]]:
        """What narrows the list, but for the state: the parameter and the words for it."""
        return [
            (name, f"{self.filters[name].label}：{self._label(name, value)}")
            for name, value in self.values.items()
            if name != "state"
        ]

    def _label(self, name: str, value: Any) -> str:
        return str(dict(self.filters[name].extra.get("choices") or ()).get(value, value))
