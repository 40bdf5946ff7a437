"""What leaves the room as a workbook: the list as it is narrowed, and everything about one family."""

from collections.abc import Iterable, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.aid.columns import AID_COLUMNS, STATEMENT_COLUMNS
from cases.archives.models import Household
from cases.archives.selectors.aid import AidRecord
from funds.payments.selectors.statements import SUMMED, StatementRow, add_up
from hardship.accounts.models import User
from hardship.accounts.reports import export_header
from hardship.kernel.columns import values
from hardship.kernel.pdf import render_pdf
from hardship.kernel.sheets import SheetHeader, write_sheet


def family_workbook(household: Household, rows: Iterable[AidRecord], *, by: User) -> bytes:
    """Everything ever given to one family."""
    told = _("档案号：%(number)s") % {"number": household.file_no or _("未编号")}
    return _written(rows, _("%(name)s户帮扶记录") % {"name": household}, told, by)


def _written(rows: Iterable[AidRecord], title: str, told: str, by: User) -> bytes:
    moment = f"{timezone.localtime():%Y-%m-%d %H:%M}"
    who = _("导出：%(who)s（%(union)s）　%(at)s") % {"who": by.name, "union": by.union.name, "at": moment}
    header = SheetHeader(title=title, lines=[told, who])
    return write_sheet(
        AID_COLUMNS, (values(AID_COLUMNS, row) for row in rows), header=header, totals=["value"]
    )


def statement_workbook(rows: Sequence[StatementRow], *, whose: str, number: str, by: User) -> bytes:
    """资金往来 of one family or person, with sums that the rows must meet."""
    title = _("%(whose)s资金往来明细") % {"whose": whose}
    told = [_("档案号：%(number)s") % {"number": number}]
    if any(row.is_lent for row in rows):
        told.append(_("合计含借款，借款不是帮扶"))
    header = export_header(title, by=by, lines=told)
    lines = (values(STATEMENT_COLUMNS, row) for row in rows)
    return write_sheet(STATEMENT_COLUMNS, lines, header=header, totals=add_up(rows))


def statement_pdf(rows: Sequence[StatementRow], *, whose: str, number: str, by: User) -> bytes:
    """The same on paper; what was lent is in no sum."""
    shown = [name for name in SUMMED if any(getattr(row, name) for row in rows)]
    columns = [column for column in STATEMENT_COLUMNS if column.key in shown]
    given = [row for row in rows if not row.is_lent]
    sums = add_up(given)
    context = {
        "whose": whose,
        "has_lent": len(given) < len(rows),
        "number": number,
        "by": by,
        "on": timezone.localdate(),
        "headings": [str(column.label).removesuffix(_("（元）")) for column in columns],
        "rows": [(row, [getattr(row, column.key) for column in columns]) for row in rows],
        "sums": [sums[column.key] for column in columns],
    }
    return render_pdf("pdf/household_statement.html", context, title=_("资金往来明细"), landscape=True)
