"""The statistics and the files behind them as workbooks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.archives.models import StatusPeriod
from hardship.accounts.models import User
from hardship.kernel.columns import values
from hardship.kernel.sheets import SheetHeader, write_sheet
from hardship.statistics.columns import STATISTICS_COLUMNS, STATUS_PERIOD_COLUMNS
from hardship.statistics.selectors.statistics import Figures, Statistics
from hardship.statistics.selectors.status_periods import describe_status_periods

CHUNK = 1000


@dataclass(frozen=True)
class StatisticsRow:
    """One line of one table of the statistics."""

    table: str
    label: str
    figures: Figures
    household_share: Decimal
    people_share: Decimal


def statistics_workbook(statistics: Statistics, *, user: User) -> tuple[bytes, int]:
    """The tables of the page below each other, the same figures, as .xlsx, and how many rows."""
    rows = list(_statistics_rows(statistics))
    moment = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    header = SheetHeader(
        title=_("档案统计表"),
        lines=[
            _("统计范围：%(union)s　统计日期：%(on)s　上年同日：%(before)s")
            % {
                "union": statistics.union.name_on(statistics.on),
                "on": statistics.on,
                "before": statistics.before,
            },
            _("制表时间：%(moment)s　操作人：%(name)s") % {"moment": moment, "name": user.name},
            _(
                "两个日期都按当日的内容统计，以后的变更不影响；占比合计正好 100.00；"
                "标签一户可有几个，不合计。"
            ),
        ],
    )
    lines = (values(STATISTICS_COLUMNS, row) for row in rows)
    return write_sheet(STATISTICS_COLUMNS, lines, header=header), len(rows)


def _statistics_rows(statistics: Statistics) -> Iterator[StatisticsRow]:
    whole = Decimal("100.00") if statistics.total.households else Decimal("0.00")
    yield StatisticsRow(_("合计"), "", statistics.total, whole, whole)
    for table in (*statistics.tables, statistics.labels):
        for line in table.lines:
            shares = (line.household_share, line.people_share)
            yield StatisticsRow(table.label, line.label, line.figures, *shares)


def status_periods_workbook(
    status_periods: QuerySet[StatusPeriod], *, user: User, on: date, conditions: Sequence[str]
) -> tuple[bytes, int]:
    """The files of one day as they were, as .xlsx, and how many; read in chunks."""
    total = status_periods.count()
    moment = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    header = SheetHeader(
        title=_("%(on)s 在档名册") % {"on": on},
        lines=[
            _("制表单位：%(union)s　制表时间：%(moment)s　操作人：%(name)s")
            % {"union": user.union.name, "moment": moment, "name": user.name},
            _("筛选条件：%(conditions)s") % {"conditions": "；".join(conditions) or _("无")},
            _("户数：%(count)s　各项均为当日的内容。已转到其他工会的档案不列姓名。") % {"count": total},
        ],
    )
    return write_sheet(
        STATUS_PERIOD_COLUMNS, _status_period_lines(status_periods, user, on), header=header
    ), total


def _status_period_lines(
    status_periods: QuerySet[StatusPeriod], user: User, on: date
) -> Iterator[list[object]]:
    rows = status_periods.order_by("-household_id").iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield from (
            values(STATUS_PERIOD_COLUMNS, row) for row in describe_status_periods(chunk, user=user, on=on)
        )
