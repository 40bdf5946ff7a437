"""What the list of warnings can be narrowed to."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from cases.alerts import selectors
from cases.alerts.models import Alert
from cases.alerts.rules import KINDS
from cases.alerts.states import Severity, State
from hardship.accounts.filters import EVERYTHING, UnionNarrowing

SHOWN = (("late", _("超期没有处理")), *State.choices)


def kinds() -> list[tuple[str, Any]]:
    return [(code, kind.label) for code, kind in KINDS.items()]


class AlertFilter(UnionNarrowing):
    """How a warning stands in chips; severity, kind, union."""

    untold = ("show",)
    show = ChoiceFilter(choices=SHOWN, label=_("范围"), method="showing", widget=forms.HiddenInput)
    severity = ChoiceFilter(choices=Severity.choices, label=_("级别"), empty_label=EVERYTHING)
    kind = ChoiceFilter(choices=kinds, label=_("种类"), empty_label=EVERYTHING)

    class Meta:
        model = Alert
        fields: tuple[str, ...] = ()

    def showing(self, rows: QuerySet[Alert], _name: str, chosen: str) -> QuerySet[Any]:
        return selectors.late(rows) if chosen == "late" else rows.filter(state=chosen)
