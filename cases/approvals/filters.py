"""What the inbox and the list of late applications can be narrowed to."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from cases.applications.filters import ApplicationFilter
from cases.applications.models import Application
from cases.approvals.selectors.inbox import TABS, list_tab
from cases.approvals.selectors.overdue import list_overdue_to_watch, unsupervised
from cases.approvals.selectors.turns import Turns, find_turns
from cases.approvals.states import SIGNERS
from cases.policies.selectors import get_calendar
from hardship.accounts.filters import EVERYTHING, UnionNarrowing
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.kernel.calendar import WorkCalendar

WAITING_TABS = ("todo", "late")  # where something is decided
SORTS = {"": "due_on", "amount": "-amount", "submitted": "submitted_at"}
SHOWN = (("mine", _("由本工会督办的")), ("unasked", _("还没有督办的")))


SUMS = (1000, 3000, 5000, 10000, 20000)  # yuan
AT_LEAST = tuple((str(yuan), format_lazy(_("{} 元及以上"), f"{yuan:,}")) for yuan in SUMS)
URGENT = (("yes", _("急难")), ("no", _("不是急难")))


class InboxFilter(ApplicationFilter):
    """Beside the filters of applications: from which sum on, and what is decided and paid first."""

    least = ChoiceFilter(
        choices=AT_LEAST, field_name="amount", lookup_expr="gte", label=_("金额"), empty_label=EVERYTHING
    )
    urgent = ChoiceFilter(choices=URGENT, label=_("急难"), empty_label=EVERYTHING, method="filter_urgent")

    def filter_urgent(self, rows: QuerySet[Application], _name: str, value: str) -> QuerySet[Application]:
        return rows.filter(is_urgent=value == "yes")


def _beside(url: str, query: str) -> str:
    """An address with its query, where it has one."""
    return f"{url}?{query}" if query else url


@dataclass(frozen=True)
class Inbox:
    """待我审批 as one person narrowed it in an address (`data`): for the page, for all that it finds, and for
    the way from one case to the next."""

    user: User
    data: MultiValueDict[str, str]

    @property
    def tab(self) -> str:
        tab = self.data.get("tab", "todo")
        return tab if tab in TABS else "todo"

    @property
    def waits(self) -> bool:
        return self.tab in WAITING_TABS

    @cached_property
    def calendar(self) -> WorkCalendar:
        return get_calendar()

    @cached_property
    def found(self) -> InboxFilter:
        rows = list_tab(user=self.user, tab=self.tab, calendar=self.calendar)
        left_out = ("state", "year", "channel", "contact")
        return InboxFilter(self.data, queryset=rows, user=self.user, without=left_out)

    @property
    def sort(self) -> str:
        sort = self.data.get("sort", "")
        return sort if sort in SORTS else ""

    @property
    def order(self) -> tuple[str, ...]:
        return (SORTS[self.sort], "pk") if self.waits else ("-pk",)

    @property
    def query(self) -> str:
        """What narrows it, on whichever page; '' for the bare list."""
        return urlencode({name: value for name, value in self.data.items() if name != "page" and value})

    @property
    def more(self) -> str:
        """What the address of one of its cases has behind it, to find back here."""
        return urlencode({"list": self.query}) if self.query else ""

    @property
    def url(self) -> str:
        return _beside(reverse("approvals:inbox"), self.query)

    def url_of(self, pk: int) -> str:
        """The page of one of its cases."""
        return _beside(reverse("applications:detail", args=[pk]), self.more)

    def turns(self, application: Application) -> Turns:
        """What lies before and after this application of what waits for the person."""
        return find_turns(self.found.chosen, application, self.user, SORTS[self.sort])


class OverdueFilter(UnionNarrowing):
    """Whose it is to supervise stands in chips; whose turn it is, union."""

    untold = ("show",)
    show = ChoiceFilter(choices=SHOWN, label=_("范围"), method="showing", widget=forms.HiddenInput)
    awaits_role = ChoiceFilter(
        choices=[(role, Role(role).label) for role in SIGNERS], label=_("应办岗位"), empty_label=EVERYTHING
    )

    class Meta:
        model = Application
        fields: tuple[str, ...] = ()

    def showing(self, rows: QuerySet[Application], _name: str, chosen: str) -> QuerySet[Any]:
        if chosen == "unasked":
            return unsupervised(rows, self.user.union)
        return list_overdue_to_watch(rows, self.user.union)
