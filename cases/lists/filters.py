"""What the list of files can be narrowed to. The search box is no part of it: see views.searches."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, CharFilter, ChoiceFilter

from cases.archives.models import ChangeRequest, Household
from cases.archives.rules import AGE_BANDS
from cases.archives.rules.insurance import INSURANCES
from cases.archives.selectors import stock
from cases.archives.states import (
    WORKER_STATUSES,
    Category,
    Cause,
    ChangeState,
    FilingLevel,
    Label,
    State,
    WorkerType,
)
from cases.lists.selectors.extensions import DIFFERING_FILES
from cases.lists.selectors.named import VIEWS, by_retention, lacks, lacks_any
from cases.lists.states import View
from hardship.accounts.filters import TolerantDateFilter, UnionNarrowing
from hardship.accounts.models import User
from hardship.kernel.scope import Part, hands_of

NOT_FILLED = (stock.UNKNOWN, _("未填"))
YES_NO = (("1", _("是")), ("0", _("否")), NOT_FILLED)
ANY = "any"
LACKING = (
    (ANY, _("任一险种未参保或断欠")),
    *((kind, format_lazy(_("{label}未参保或断欠"), label=label)) for kind, label in INSURANCES.items()),
    (stock.UNKNOWN, _("险种状况都未填")),
)
HAVING = (("1", _("有")), ("0", _("没有")), NOT_FILLED)
RETENTION = (("running", _("保存期内")), ("soon", _("一年内期满")), ("over", _("保存期已满")))
FIRST_YEAR = 2016
# A file that was made by mistake is shown only to whoever asks for it.
SHOWN_STATES = tuple(state for state in State.values if state != State.DISCARDED)


def known(label: Any, choices: Iterable[Any], **extra: Any) -> ChoiceFilter:
    """A choice out of a code list, or what nobody filled in."""
    return ChoiceFilter(
        choices=[*choices, NOT_FILLED], label=label, empty_label=_("全部"), method="equal", **extra
    )


class HouseholdFilter(UnionNarrowing):
    """Filters of the archive list. Unknown values narrow nothing: an old bookmark still opens.

    `on` narrows to the files that stood at that date; `chief` is the main cause alone, which statistics
    count, where `main_cause` finds secondary ones too.
    """

    state = ChoiceFilter(choices=State.choices, label=_("状态"), widget=forms.HiddenInput)
    view = ChoiceFilter(choices=View.choices, label=_("档案库"), widget=forms.HiddenInput, method="named")
    category = known(_("困难类别"), Category.choices, field_name="category")
    own = CharFilter(field_name="own_label", label=_("本级类别"), widget=forms.HiddenInput, method="equal")
    filing_level = known(_("建档标准"), FilingLevel.choices, field_name="filing_level")
    main_cause = ChoiceFilter(
        choices=Cause.choices, label=_("致困原因"), empty_label=_("全部"), method="with_cause"
    )
    chief = known(_("主要致困原因"), Cause.choices, field_name="main_cause", widget=forms.HiddenInput)
    worker_type = known(_("用工类别"), WorkerType.choices, field_name="worker_type")
    year = ChoiceFilter(field_name="file_year", label=_("建档年度"), empty_label=_("全部"))
    is_on_dibao = ChoiceFilter(choices=YES_NO, label=_("享受低保"), empty_label=_("全部"), method="on_dibao")
    is_dibao_marginal = ChoiceFilter(
        choices=YES_NO, label=_("低保边缘"), empty_label=_("全部"), method="on_dibao"
    )
    insurance = ChoiceFilter(choices=LACKING, label=_("社会保险"), empty_label=_("全部"), method="without")
    deposits = ChoiceFilter(choices=HAVING, label=_("存款"), empty_label=_("全部"), method="having")
    housing_fund = ChoiceFilter(choices=HAVING, label=_("公积金"), empty_label=_("全部"), method="having")
    status = known(
        _("人员身份"), [(status.value, status.label) for status in WORKER_STATUSES], field_name="head__status"
    )
    age = ChoiceFilter(
        choices=[*((band.key, band.label) for band in AGE_BANDS), NOT_FILLED],
        label=_("职工年龄"),
        empty_label=_("全部"),
        method="of_age",
    )
    label = ChoiceFilter(choices=Label.choices, label=_("标签"), empty_label=_("全部"), method="with_label")
    on = TolerantDateFilter(label=_("在档日期"), method="in_force")
    stale = BooleanFilter(label=_("一年未改"), widget=forms.HiddenInput, method="unchanged_for_a_year")
    changing = BooleanFilter(label=_("有待审核的变更"), widget=forms.HiddenInput, method="with_change")
    differing = BooleanFilter(label=_("抽查有出入"), widget=forms.HiddenInput, method="with_finding")
    retention = ChoiceFilter(choices=RETENTION, label=_("保存期"), empty_label=_("全部"), method="kept")
    mine = BooleanFilter(label=_("我的草稿"), widget=forms.HiddenInput, method="own_drafts")

    here = BooleanFilter(label=_("由本工会审核"), widget=forms.HiddenInput, method="reviewed_here")

    class Meta:
        model = Household
        fields: tuple[str, ...] = ()

    def __init__(
        self, data: Any, *, queryset: QuerySet[Household], user: User, is_drawn: bool = True
    ) -> None:
        super().__init__(data, queryset=queryset, user=user, is_drawn=is_drawn)
        this_year = timezone.localdate().year
        self.filters["year"].extra["choices"] = [
            (str(year), str(year)) for year in range(this_year, FIRST_YEAR, -1)
        ]

    def _shown(self, name: str, value: Any) -> str:
        if name == "own" and value == stock.UNKNOWN:
            return str(_("按全国类别"))
        return super()._shown(name, value)

    def reviewed_here(
        self, households: QuerySet[Household], _name: str, wanted: bool | None
    ) -> QuerySet[Household]:
        return households.filter(hands_of(self.user, Part.REVIEW)) if wanted else households

    def with_cause(self, households: QuerySet[Household], _name: str, cause: str) -> QuerySet[Household]:
        return households.filter(Q(main_cause=cause) | Q(secondary_causes__contains=[cause]))

    def equal(self, households: QuerySet[Household], name: str, value: str) -> QuerySet[Household]:
        return households.filter(**{name: "" if value == stock.UNKNOWN else value})

    def on_dibao(self, households: QuerySet[Household], name: str, answer: str) -> QuerySet[Household]:
        return households.filter(**{name: {"1": True, "0": False}.get(answer)})

    def without(self, households: QuerySet[Household], _name: str, kind: str) -> QuerySet[Household]:
        if kind == stock.UNKNOWN:
            return households.filter(**{f"head__{one}_insurance": "" for one in INSURANCES})
        return households.filter(lacks_any() if kind == ANY else lacks(kind))

    def having(self, households: QuerySet[Household], name: str, answer: str) -> QuerySet[Household]:
        asked = {"1": {f"{name}__gt": 0}, "0": {name: 0}}.get(answer, {f"{name}__isnull": True})
        return households.filter(**asked)

    def of_age(self, households: QuerySet[Household], _name: str, band: str) -> QuerySet[Household]:
        return households.filter(stock.of_age(band, self.values.get("on") or timezone.localdate()))

    def with_label(self, households: QuerySet[Household], _name: str, label: str) -> QuerySet[Household]:
        return households.filter(stock.labelled(label, self.values.get("on") or timezone.localdate()))

    def in_force(self, households: QuerySet[Household], _name: str, on: date) -> QuerySet[Household]:
        return households.filter(stock.in_force(on))

    def named(self, households: QuerySet[Household], _name: str, view: str) -> QuerySet[Household]:
        return households.filter(VIEWS[View(view)]())

    def unchanged_for_a_year(
        self, households: QuerySet[Household], _name: str, wanted: bool | None
    ) -> QuerySet[Household]:
        return self.named(households, "view", View.UNCHANGED) if wanted else households

    def with_change(
        self, households: QuerySet[Household], _name: str, wanted: bool | None
    ) -> QuerySet[Household]:
        if not wanted:
            return households
        waiting = ChangeRequest.objects.visible_to(self.user).filter(state=ChangeState.PENDING)
        return households.filter(pk__in=waiting.values("household"))

    def with_finding(
        self, households: QuerySet[Household], _name: str, wanted: bool | None
    ) -> QuerySet[Household]:
        if not wanted:
            return households
        found = Q(pk__in=())
        for list_differing in DIFFERING_FILES:
            found |= Q(pk__in=list_differing().values("household"))
        return households.filter(found)

    def kept(self, households: QuerySet[Household], _name: str, wanted: str) -> QuerySet[Household]:
        return by_retention(households, wanted)

    def own_drafts(
        self, households: QuerySet[Household], _name: str, wanted: bool | None
    ) -> QuerySet[Household]:
        if not wanted:
            return households
        return households.filter(created_by=self.user, state__in=(State.DRAFT, State.RETURNED))

    @property
    def chosen(self) -> QuerySet[Household]:
        """The files that remain; a discarded one only when it is asked for."""
        rows = super().chosen
        return rows if self.values.get("state") else rows.filter(state__in=SHOWN_STATES)
