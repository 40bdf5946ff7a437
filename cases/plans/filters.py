"""What the list of plans can be narrowed to; unknown values narrow nothing."""

from typing import TYPE_CHECKING, Any, TypedDict

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from cases.plans.models import HelpPlan
from cases.plans.states import MeasureKind, PlanState
from hardship.accounts.filters import UnionNarrowing
from hardship.accounts.models import User

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Late(TypedDict):
        late: int

    LatePlan = WithAnnotations[HelpPlan, Late]


FIRST_YEAR = 2016


class PlanFilter(UnionNarrowing):
    """State, year, what is late, kind of measure, union."""

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

    def having(self, plans: QuerySet[HelpPlan], _name: str, kind: str) -> QuerySet[HelpPlan]:
        return plans.filter(pk__in=HelpPlan.objects.filter(measures__kind=kind).values("pk"))
