"""What the list of cases and the figures can be narrowed to: nothing that tells what a case is about."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from cases.care.models import CareAdvice, CareCase
from cases.care.selectors import list_due, list_read
from cases.care.states import CareState, Kind, Topic
from hardship.accounts.filters import EVERYTHING, Narrowing, TolerantDateFilter, UnionNarrowing

YEARS = 5
SHOWN = (("", _("全部")), ("mine", _("我承办、督导的")), ("due", _("到期、紧急的")))


class CareFilter(UnionNarrowing):
    """Part of the list in chips; kind, state, union."""

    untold = ("show",)
    show = ChoiceFilter(choices=SHOWN, label=_("范围"), method="showing", widget=forms.HiddenInput)
    kind = ChoiceFilter(choices=Kind.choices, label=_("类别"), empty_label=EVERYTHING)
    state = ChoiceFilter(choices=CareState.choices, label=_("状态"), empty_label=EVERYTHING)

    class Meta:
        model = CareCase
        fields: tuple[str, ...] = ()

    def showing(self, rows: QuerySet[CareCase], _name: str, chosen: str) -> QuerySet[CareCase]:
        own: dict[str, Any] = {"mine": list_read, "due": list_due}
        return rows.filter(pk__in=own[chosen](self.user).values("pk")) if chosen in own else rows


class FigureFilter(Narrowing):
    """One year always: of two figures for longer and shorter times, or for a union and one below it, somebody
    could find out what a single person asked."""

    year = ChoiceFilter(label=_("年度"), empty_label=None, field_name="opened_on__year")

    class Meta:
        model = CareCase
        fields: tuple[str, ...] = ()

    def __init__(self, data: Mapping[str, Any], *, queryset: QuerySet[CareCase]) -> None:
        this = timezone.localdate().year
        years = [str(this - back) for back in range(YEARS)]
        year = data.get("year", "")
        super().__init__({"year": year if year in years else str(this)}, queryset=queryset)
        self.filters["year"].extra["choices"] = [(one, one) for one in years]


class AdviceFilter(UnionNarrowing):
    """Topic, days, union."""

    topic = ChoiceFilter(choices=Topic.choices, label=_("事项"), empty_label=EVERYTHING)
    since = TolerantDateFilter("on", "gte", label=_("日期从"))
    until = TolerantDateFilter("on", "lte", label=_("到"))

    class Meta:
        model = CareAdvice
        fields: tuple[str, ...] = ()
