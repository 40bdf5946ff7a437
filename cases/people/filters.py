"""What the list of people off file can be narrowed to; unknown values narrow nothing."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter

from cases.people.models import Person
from cases.people.states import Group, State
from hardship.accounts.filters import EVERYTHING, UnionNarrowing


class PersonFilter(UnionNarrowing):
    """On the list or left, group, employer, whether a file was opened, union."""

    untold = ("show",)
    show = ChoiceFilter(
        choices=((State.LEFT.value, _("已离册")), ("all", _("全部"))),
        label=_("范围"),
        method="showing",
        widget=forms.HiddenInput,
    )
    group = ChoiceFilter(
        choices=Group.choices, label=_("人员类别"), empty_label=EVERYTHING, method="of_group"
    )
    filed = ChoiceFilter(
        choices=(("no", _("未建档")), ("yes", _("已建档"))),
        label=_("建档情况"),
        empty_label=EVERYTHING,
        method="on_file",
    )
    employer = CharFilter(label=_("工作单位"), max_length=40, lookup_expr="icontains")

    class Meta:
        model = Person
        fields: tuple[str, ...] = ()

    @property
    def chosen(self) -> QuerySet[Any]:
        """Those on the list, unless somebody asked for the others."""
        rows = super().chosen
        return rows if self.values.get("show") else rows.filter(state=State.LISTED)

    def showing(self, rows: QuerySet[Person], _name: str, chosen: str) -> QuerySet[Person]:
        return rows if chosen == "all" else rows.filter(state=chosen)

    def of_group(self, rows: QuerySet[Person], _name: str, chosen: str) -> QuerySet[Person]:
        return rows.filter(groups__contains=[chosen])

    def on_file(self, rows: QuerySet[Any], _name: str, chosen: str) -> QuerySet[Any]:
        """Of rows that `list_people` read."""
        return rows.filter(is_on_file=chosen == "yes")
