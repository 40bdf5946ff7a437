"""What the list of recoveries can be narrowed to."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from funds.recoveries.models import Recovery
from funds.recoveries.selectors import overdue
from funds.recoveries.states import OPEN_STATES, Reason, State
from hardship.accounts.filters import EVERYTHING, UnionNarrowing

SHOWN = (("open", _("没有收完")), ("overdue", _("逾期未还")), *State.choices)


class RecoveryFilter(UnionNarrowing):
    """How it stands, and what is late, in chips; reason, union."""

    untold = ("show",)
    show = ChoiceFilter(choices=SHOWN, label=_("范围"), method="showing", widget=forms.HiddenInput)
    reason = ChoiceFilter(choices=Reason.choices, label=_("原因"), empty_label=EVERYTHING)

    class Meta:
        model = Recovery
        fields = ["reason"]

    def showing(self, rows: QuerySet[Recovery], _name: str, chosen: str) -> QuerySet[Any]:
        if chosen == "overdue":
            return overdue(rows)
        return rows.filter(state__in=OPEN_STATES) if chosen == "open" else rows.filter(state=chosen)
