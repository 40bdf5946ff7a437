"""What the list of campaigns is narrowed by."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from cases.campaigns.models import Campaign
from cases.campaigns.states import Kind, State
from funds.ledgers.filters import recent_years
from hardship.accounts.filters import EVERYTHING, UnionNarrowing
from hardship.accounts.models import User


class CampaignFilter(UnionNarrowing):
    """How a campaign stands in chips; kind, year, union."""

    untold = ("state",)
    state = ChoiceFilter(choices=State.choices, label=_("状态"), widget=forms.HiddenInput)
    kind = ChoiceFilter(label=_("活动类型"), choices=Kind.choices, empty_label=EVERYTHING)
    year = ChoiceFilter(label=_("年度"), empty_label=EVERYTHING)

    class Meta:
        model = Campaign
        fields = ["state", "kind", "year"]

    def __init__(self, data: Any, *, queryset: QuerySet[Any], user: User, is_drawn: bool = True) -> None:
        super().__init__(data, queryset=queryset, user=user, is_drawn=is_drawn)
        self.filters["year"].extra["choices"] = recent_years()
