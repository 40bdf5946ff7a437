"""The roster of files as a workbook: which rows and columns, who may have numbers in full."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.archives.models import Household
from cases.lists.columns import COLUMNS
from cases.lists.filters import HouseholdFilter
from cases.lists.selectors import lists
from cases.lists.states import FULL_NUMBER_ROLES
from cases.rosters.columns import PRESETS
from cases.rosters.reports.national import family_sheet, national_columns, national_rows
from cases.rosters.states import Preset
from hardship.accounts.models import User
from hardship.kernel import searches
from hardship.kernel.columns import Column
from hardship.kernel.sheets import SheetHeader, Written, write_rows
from hardship.kernel.snapshots import snapshot

# More rows than this are written by a job.
DIRECT_ROWS = 2000
SPOOL = 16 * 1024 * 1024
LINE = Column("line", gettext_lazy("序号"), "", kind="number", width=6)


@dataclass(frozen=True)
class RosterRequest:
    """Which files, which columns, in which order, and whether numbers are written in full.

    `filters` are the parameters of HouseholdFilter; all but `search` may be kept as a job's parameters.
    """

    user: User
    filters: Mapping[str, str]
    columns: Sequence[str]
    sort: str = ""
    full: bool = False
    search: searches.Search | None = None
    layout: str = Preset.LIST
    masked: Sequence[str] = ()
    asked: int = 0  # the audit row that holds the reason for full numbers

    @property
    def may_reveal(self) -> bool:
        """Whether this person may, now, have what the request asks for."""
        return not self.full or (self.user.is_active and self.user.has_role(*FULL_NUMBER_ROLES))

    @property
    def chosen(self) -> HouseholdFilter:
        files = lists.list_households(user=self.user, search=self.search)
        return HouseholdFilter(self.filters, queryset=files, user=self.user)

    @property
    def households(self) -> QuerySet[Household]:
        return self.chosen.chosen

    def conditions(self) -> list[str]:
        """In words, for the head of the workbook."""
        words = [words for _name, words in self.chosen.described()]
        return (
            [f"{searches.KIND_LABELS[self.search.kind]}：{self.search.shown}", *words]
            if self.search
            else words
        )

    def trace(self) -> dict[str, str]:
        """For the audit trail: without what was searched for, which may be a name."""
        kept = {name: value for name, value in self.filters.items() if value}
        extra = {"search": self.search.kind} if self.search else {}
        extra |= {"asked": str(self.asked)} if self.asked else {}
        return kept | extra | ({} if self.layout == Preset.LIST else {"layout": str(self.layout)})


def write_roster(target: IO[bytes], request: RosterRequest) -> Written:
    """困难职工档案花名册 as .xlsx: exactly the rows and columns of the list, all of one moment."""
    is_national = request.layout == Preset.NATIONAL
    columns = national_columns() if is_national else _columns(request)
    with snapshot():
        households = lists.in_order(request.households, sort=request.sort)
        count = households.count()
        header = SheetHeader(title=_("困难职工档案花名册"), lines=_head_lines(request, count))
        if is_national:
            rows = national_rows(households, full=request.full)
            beside = [family_sheet(households, full=request.full)]
        else:
            rows, beside = _rows(households, columns, request), []
        written = write_rows(target, [LINE, *columns], rows, header=header, beside=beside)
        # a household of many members has several rows in the national layout
        return replace(written, rows=count)


def roster_bytes(request: RosterRequest) -> tuple[bytes, Written]:
    """The same in memory."""
    with SpooledTemporaryFile(SPOOL) as target:
        written = write_roster(target, request)
        target.seek(0)
        return target.read(), written


def roster_name(user: User, rows: int) -> str:
    """困难职工花名册_崇川_2026-11-21_137户.xlsx"""
    today = timezone.localdate().isoformat()
    return _("困难职工花名册_%(union)s_%(day)s_%(rows)s户.xlsx") % {
        "union": user.union.short_name,
        "day": today,
        "rows": rows,
    }


def is_long(request: RosterRequest) -> bool:
    """Whether there are more rows than a page should wait for."""
    return request.households.order_by()[: DIRECT_ROWS + 1].count() > DIRECT_ROWS


def _columns(request: RosterRequest) -> list[Column]:
    known = {column.key: column for column in COLUMNS}
    return [known[key] for key in PRESETS.get(request.layout, request.columns) if key in known]


def _rows(
    households: QuerySet[Household], columns: Sequence[Column], request: RosterRequest
) -> Iterator[list[Any]]:
    """With numbers in full, but for the columns that the layout keeps masked."""
    revealed = {column.key for column in columns} - set(request.masked) if request.full else set()
    found = lists.list_values(households, columns, revealed=revealed)
    return ([line, *row] for line, row in enumerate(found, start=1))


def _head_lines(request: RosterRequest, count: int) -> list[str]:
    moment = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    conditions = "；".join(request.conditions()) or _("无")
    masked = _("证件号、电话已脱敏")
    if request.full:
        masked = _("部分证件号、电话完整") if request.masked else _("证件号、电话完整")
    return [
        _("制表单位：%(union)s　制表时间：%(moment)s　操作人：%(name)s")
        % {"union": request.user.union.name, "moment": moment, "name": request.user.name},
        _("筛选条件：%(conditions)s") % {"conditions": conditions},
        _("户数：%(count)s　%(masked)s") % {"count": count, "masked": masked},
    ]
