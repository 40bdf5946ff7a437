"""What the list of loans can be narrowed to."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from funds.loans.models import Loan
from funds.loans.selectors import late, of_age
from funds.loans.states import LATE_WORD, OVERDUE, Age, State
from hardship.accounts.filters import UnionNarrowing

SHOWN = (
    Age.choices[0],
    (OVERDUE, LATE_WORD),
    *Age.choices[1:],
    *((state, State(state).label) for state in State.values if state != State.LENT),
)


class LoanFilter(UnionNarrowing):
    """How long it is overdue, or how it ended, in chips; union."""

    untold = ("show",)
    show = ChoiceFilter(choices=SHOWN, label=_("范围"), method="showing", widget=forms.HiddenInput)

    class Meta:
        model = Loan
        fields = ["show"]

    def showing(self, rows: QuerySet[Any], _name: str, chosen: str) -> QuerySet[Any]:
        if chosen == OVERDUE:
            return late(rows, timezone.localdate())
        if chosen in Age.values:
            return of_age(rows, chosen, timezone.localdate())
        return rows.filter(state=chosen)
