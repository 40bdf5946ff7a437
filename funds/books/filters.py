"""What the lists of bank accounts and vouchers can be narrowed to."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from funds.books.models import BankAccount, Voucher
from funds.books.states import AccountState, Kind
from hardship.accounts.filters import EVERYTHING, UnionNarrowing
from hardship.accounts.models import User


class AccountFilter(UnionNarrowing):
    """How an account stands in chips; its kind, its union."""

    untold = ("state",)
    state = ChoiceFilter(choices=AccountState.choices, label=_("状态"), widget=forms.HiddenInput)
    kind = ChoiceFilter(label=_("账户性质"), choices=Kind.choices, empty_label=EVERYTHING)

    class Meta:
        model = BankAccount
        fields = ["state", "kind"]


def recent_months() -> list[tuple[str, str]]:
    """The running month and the 23 before it; asking the table would cost the list a query."""
    month, months = timezone.localdate().replace(day=1), []
    for _place in range(24):
        months.append(f"{month:%Y-%m}")
        month = (month - timedelta(days=1)).replace(day=1)
    return [(text, text) for text in months]


class VoucherFilter(UnionNarrowing):
    """Vouchers by month, by whether they are checked, by union."""

    month = ChoiceFilter(label=_("月份"), empty_label=EVERYTHING, method="of_month")
    checked = ChoiceFilter(
        label=_("审核"), choices=[("1", _("已审核")), ("0", _("待审核"))], empty_label=EVERYTHING,
        method="that_are_checked",
    )  # fmt: skip

    class Meta:
        model = Voucher
        fields = ("month",)

    def __init__(self, data: Any, *, queryset: QuerySet[Any], user: User, is_drawn: bool = True) -> None:
        super().__init__(data, queryset=queryset, user=user, is_drawn=is_drawn)
        self.filters["month"].extra["choices"] = recent_months()

    def of_month(self, rows: QuerySet[Any], _name: str, month: str) -> QuerySet[Any]:
        return rows.filter(month=date.fromisoformat(f"{month}-01"))

    def that_are_checked(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return rows.filter(checked_by__isnull=value == "0")
