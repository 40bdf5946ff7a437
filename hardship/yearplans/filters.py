"""What the year's plan can be narrowed to."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from hardship.accounts.filters import EVERYTHING, UnionNarrowing
from hardship.accounts.models import User, people_of
from hardship.yearplans.models import YearEntry
from hardship.yearplans.selectors import late
from hardship.yearplans.states import FIRST_YEAR, LATE, LATE_WORD, YEARS_AHEAD, State

MINE = "mine"
SHOWN = ((MINE, _("由我负责的")), (LATE, LATE_WORD), *State.choices)


class YearFilter(UnionNarrowing):
    """Whose and how they stand in chips; the year; union."""

    untold = ("show",)
    show = ChoiceFilter(choices=SHOWN, label=_("范围"), method="showing", widget=forms.HiddenInput)
    year = ChoiceFilter(field_name="begins_on", lookup_expr="year", label=_("年度"), empty_label=EVERYTHING)

    class Meta:
        model = YearEntry
        fields: tuple[str, ...] = ()

    def __init__(self, data: Any, *, queryset: QuerySet[YearEntry], user: User, **more: Any) -> None:
        super().__init__(data, queryset=queryset, user=user, **more)
        years = range(timezone.localdate().year + YEARS_AHEAD, FIRST_YEAR, -1)
        self.filters["year"].extra["choices"] = [(str(year), str(year)) for year in years]

    def showing(self, rows: QuerySet[YearEntry], _name: str, chosen: str) -> QuerySet[YearEntry]:
        if chosen == MINE:
            return rows.filter(responsible__in=people_of(self.user))
        return late(rows) if chosen == LATE else rows.filter(state=chosen)
