"""What the list of completions can be narrowed to."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from cases.completions.models import Completion
from cases.completions.selectors import overdue
from cases.completions.states import State
from hardship.accounts.filters import UnionNarrowing

SHOWN = (
    ("overdue", _("超期没有补办")),
    (State.WAITING, _("待补办")),
    (State.SUBMITTED, _("待复核")),
    (State.ON_NOTICE, _("补公示")),
    (State.REFUSED, _("不符合，待追回")),
    (State.DONE, _("已补办")),
)


class CompletionFilter(UnionNarrowing):
    """What is late or how it stands in chips; union."""

    untold = ("show",)
    show = ChoiceFilter(choices=SHOWN, label=_("范围"), method="showing", widget=forms.HiddenInput)

    class Meta:
        model = Completion
        fields: tuple[str, ...] = ()

    def showing(self, rows: QuerySet[Completion], _name: str, chosen: str) -> QuerySet[Any]:
        return overdue(rows) if chosen == "overdue" else rows.filter(state=chosen)
