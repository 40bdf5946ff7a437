"""What the list of plans can be narrowed to; unknown values narrow nothing."""

from typing import TYPE_CHECKING, Any, TypedDict

from django import forms
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from cases.archives.models import Household
from cases.archives.states import Category, Cause
from cases.plans.models import HelpPlan
from cases.plans.selectors.years import is_late, is_regular, is_unplanned
from cases.plans.states import Department, ExitKind, MeasureKind, PlanState
from cases.surveys.models import SurveyEntry
from cases.surveys.states import EntryStatus
from hardship.accounts.filters import UnionNarrowing
from hardship.accounts.models import User

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Late(TypedDict):
        late: int

    LatePlan = WithAnnotations[HelpPlan, Late]


FIRST_YEAR = 2016
SHOWN = (
    ("unplanned", _("未安排")),
    ("leave", _("计划脱困")),
    ("regular", _("常态化帮扶")),
    ("late", _("到期未脱困")),
)


class PlanFilter(UnionNarrowing):
    """State, year, what is late, kind of measure and who leads it, union."""

    scoped = "household__"
    state = ChoiceFilter(choices=PlanState.choices, label=_("状态"), widget=forms.HiddenInput)
    due = ChoiceFilter(
        choices=(("late", _("有超期的措施")), ("mine", _("我负责的"))),
        label=_("期限"),
        empty_label=_("全部"),
        method="waiting",
    )
    kind = ChoiceFilter(
        field_name="measures__kind",
        choices=MeasureKind.choices,
        label=_("措施种类"),
        empty_label=_("全部"),
        method="having",
    )
    department = ChoiceFilter(
        field_name="measures__department",
        choices=Department.choices,
        label=_("牵头部门"),
        empty_label=_("全部"),
        method="having",
    )
    year = ChoiceFilter(label=_("年度"), empty_label=_("全部"))

    class Meta:
        model = HelpPlan
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, *, queryset: QuerySet[HelpPlan], user: User) -> None:
        super().__init__(data, queryset=queryset, user=user)
        this_year = timezone.localdate().year
        years = [(str(year), str(year)) for year in range(this_year + 1, FIRST_YEAR, -1)]
        self.filters["year"].extra["choices"] = years

    def waiting(self, plans: "QuerySet[LatePlan]", _name: str, chosen: str) -> QuerySet[HelpPlan]:
        if chosen == "late":
            return plans.filter(late__gt=0)
        mine = HelpPlan.objects.filter(measures__responsible=self.user, measures__state="open")
        return plans.filter(pk__in=mine.values("pk"))

    def having(self, plans: QuerySet[HelpPlan], name: str, value: str) -> QuerySet[HelpPlan]:
        return plans.filter(pk__in=HelpPlan.objects.filter(**{name: value}).values("pk"))


class ExitFilter(UnionNarrowing):
    """What it is planned for, year, what the newest survey found, category, cause, union."""

    untold = ("show",)
    show = ChoiceFilter(choices=SHOWN, label=_("范围"), method="showing", widget=forms.HiddenInput)
    year = ChoiceFilter(label=_("脱困年度"), empty_label=_("全部"), field_name="exit_year")
    survey = ChoiceFilter(
        choices=((EntryStatus.VERIFIED, _("核查无变化")), (EntryStatus.CHANGED, _("核查有变更"))),
        label=_("本次年度核查"),
        empty_label=_("全部"),
        method="surveyed",
    )
    category = ChoiceFilter(choices=Category.choices, label=_("困难类别"), empty_label=_("全部"))
    main_cause = ChoiceFilter(choices=Cause.choices, label=_("主要致困原因"), empty_label=_("全部"))

    class Meta:
        model = Household
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, *, queryset: QuerySet[Household], user: User) -> None:
        super().__init__(data, queryset=queryset, user=user)
        this_year = timezone.localdate().year
        years = [(str(year), str(year)) for year in range(this_year - 3, this_year + 6)]
        self.filters["year"].extra["choices"] = years

    def showing(self, rows: QuerySet[Household], _name: str, chosen: str) -> QuerySet[Household]:
        narrowed = {
            "unplanned": is_unplanned(),
            "leave": Q(exit_kind=ExitKind.LEAVE),
            "regular": is_regular(),
            "late": is_late(timezone.localdate().year),
        }
        return rows.filter(narrowed[chosen])

    def surveyed(self, rows: QuerySet[Household], _name: str, status: str) -> QuerySet[Household]:
        """By what became of the household in the newest survey that lists it."""
        newest = SurveyEntry.objects.visible_to(self.user).filter(household=OuterRef("pk")).order_by("-pk")
        return rows.alias(found=Subquery(newest.values("status")[:1])).filter(found=status)
