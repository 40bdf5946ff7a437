"""What the lists of mutual aid can be narrowed to."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from cases.archives.models import Household
from cases.mutual.models import MutualClaim, MutualEnrolment, MutualPeriod
from cases.mutual.selectors import list_periods
from cases.mutual.states import ClaimState
from hardship.accounts.filters import UnionNarrowing
from hardship.accounts.models import User

COVER = (("current", _("在保")), ("left", _("已退出")))


class PeriodFilter(UnionNarrowing):
    """By union; a union below sees those of the unions above in any case."""

    class Meta:
        model = MutualPeriod
        fields: tuple[str, ...] = ()


class OfPeriods(UnionNarrowing):
    """By period and union."""

    path = "period"
    period = ChoiceFilter(label=_("期次"), empty_label=_("全部"), method="of_period")

    def __init__(self, data: Any, *, queryset: QuerySet[Any], user: User) -> None:
        super().__init__(data, queryset=queryset, user=user)
        periods = list_periods(user).order_by("-until_on", "pk")
        self.filters["period"].extra["choices"] = [(str(row.pk), str(row)) for row in periods]

    def of_period(self, rows: QuerySet[Any], _name: str, chosen: str) -> QuerySet[Any]:
        return rows.filter(**{self.path: chosen})


class EnrolmentFilter(OfPeriods):
    """Who is covered and who left, in chips; period, union."""

    untold = ("show",)
    show = ChoiceFilter(choices=COVER, label=_("范围"), method="showing", widget=forms.HiddenInput)

    class Meta:
        model = MutualEnrolment
        fields: tuple[str, ...] = ()

    def showing(self, rows: QuerySet[Any], _name: str, chosen: str) -> QuerySet[Any]:
        return rows.filter(cancelled_at__isnull=chosen == "current")


class ClaimFilter(OfPeriods):
    """How a claim stands, in chips; period, union."""

    path = "enrolment__period"
    untold = ("show",)
    show = ChoiceFilter(
        choices=ClaimState.choices, label=_("范围"), field_name="state", widget=forms.HiddenInput
    )

    class Meta:
        model = MutualClaim
        fields: tuple[str, ...] = ()


class UncoveredFilter(UnionNarrowing):
    """By union."""

    class Meta:
        model = Household
        fields: tuple[str, ...] = ()
