"""What the list of files can be narrowed to. The search box is no part of it: see views.searches."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, CharFilter, ChoiceFilter, DateFilter, FilterSet

from cases.archives.models import ChangeRequest, Household, Member
from cases.archives.rules import AGE_BANDS
from cases.archives.selectors import stock
from cases.archives.selectors.lifecycle import by_retention
from cases.archives.selectors.register import graduating
from cases.archives.selectors.spotchecks import list_unanswered
from cases.archives.states import WORKER_STATUSES, Category, Cause, ChangeState, State, View, WorkerType
from cases.policies.states import Stage
from hardship.accounts.models import Union, User
from hardship.accounts.states import Level
from hardship.kernel.fields import DateField

NOT_FILLED = (stock.UNKNOWN, _("未填"))
YES_NO = (("1", _("是")), ("0", _("否")), NOT_FILLED)
RETENTION = (("running", _("保存期内")), ("soon", _("一年内期满")), ("over", _("保存期已满")))
FIRST_YEAR = 2016
LEVELS = tuple(Level.values)
# A file that was made by mistake is shown only to whoever asks for it.
SHOWN_STATES = tuple(state for state in State.values if state != State.DISCARDED)


class TolerantDateFilter(DateFilter):
    """Takes a date however it is written."""

    field_class = DateField


def known(label: Any, choices: Iterable[Any], **extra: Any) -> ChoiceFilter:
    """A choice out of a code list, or what nobody filled in."""
    return ChoiceFilter(
        choices=[*choices, NOT_FILLED], label=label, empty_label=_("全部"), method="equal", **extra
    )


class HouseholdFilter(FilterSet):
    """Filters of the archive list. Unknown values narrow nothing: an old bookmark still opens.

    `on` narrows to the files that stood at that date; `chief` is the main cause alone, which statistics
    count, where `main_cause` finds secondary ones too.
    """

    state = ChoiceFilter(choices=State.choices, label=_("状态"), widget=forms.HiddenInput)
    view = ChoiceFilter(choices=View.choices, label=_("档案库"), widget=forms.HiddenInput, method="named")
    union = ChoiceFilter(label=_("工会"), empty_label=_("全部"), method="below")
    category = known(_("困难类别"), Category.choices, field_name="category")
    main_cause = ChoiceFilter(
        choices=Cause.choices, label=_("致困原因"), empty_label=_("全部"), method="with_cause"
    )
    chief = known(_("主要致困原因"), Cause.choices, field_name="main_cause", widget=forms.HiddenInput)
    worker_type = known(_("用工类别"), WorkerType.choices, field_name="worker_type")
    year = ChoiceFilter(field_name="file_year", label=_("建档年度"), empty_label=_("全部"))
    is_on_dibao = ChoiceFilter(choices=YES_NO, label=_("享受低保"), empty_label=_("全部"), method="on_dibao")
    status = known(
        _("人员身份"), [(status.value, status.label) for status in WORKER_STATUSES], field_name="head__status"
    )
    age = ChoiceFilter(
        choices=[*((band.key, band.label) for band in AGE_BANDS), NOT_FILLED],
        label=_("职工年龄"),
        empty_label=_("全部"),
        method="of_age",
    )
    on = TolerantDateFilter(label=_("在档日期"), method="in_force")
    stale = BooleanFilter(label=_("一年未改"), widget=forms.HiddenInput, method="unchanged_for_a_year")
    changing = BooleanFilter(label=_("有待审核的变更"), widget=forms.HiddenInput, method="with_change")
    differing = BooleanFilter(label=_("抽查有出入"), widget=forms.HiddenInput, method="with_finding")
    retention = ChoiceFilter(choices=RETENTION, label=_("保存期"), empty_label=_("全部"), method="kept")
    mine = BooleanFilter(label=_("我的草稿"), widget=forms.HiddenInput, method="own_drafts")

    class Meta:
        model = Household
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, *, queryset: QuerySet[Household], user: User) -> None:
        super().__init__(data, queryset=queryset)
        self.user = user
        this_year = timezone.localdate().year
        self.filters["year"].extra["choices"] = [
            (str(year), str(year)) for year in range(this_year, FIRST_YEAR, -1)
        ]
        self.unions = {str(union.pk): union for union in list_choosable_unions(user, data.get("union", ""))}
        if self.unions:
            self.filters["union"].extra["choices"] = _as_tree(list(self.unions.values()))
        else:
            del self.filters["union"]

    def below(self, households: QuerySet[Household], _name: str, chosen: str) -> QuerySet[Household]:
        """The files of one union and of every union below it."""
        union = self.unions[chosen]
        return households.filter(**{f"{union.scope_column}_id": union.pk})

    def with_cause(self, households: QuerySet[Household], _name: str, cause: str) -> QuerySet[Household]:
        return households.filter(Q(main_cause=cause) | Q(secondary_causes__contains=[cause]))

    def equal(self, households: QuerySet[Household], name: str, value: str) -> QuerySet[Household]:
        return households.filter(**{name: "" if value == stock.UNKNOWN else value})

    def on_dibao(self, households: QuerySet[Household], _name: str, answer: str) -> QuerySet[Household]:
        return households.filter(is_on_dibao={"1": True, "0": False}.get(answer))

    def of_age(self, households: QuerySet[Household], _name: str, band: str) -> QuerySet[Household]:
        return households.filter(stock.of_age(band, self.values.get("on") or timezone.localdate()))

    def in_force(self, households: QuerySet[Household], _name: str, on: date) -> QuerySet[Household]:
        return households.filter(stock.in_force(on))

    def named(self, households: QuerySet[Household], _name: str, view: str) -> QuerySet[Household]:
        return households.filter(stock.VIEWS[View(view)]())

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
        return households.filter(pk__in=list_unanswered().values("household")) if wanted else households

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
        """The rows that remain; what is not understood is passed over."""
        rows: QuerySet[Household] = self.queryset
        for name, value in self.values.items():
            rows = self.filters[name].filter(rows, value)
        return rows if self.values.get("state") else rows.filter(state__in=SHOWN_STATES)

    @property
    def values(self) -> dict[str, Any]:
        """The filters in force by name."""
        self.form.is_valid()
        return {
            name: value for name, value in self.form.cleaned_data.items() if value not in (None, "", False)
        }

    def described(self) -> list[tuple[str, str]]:
        """The filters in force as name and sentence, such as ("category", "困难类别：深度困难")."""
        return [
            (name, f"{self.filters[name].label}：{self._shown(name, value)}")
            for name, value in self.values.items()
        ]

    def _shown(self, name: str, value: Any) -> str:
        choices: Iterable[tuple[Any, Any]] = self.filters[name].extra.get("choices") or ()
        if isinstance(value, bool):
            return str(_("是") if value else _("否"))
        return str(dict(choices).get(value, value)).strip("　")


class RegisterFilter(FilterSet):
    """What both registers of people can be narrowed to; unknown values narrow nothing."""

    union = ChoiceFilter(label=_("工会"), empty_label=_("全部"), method="below")

    class Meta:
        model = Member
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, *, queryset: QuerySet[Member], user: User) -> None:
        super().__init__(data, queryset=queryset)
        self.unions = {str(union.pk): union for union in list_choosable_unions(user, data.get("union", ""))}
        if self.unions:
            self.filters["union"].extra["choices"] = _as_tree(list(self.unions.values()))
        else:
            del self.filters["union"]

    def below(self, people: QuerySet[Member], _name: str, chosen: str) -> QuerySet[Member]:
        union = self.unions[chosen]
        return people.filter(**{f"household__{union.scope_column}_id": union.pk})

    @property
    def values(self) -> dict[str, Any]:
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value not in (None, "")}

    @property
    def chosen(self) -> QuerySet[Member]:
        rows: QuerySet[Member] = self.queryset
        for name, value in self.values.items():
            rows = self.filters[name].filter(rows, value)
        return rows

    def described(self) -> list[str]:
        found = []
        for name, value in self.values.items():
            choices = dict(self.filters[name].extra.get("choices") or ())
            found.append(f"{self.filters[name].label}：{str(choices.get(value, value)).strip('　')}")
        return found


class StudentFilter(RegisterFilter):
    """Stage of schooling, school, and the year in which the course ends."""

    stage = ChoiceFilter(choices=Stage.choices, label=_("在读阶段"), empty_label=_("全部"))
    school = CharFilter(field_name="employer", lookup_expr="contains", label=_("学校"), max_length=40)
    ends = ChoiceFilter(label=_("预计毕业"), empty_label=_("全部"), method="ending")

    def __init__(self, data: Any, *, queryset: QuerySet[Member], user: User) -> None:
        super().__init__(data, queryset=queryset, user=user)
        year = timezone.localdate().year
        years = [(str(year + n), str(year + n)) for n in range(5)]
        self.filters["ends"].extra["choices"] = [*years, (stock.UNKNOWN, _("缺入学年份或学制"))]

    def ending(self, people: QuerySet[Member], _name: str, chosen: str) -> QuerySet[Member]:
        return graduating(people, None if chosen == stock.UNKNOWN else int(chosen))


class SeekerFilter(RegisterFilter):
    """What is wanted: work or training; and a word of the skills or wishes."""

    wants = ChoiceFilter(
        choices=(("work", _("要找工作")), ("training", _("要参加培训"))),
        label=_("愿望"),
        empty_label=_("全部"),
        method="wanting",
    )
    words = CharFilter(label=_("技能或意愿"), max_length=40, method="saying")

    def wanting(self, people: QuerySet[Member], _name: str, chosen: str) -> QuerySet[Member]:
        if chosen == "training":
            return people.exclude(training_wishes="")
        return people.filter(Q(seeks_work=True) | ~Q(job_wishes=""))

    def saying(self, people: QuerySet[Member], _name: str, words: str) -> QuerySet[Member]:
        said = ("skills", "job_wishes", "training_wishes")
        found = Q()
        for field in said:
            found |= Q(**{f"{field}__contains": words})
        return people.filter(found)


def list_choosable_unions(user: User, chosen: str) -> QuerySet[Union]:
    """The unions of the two levels below the user's and the children of the chosen one; none for a
    grassroots user, who has no choice. A province does not get five thousand lines."""
    if user.union.level == Level.GRASSROOTS:
        return Union.objects.none()
    rank = LEVELS.index(user.union.level)
    near = Q(level__in=LEVELS[rank : rank + 3])
    if chosen.isascii() and chosen.isdigit() and len(chosen) < 10:
        near |= Q(pk=int(chosen)) | Q(parent=int(chosen))
    return Union.objects.visible_to(user).open().filter(near).exclude(pk=user.union_id).order_by("path")


def _as_tree(unions: list[Union]) -> list[tuple[str, str]]:
    """Choices indented by their depth below the first."""
    top = min(union.path.count("/") for union in unions)
    return [(str(union.pk), "　" * (union.path.count("/") - top) + union.name) for union in unions]
