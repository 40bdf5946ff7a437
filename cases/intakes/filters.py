"""What the files of a list, and those that lack something, can be narrowed to."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from cases.archives.models import Household
from cases.archives.states.taking_over import Basis
from cases.intakes.models import IntakeRow
from cases.intakes.states import RowState
from hardship.accounts.filters import EVERYTHING, Narrowing, UnionNarrowing


class RowFilter(Narrowing):
    """What became of a file, and what its category rests on."""

    untold = ("state",)
    state = ChoiceFilter(choices=RowState.choices, label=_("状态"), widget=forms.HiddenInput)
    basis = ChoiceFilter(choices=Basis.choices, label=_("类别依据"), empty_label=EVERYTHING)

    class Meta:
        model = IntakeRow
        fields: tuple[str, ...] = ()


class GapFilter(UnionNarrowing):
    """By union; what a file lacks is no column and is narrowed by the view."""

    class Meta:
        model = Household
        fields: tuple[str, ...] = ()
