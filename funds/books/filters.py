"""What the list of bank accounts can be narrowed to."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from funds.books.models import BankAccount
from funds.books.states import AccountState, Kind
from hardship.accounts.filters import EVERYTHING, UnionNarrowing


class AccountFilter(UnionNarrowing):
    """How an account stands in chips; its kind, its union."""

    untold = ("state",)
    state = ChoiceFilter(choices=AccountState.choices, label=_("状态"), widget=forms.HiddenInput)
    kind = ChoiceFilter(label=_("账户性质"), choices=Kind.choices, empty_label=EVERYTHING)

    class Meta:
        model = BankAccount
        fields = ["state", "kind"]
