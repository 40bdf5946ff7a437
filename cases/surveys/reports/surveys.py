"""What leaves the system of a survey: progress and list as workbooks, the sheets for home visits on paper."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.surveys.columns import SURVEY_FILE_COLUMNS, SURVEY_PROGRESS_COLUMNS
from cases.surveys.models import Survey
from cases.surveys.selectors.progress import Progress
from cases.surveys.selectors.surveys import Line
from hardship.accounts.models import Union, User
from hardship.kernel.columns import values
from hardship.kernel.sheets import SheetHeader, write_sheet

TOTALS = (
    "files", "done", "verified", "changed", "pending", "left", "excused", "undone", "returned", "added",
    "visited",
)  # fmt: skip
# A row of the sheets to fill in by hand costs some milliseconds.
PRINT_ROWS = 300


def progress_workbook(survey: Survey, rows: Sequence[Progress], *, union: Union, user: User) -> bytes:
    """How far the unions below one union are."""
    header = _header(_("年度核查进度表"), survey, union, user, [])
    return write_sheet(
        SURVEY_PROGRESS_COLUMNS,
        (values(SURVEY_PROGRESS_COLUMNS, row) for row in rows),
        header=header,
        totals=TOTALS,
    )


def files_workbook(
    survey: Survey, lines: Iterable[Line], *, union: Union, user: User, count: int, status: str
) -> bytes:
    """The files of a list, numbers masked."""
    words = [_("户数：%(count)s　情况：%(status)s　电话已脱敏") % {"count": count, "status": status}]
    header = _header(_("年度核查清单"), survey, union, user, words)
    rows = (values(SURVEY_FILE_COLUMNS, line) for line in lines)
    return write_sheet(SURVEY_FILE_COLUMNS, rows, header=header)


def visit_sheets(survey: Survey, lines: Sequence[Line], *, union: Union, full: bool) -> bytes:
    """入户核查登记表 on A4 landscape: what the file says, room for what the visit finds, signatures."""
    from hardship.kernel.pdf import render_rows

    rows = [_VisitRow(line, full) for line in lines]
    context: dict[str, Any] = {"survey": survey, "union": union, "count": len(rows)}
    return render_rows("pdf/survey_sheets.html", context, rows, title=_("入户核查登记表"), landscape=True)


class _VisitRow:
    """A line with the phone as it may be printed."""

    def __init__(self, line: Line, full: bool) -> None:
        self.line, self.household = line, line.household
        phone = line.household.head.phone if line.household.head else None
        self.phone = (phone.reveal() if full else str(phone)) if phone else ""


def _header(title: str, survey: Survey, union: Union, user: User, more: Sequence[str]) -> SheetHeader:
    moment = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    lines = [
        _("%(title)s　%(start)s 至 %(end)s　范围：%(union)s")
        % {
            "title": survey.title,
            "start": survey.from_on.isoformat(),
            "end": survey.to_on.isoformat(),
            "union": union.name,
        },
        _("制表时间：%(moment)s　操作人：%(name)s") % {"moment": moment, "name": user.name},
        *more,
    ]
    return SheetHeader(title=title, lines=lines)
