"""What a list of applications can be narrowed to."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from cases.applications.models import Application
from cases.applications.states import Channel, State
from cases.archives.states import Category
from cases.policies.selectors import list_programmes
from hardship.accounts.filters import UnionNarrowing
from hardship.accounts.models import User

FIRST_YEAR = 2016
CONTACTS = (("mine", _("由我负责的")), ("offered", _("请我接手的")))


class ApplicationFilter(UnionNarrowing):
    """Filters of the lists of applications; their state stands in chips."""

    untold = ("state",)
    state = ChoiceFilter(choices=State.choices, label=_("状态"), widget=forms.HiddenInput)
    programme = ChoiceFilter(field_name="programme__code", label=_("项目"), empty_label=_("全部"))
    category = ChoiceFilter(choices=Category.choices, label=_("困难类别"), empty_label=_("全部"))
    channel = ChoiceFilter(choices=Channel.choices, label=_("申请方式"), empty_label=_("全部"))
    contact = ChoiceFilter(
        choices=CONTACTS, label=_("首问负责"), empty_label=_("全部"), method="filter_contact"
    )
    year = ChoiceFilter(label=_("年度"), empty_label=_("全部"))

    class Meta:
        model = Application
        fields: tuple[str, ...] = ()

    def __init__(
        self, data: Any, *, queryset: QuerySet[Application], user: User, without: tuple[str, ...] = ()
    ) -> None:
        super().__init__(data, queryset=queryset, user=user)
        self.person = user
        for name in without:
            del self.filters[name]
        today = timezone.localdate()
        programmes = list_programmes(union=user.union, on=today)
        self.filters["programme"].extra["choices"] = [(row.code, row.name) for row in programmes]
        if "year" in self.filters:
            years = range(today.year, FIRST_YEAR, -1)
            self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in years]

    def filter_contact(self, rows: QuerySet[Application], _name: str, value: str) -> QuerySet[Application]:
        """Those that this person has in hand, or is asked to take."""
        return rows.filter(**{"offered" if value == "offered" else "contact": self.person.pk})
