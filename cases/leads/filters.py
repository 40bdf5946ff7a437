"""What the list of leads can be narrowed to; unknown values narrow nothing."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from cases.archives.states import Cause
from cases.leads.models import Lead
from cases.leads.selectors.leads import list_overdue, list_passed
from cases.leads.states import OPEN_STATES, Channel, LeadState
from hardship.accounts.filters import EVERYTHING, UnionNarrowing

SHOWN = (
    ("open", _("办理中")),
    ("overdue", _("已超期")),
    ("watch", _("重点关注")),
    ("passed", _("已转出")),
    ("settled", _("已办结")),
    ("all", _("全部")),
)


class LeadFilter(UnionNarrowing):
    """Part of the list, state, channel, cause, union."""

    untold = ("show",)
    show = ChoiceFilter(choices=SHOWN, label=_("范围"), method="showing", widget=forms.HiddenInput)
    channel = ChoiceFilter(choices=Channel.choices, label=_("线索来源"), empty_label=EVERYTHING)
    cause = ChoiceFilter(choices=Cause.choices, label=_("困难原因"), empty_label=EVERYTHING)
    state = ChoiceFilter(choices=LeadState.choices, label=_("状态"), empty_label=EVERYTHING)

    class Meta:
        model = Lead
        fields: tuple[str, ...] = ()

    def showing(self, rows: QuerySet[Lead], _name: str, chosen: str) -> QuerySet[Lead]:
        if chosen == "overdue":
            return list_overdue(rows)
        if chosen == "passed":
            return list_passed(rows, self.user)
        wanted = {"open": OPEN_STATES, "watch": (LeadState.WATCH,)}
        if chosen in wanted:
            return rows.filter(state__in=wanted[chosen])
        return rows.exclude(state__in=OPEN_STATES) if chosen == "settled" else rows
