"""What the lists of instalments, services and hand-outs can be narrowed to."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from cases.giving.models import FollowUp, Fulfilment, Instalment, Roster
from cases.giving.selectors import follow_ups
from cases.giving.selectors.fulfilments import late
from cases.giving.selectors.plans import due
from cases.giving.states import FollowUpState, FulfilmentState, RosterState, State
from hardship.accounts.filters import UnionNarrowing

SHOWN = (
    ("due", _("到期待复核")),
    (State.SUSPENDED, _("暂停")),
    (State.CONFIRMED, _("可以发放")),
    (State.ENDED, _("停发")),
)

ROSTERS_SHOWN = RosterState.choices
FOLLOW_UPS_SHOWN = (("soon", _("到期")), ("late", _("超期没有回访")), *FollowUpState.choices)
SERVICES_SHOWN = (("late", _("超期没有办")), *FulfilmentState.choices)


class InstalmentFilter(UnionNarrowing):
    """What is due or how it stands in chips; union."""

    untold = ("show",)
    show = ChoiceFilter(choices=SHOWN, label=_("范围"), method="showing", widget=forms.HiddenInput)

    class Meta:
        model = Instalment
        fields: tuple[str, ...] = ()

    def showing(self, rows: QuerySet[Instalment], _name: str, chosen: str) -> QuerySet[Any]:
        return due(rows) if chosen == "due" else rows.filter(state=chosen)


class FulfilmentFilter(UnionNarrowing):
    """How a service stands, and what is late, in chips; union."""

    untold = ("show",)
    show = ChoiceFilter(choices=SERVICES_SHOWN, label=_("范围"), method="showing", widget=forms.HiddenInput)

    class Meta:
        model = Fulfilment
        fields: tuple[str, ...] = ()

    def showing(self, rows: QuerySet[Fulfilment], _name: str, chosen: str) -> QuerySet[Any]:
        return late(rows) if chosen == "late" else rows.filter(state=chosen)


class FollowUpFilter(UnionNarrowing):
    """How a follow-up stands, what is due and what is late, in chips; union."""

    untold = ("show",)
    show = ChoiceFilter(choices=FOLLOW_UPS_SHOWN, label=_("范围"), method="showing", widget=forms.HiddenInput)

    class Meta:
        model = FollowUp
        fields: tuple[str, ...] = ()

    def showing(self, rows: QuerySet[FollowUp], _name: str, chosen: str) -> QuerySet[Any]:
        narrow = {"soon": follow_ups.soon, "late": follow_ups.late}.get(chosen)
        return narrow(rows) if narrow else rows.filter(state=chosen)


class RosterFilter(UnionNarrowing):
    """How a hand-out stands in chips; union."""

    untold = ("show",)
    show = ChoiceFilter(choices=ROSTERS_SHOWN, label=_("范围"), field_name="state", widget=forms.HiddenInput)

    class Meta:
        model = Roster
        fields: tuple[str, ...] = ()
