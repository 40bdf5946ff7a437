"""What the lists of donations and donors can be narrowed to."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from funds.donations.models import Donation, Donor, Drive
from funds.donations.states import OWNERS, DonorKind, DriveKind, DriveState, Form, State
from funds.ledgers.filters import recent_years
from funds.ledgers.models import Fund
from hardship.accounts.filters import EVERYTHING, UnionNarrowing
from hardship.accounts.models import User


class DonationFilter(UnionNarrowing):
    """How a donation stands in chips; year, money or goods, union."""

    untold = ("state",)
    state = ChoiceFilter(choices=State.choices, label=_("状态"), widget=forms.HiddenInput)
    year = ChoiceFilter(label=_("年度"), empty_label=EVERYTHING, method="given_in")
    form_of_gift = ChoiceFilter(
        field_name="form", label=_("形式"), choices=Form.choices, empty_label=EVERYTHING
    )

    class Meta:
        model = Donation
        fields = ["state"]

    def __init__(self, data: Any, *, queryset: QuerySet[Any], user: User, is_drawn: bool = True) -> None:
        super().__init__(data, queryset=queryset, user=user, is_drawn=is_drawn)
        self.filters["year"].extra["choices"] = recent_years()

    def given_in(self, rows: QuerySet[Any], _name: str, year: str) -> QuerySet[Any]:
        return rows.filter(given_on__year=year)


class DriveFilter(UnionNarrowing):
    """How a drive stands in chips; kind, union."""

    untold = ("state",)
    state = ChoiceFilter(choices=DriveState.choices, label=_("状态"), widget=forms.HiddenInput)
    kind = ChoiceFilter(label=_("类别"), choices=DriveKind.choices, empty_label=EVERYTHING)

    class Meta:
        model = Drive
        fields = ["state", "kind"]


class UseFilter(UnionNarrowing):
    """Given to the union or held for somebody, union."""

    source = ChoiceFilter(label=_("资金性质"), choices=OWNERS, empty_label=EVERYTHING)

    class Meta:
        model = Fund
        fields = ["source"]


class DonorFilter(UnionNarrowing):
    """People or companies, those that agreed to be published, union."""

    kind = ChoiceFilter(label=_("类别"), choices=DonorKind.choices, empty_label=EVERYTHING)
    consent = ChoiceFilter(
        label=_("公示"), choices=[("1", _("同意公示")), ("0", _("没有同意"))], empty_label=EVERYTHING,
        method="agreeing",
    )  # fmt: skip

    class Meta:
        model = Donor
        fields = ["kind"]

    def agreeing(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return rows.filter(publishes=value == "1")
