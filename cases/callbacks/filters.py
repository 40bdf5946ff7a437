"""What the lists of calls and of differences can be narrowed to."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from cases.callbacks import selectors
from cases.callbacks.models import Callback, Difference
from cases.callbacks.states import DifferenceState, State
from hardship.accounts.filters import UnionNarrowing

SHOWN = (
    ("due", _("到期")),
    ("late", _("超期没有回访")),
    (State.UNREACHED, _("多次联系不上")),
    ("unhappy", _("不满意")),
    (State.DONE, _("已回访")),
)
DIFFERENCES_SHOWN = DifferenceState.choices


class CallbackFilter(UnionNarrowing):
    """How a call stands in chips; union."""

    untold = ("show",)
    show = ChoiceFilter(choices=SHOWN, label=_("范围"), method="showing", widget=forms.HiddenInput)

    class Meta:
        model = Callback
        fields: tuple[str, ...] = ()

    def showing(self, rows: QuerySet[Callback], _name: str, chosen: str) -> QuerySet[Any]:
        known = {"due": selectors.due, "late": selectors.late, "unhappy": selectors.unhappy}
        narrow = known.get(chosen)
        return narrow(rows) if narrow else rows.filter(state=chosen)


class DifferenceFilter(UnionNarrowing):
    """How a difference stands in chips; union."""

    untold = ("show",)
    show = ChoiceFilter(
        choices=DIFFERENCES_SHOWN, label=_("范围"), field_name="state", widget=forms.HiddenInput
    )

    class Meta:
        model = Difference
        fields: tuple[str, ...] = ()
