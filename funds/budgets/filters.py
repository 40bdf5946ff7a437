"""What the lists of plans are narrowed by."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from funds.budgets.models import Budget, Distribution, Recall, Virement
from funds.budgets.states import Basis, Call, Stage, State, Turn
from funds.ledgers.filters import ReachFilter, recent_years
from hardship.accounts.filters import EVERYTHING, UnionNarrowing
from hardship.accounts.models import User


class BudgetFilter(UnionNarrowing):
    """How a plan stands in chips; year, union."""

    untold = ("state",)
    state = ChoiceFilter(choices=State.choices, label=_("状态"), widget=forms.HiddenInput)
    year = ChoiceFilter(label=_("年度"), empty_label=EVERYTHING)

    class Meta:
        model = Budget
        fields = ["state", "year"]

    def __init__(self, data: Any, *, queryset: QuerySet[Any], user: User, is_drawn: bool = True) -> None:
        super().__init__(data, queryset=queryset, user=user, is_drawn=is_drawn)
        self.filters["year"].extra["choices"] = recent_years()


class DistributionFilter(UnionNarrowing):
    """How a table of allocation stands in chips; union."""

    untold = ("state",)
    state = ChoiceFilter(choices=Stage.choices, label=_("状态"), widget=forms.HiddenInput)
    basis = ChoiceFilter(label=_("分配办法"), choices=Basis.choices, empty_label=EVERYTHING)

    class Meta:
        model = Distribution
        fields = ["state", "basis"]


class VirementFilter(UnionNarrowing):
    """How a virement stands in chips; union."""

    untold = ("state",)
    state = ChoiceFilter(choices=Turn.choices, label=_("状态"), widget=forms.HiddenInput)

    class Meta:
        model = Virement
        fields = ["state"]


class RecallFilter(UnionNarrowing):
    """How a recall stands in chips; the union that calls back."""

    untold = ("state",)
    state = ChoiceFilter(choices=Call.choices, label=_("状态"), widget=forms.HiddenInput)

    class Meta:
        model = Recall
        fields = ["state"]


class ComparisonFilter(ReachFilter):
    """The same of plans."""

    class Meta:
        model = Budget
        fields = ("year",)
