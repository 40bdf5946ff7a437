"""What the list of petitions can be narrowed to; unknown values narrow nothing."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from cases.petitions.models import Petition
from cases.petitions.selectors.petitions import list_in_hand, list_overdue, list_to_take
from cases.petitions.states import OPEN, SETTLED, Channel, Matter, State, Urgency
from hardship.accounts.filters import EVERYTHING, TolerantDateFilter, UnionNarrowing

SHOWN = (
    ("open", _("办理中")),
    ("waiting", _("等本工会受理、交办")),
    ("mine", _("我办的")),
    ("overdue", _("已超期")),
    ("settled", _("已办结")),
    ("all", _("全部")),
)


class PetitionFilter(UnionNarrowing):
    """Part of the list in chips; matter, channel, state, urgency, days, union."""

    untold = ("show",)
    show = ChoiceFilter(choices=SHOWN, label=_("范围"), method="showing", widget=forms.HiddenInput)
    matter = ChoiceFilter(choices=Matter.choices, label=_("事项"), empty_label=EVERYTHING)
    channel = ChoiceFilter(choices=Channel.choices, label=_("来源"), empty_label=EVERYTHING)
    state = ChoiceFilter(choices=State.choices, label=_("状态"), empty_label=EVERYTHING)
    urgency = ChoiceFilter(choices=Urgency.choices, label=_("缓急"), empty_label=EVERYTHING)
    since = TolerantDateFilter("received_on", "gte", label=_("接待日期从"))
    until = TolerantDateFilter("received_on", "lte", label=_("到"))

    class Meta:
        model = Petition
        fields: tuple[str, ...] = ()

    def showing(self, rows: QuerySet[Petition], _name: str, chosen: str) -> QuerySet[Petition]:
        if chosen == "overdue":
            return list_overdue(rows)
        mine: dict[str, Any] = {"waiting": list_to_take, "mine": list_in_hand}
        if chosen in mine:
            return rows.filter(pk__in=mine[chosen](self.user).values("pk"))
        wanted = {"open": Q(state__in=OPEN), "settled": Q(state__in=SETTLED)}
        return rows.filter(wanted.get(chosen, Q()))


class CountFilter(UnionNarrowing):
    """From which day to which, by union."""

    since = TolerantDateFilter("received_on", "gte", label=_("接待日期从"))
    until = TolerantDateFilter("received_on", "lte", label=_("到"))

    class Meta:
        model = Petition
        fields: tuple[str, ...] = ()
