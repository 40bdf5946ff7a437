"""What the list of publications is narrowed by."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from funds.ledgers.filters import recent_years
from funds.publications.models import Publication
from funds.publications.states import State
from hardship.accounts.filters import EVERYTHING, UnionNarrowing
from hardship.accounts.models import User


class PublicationFilter(UnionNarrowing):
    """How a version stands in chips; year, union."""

    untold = ("state",)
    state = ChoiceFilter(choices=State.choices, label=_("状态"), widget=forms.HiddenInput)
    year = ChoiceFilter(label=_("年度"), empty_label=EVERYTHING)

    class Meta:
        model = Publication
        fields = ["state", "year"]

    def __init__(self, data: Any, *, queryset: QuerySet[Any], user: User, is_drawn: bool = True) -> None:
        super().__init__(data, queryset=queryset, user=user, is_drawn=is_drawn)
        self.filters["year"].extra["choices"] = recent_years()
