"""What the choice of households, and those of a list, can be narrowed to; unknown values narrow nothing."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from cases.archives.models import Household
from cases.archives.states import Category, Cause
from cases.selections.models import SelectionRow
from cases.selections.states import Origin, RowState
from hardship.accounts.filters import EVERYTHING, UnionNarrowing


class CandidateFilter(UnionNarrowing):
    """Where it comes from, category, main cause, union."""

    untold = ("origin",)
    origin = ChoiceFilter(choices=Origin.choices, label=_("来源"), widget=forms.HiddenInput)
    category = ChoiceFilter(choices=Category.choices, label=_("困难类别"), empty_label=EVERYTHING)
    main_cause = ChoiceFilter(choices=Cause.choices, label=_("主要致困原因"), empty_label=EVERYTHING)

    class Meta:
        model = Household
        fields: tuple[str, ...] = ()


class RowFilter(UnionNarrowing):
    """What was said of a household, where it comes from, category, union."""

    scoped = "household__"
    untold = ("state",)
    state = ChoiceFilter(choices=RowState.choices, label=_("审定意见"), widget=forms.HiddenInput)
    origin = ChoiceFilter(choices=Origin.choices, label=_("来源"), empty_label=EVERYTHING)
    category = ChoiceFilter(choices=Category.choices, label=_("困难类别"), empty_label=EVERYTHING)

    class Meta:
        model = SelectionRow
        fields: tuple[str, ...] = ()
