"""What the lists of courses, and of those who may be put on one, can be narrowed to."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter

from cases.employment.models import Course, JobFair, JobOpening, Partner, Referral, StartUp
from cases.employment.selectors.openings import current
from cases.employment.states import FairKind, PartnerKind, ReferralState, Side, StartUpState, State
from cases.people.models import Person
from cases.people.states import Group
from hardship.accounts.filters import EVERYTHING, Narrowing, UnionNarrowing
from hardship.accounts.models import User

YEARS = 6  # that a list offers
OPENINGS_SHOWN = (("current", _("正在招聘")), ("over", _("停招或过期")))


class _ByYear(UnionNarrowing):
    """The years about this one."""

    def __init__(self, data: Any, *, queryset: QuerySet[Any], user: User) -> None:
        super().__init__(data, queryset=queryset, user=user)
        this = timezone.localdate().year
        years = [str(this + 1 - back) for back in range(YEARS)]
        self.filters["year"].extra["choices"] = [(year, year) for year in years]


class CourseFilter(_ByYear):
    """How it stands in chips; the year in which it began, a word of name, trade or partner, union."""

    untold = ("show",)
    show = ChoiceFilter(choices=State.choices, label=_("范围"), field_name="state", widget=forms.HiddenInput)
    year = ChoiceFilter(label=_("年度"), empty_label=EVERYTHING, field_name="starts_on__year")
    words = CharFilter(label=_("名称、工种或机构"), max_length=40, method="saying")

    class Meta:
        model = Course
        fields: tuple[str, ...] = ()

    def saying(self, rows: QuerySet[Any], _name: str, words: str) -> QuerySet[Any]:
        found = Q()
        for field in ("name", "trade", "partner"):
            found |= Q(**{f"{field}__icontains": words})
        return rows.filter(found)


class OffFileFilter(UnionNarrowing):
    """The group that somebody belongs to, union."""

    group = ChoiceFilter(
        choices=Group.choices, label=_("人员类别"), empty_label=EVERYTHING, method="of_group"
    )

    class Meta:
        model = Person
        fields: tuple[str, ...] = ()

    def of_group(self, rows: QuerySet[Any], _name: str, chosen: str) -> QuerySet[Any]:
        return rows.filter(groups__contains=[chosen])


class OpeningFilter(UnionNarrowing):
    """Those to which somebody may be introduced, or closed, in chips; a word of post, trade or employer."""

    untold = ("show",)
    show = ChoiceFilter(choices=OPENINGS_SHOWN, label=_("范围"), method="showing", widget=forms.HiddenInput)
    words = CharFilter(label=_("岗位、工种或单位"), max_length=40, method="saying")

    class Meta:
        model = JobOpening
        fields: tuple[str, ...] = ()

    def showing(self, rows: QuerySet[Any], _name: str, chosen: str) -> QuerySet[Any]:
        return current(rows) if chosen == "current" else rows.exclude(pk__in=current(rows).values("pk"))

    def saying(self, rows: QuerySet[Any], _name: str, words: str) -> QuerySet[Any]:
        found = Q()
        for field in ("post", "trade", "employer__name"):
            found |= Q(**{f"{field}__icontains": words})
        return rows.filter(found)


class ReferralFilter(UnionNarrowing):
    """How it stands in chips; who did not want it, union of the opening."""

    scoped = "opening__"
    untold = ("show",)
    show = ChoiceFilter(
        choices=ReferralState.choices, label=_("范围"), field_name="state", widget=forms.HiddenInput
    )
    side = ChoiceFilter(choices=Side.choices, label=_("没有谈成"), empty_label=EVERYTHING)

    class Meta:
        model = Referral
        fields: tuple[str, ...] = ()


class FairFilter(_ByYear):
    """The year, the kind, union."""

    year = ChoiceFilter(label=_("年度"), empty_label=EVERYTHING, field_name="held_on__year")
    kind = ChoiceFilter(label=_("形式"), empty_label=EVERYTHING, choices=FairKind.choices)

    class Meta:
        model = JobFair
        fields: tuple[str, ...] = ()


class StartUpFilter(UnionNarrowing):
    """How it stands in chips; union."""

    untold = ("show",)
    show = ChoiceFilter(
        choices=StartUpState.choices, label=_("范围"), field_name="state", widget=forms.HiddenInput
    )

    class Meta:
        model = StartUp
        fields: tuple[str, ...] = ()


class PartnerFilter(Narrowing):
    """Institutions or bases, in chips; a word of name, number or trades."""

    untold = ("show",)
    unlogged = ("words",)
    show = ChoiceFilter(
        choices=PartnerKind.choices, label=_("范围"), field_name="kind", widget=forms.HiddenInput
    )
    words = CharFilter(label=_("名称、编号或工种"), max_length=40, method="saying")

    class Meta:
        model = Partner
        fields: tuple[str, ...] = ()

    def saying(self, rows: QuerySet[Any], _name: str, words: str) -> QuerySet[Any]:
        return rows.filter(
            Q(name__icontains=words) | Q(contract_no__icontains=words) | Q(trades__icontains=words)
        )
