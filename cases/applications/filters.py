"""What a list of applications can be narrowed to."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter

from cases.applications.models import Application
from cases.applications.selectors.unfiled import unfiled
from cases.applications.selectors.waivers import list_to_waive
from cases.applications.states import Channel, State
from cases.archives.models import Household
from cases.archives.states import Category, Cause
from cases.policies.selectors import list_programmes
from hardship.accounts.filters import UnionNarrowing
from hardship.accounts.models import User

FIRST_YEAR = 2016
AIDED = (("no", _("没有")), ("yes", _("有")))
UNFILED = (("open", _("还没有建档")),)
WAIVERS = (("open", _("待我们批的")),)
CONTACTS = (("mine", _("由我负责的")), ("offered", _("请我接手的")))


class ApplicationFilter(UnionNarrowing):
    """Filters of the lists of applications; their state stands in chips."""

    untold = ("state",)
    state = ChoiceFilter(choices=State.choices, label=_("状态"), widget=forms.HiddenInput)
    programme = ChoiceFilter(field_name="programme__code", label=_("项目"), empty_label=_("全部"))
    category = ChoiceFilter(choices=Category.choices, label=_("困难类别"), empty_label=_("全部"))
    batch = CharFilter(field_name="batch__number", label=_("批次号"), max_length=40)
    channel = ChoiceFilter(choices=Channel.choices, label=_("申请方式"), empty_label=_("全部"))
    contact = ChoiceFilter(
        choices=CONTACTS, label=_("首问负责"), empty_label=_("全部"), method="filter_contact"
    )
    unfiled = ChoiceFilter(
        choices=UNFILED, label=_("补建档案"), empty_label=_("全部"), method="filter_unfiled"
    )
    waiver = ChoiceFilter(choices=WAIVERS, label=_("免交材料"), empty_label=_("全部"), method="filter_waiver")
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

    def filter_unfiled(self, rows: QuerySet[Application], _name: str, _value: str) -> QuerySet[Application]:
        """Those whose person is still to get a file."""
        return unfiled(rows)

    def filter_waiver(self, rows: QuerySet[Application], _name: str, _value: str) -> QuerySet[Application]:
        """Those with a paper of which this person's union is asked whether it may be missing."""
        return rows.filter(pk__in=list_to_waive(self.person).values("pk"))


class CandidateFilter(UnionNarrowing):
    """Which households a batch may hold: by union, category, main cause, and whether they were aided."""

    category = ChoiceFilter(choices=Category.choices, label=_("困难类别"), empty_label=_("全部"))
    main_cause = ChoiceFilter(choices=Cause.choices, label=_("主要致困原因"), empty_label=_("全部"))
    aided = ChoiceFilter(choices=AIDED, label=_("本年已批准过"), empty_label=_("全部"), method="filter_aided")

    class Meta:
        model = Household
        fields: tuple[str, ...] = ()

    def filter_aided(self, rows: QuerySet[Household], _name: str, value: str) -> QuerySet[Household]:
        """Those that were approved one of this programme this year, or those that were not."""
        return rows.filter(Q(is_aided=value == "yes"))
