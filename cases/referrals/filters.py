"""What the lists of referrals and of services, and the counts, can be narrowed to."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from cases.policies.states import AidKind
from cases.referrals.models import DepartmentService, ServiceReferral
from cases.referrals.selectors import in_use, overdue
from cases.referrals.states import State
from hardship.accounts.filters import EVERYTHING, Narrowing, TolerantDateFilter, UnionNarrowing

SHOWN = (("", _("全部")), ("overdue", _("超期")), *State.choices)
USED = (("", _("全部")), ("now", _("在用")))


class CountFilter(UnionNarrowing):
    """From which day to which, kind of aid, union."""

    scoped = "household__"
    since = TolerantDateFilter("sent_on", "gte", label=_("发出日期从"))
    until = TolerantDateFilter("sent_on", "lte", label=_("到"))
    kind = ChoiceFilter(
        choices=AidKind.choices, label=_("帮扶种类"), empty_label=EVERYTHING, field_name="service__aid_kind"
    )

    class Meta:
        model = ServiceReferral
        fields: tuple[str, ...] = ()


class ReferralFilter(CountFilter):
    """How one stands, in chips; kind, days, union."""

    untold = ("show",)
    show = ChoiceFilter(choices=SHOWN, label=_("范围"), method="showing", widget=forms.HiddenInput)

    def showing(self, rows: QuerySet[ServiceReferral], _name: str, chosen: str) -> QuerySet[Any]:
        return overdue(rows) if chosen == "overdue" else rows.filter(state=chosen)


class ServiceFilter(Narrowing):
    """What is in use, in chips; kind of aid."""

    untold = ("show",)
    show = ChoiceFilter(choices=USED, label=_("范围"), method="showing", widget=forms.HiddenInput)
    kind = ChoiceFilter(
        choices=AidKind.choices, label=_("帮扶种类"), empty_label=EVERYTHING, field_name="aid_kind"
    )

    class Meta:
        model = DepartmentService
        fields: tuple[str, ...] = ()

    def showing(self, rows: QuerySet[DepartmentService], _name: str, _chosen: str) -> QuerySet[Any]:
        return in_use(rows, timezone.localdate())
