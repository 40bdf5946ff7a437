"""What the list of events and the counts can be narrowed to."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from cases.outreach.models import Activity, EventVisit
from cases.outreach.selectors import list_overdue
from cases.outreach.states import Kind, Occasion, State
from hardship.accounts.filters import EVERYTHING, TolerantDateFilter, UnionNarrowing

SHOWN = (("", _("全部")), ("reported", _("待走访")), ("overdue", _("已超期")), ("visited", _("已走访")))


class CountFilter(UnionNarrowing):
    """From which day to which, by union."""

    since = TolerantDateFilter("happened_on", "gte", label=_("发生日期从"))
    until = TolerantDateFilter("happened_on", "lte", label=_("到"))

    class Meta:
        model = EventVisit
        fields: tuple[str, ...] = ()


class EventFilter(CountFilter):
    """Part of the list in chips; occasion, days, union."""

    untold = ("show",)
    show = ChoiceFilter(choices=SHOWN, label=_("范围"), method="showing", widget=forms.HiddenInput)
    occasion = ChoiceFilter(choices=Occasion.choices, label=_("事由"), empty_label=EVERYTHING)

    def showing(self, rows: QuerySet[EventVisit], _name: str, chosen: str) -> QuerySet[EventVisit]:
        if chosen == "overdue":
            return list_overdue(rows)
        return rows.filter(state=chosen) if chosen in State.values else rows


class ActivityFilter(UnionNarrowing):
    """Kind, days, union."""

    kind = ChoiceFilter(choices=Kind.choices, label=_("类别"), empty_label=EVERYTHING)
    since = TolerantDateFilter("held_on", "gte", label=_("日期从"))
    until = TolerantDateFilter("held_on", "lte", label=_("到"))

    class Meta:
        model = Activity
        fields: tuple[str, ...] = ()
