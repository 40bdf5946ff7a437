"""Papers of the ledger."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from funds.ledgers.columns import FINAL
from funds.ledgers.models import Allocation
from funds.ledgers.selectors.final import FLOWS, FinalRow, add_up, with_subtotals
from hardship.accounts.models import Union
from hardship.kernel.columns import without
from hardship.kernel.pdf import render_pdf, render_rows


def handing_pdf(row: Allocation) -> bytes:
    """下拨通知书 or 退回单: the paper that goes with money to another union, with both vouchers."""
    context = {"row": row, "arrival": getattr(row, "arrival", None)}
    title = "资金退回单" if row.is_return else "资金下拨通知书"
    return render_pdf("pdf/handing.html", context, title=title)


def final_pdf(rows: Sequence[FinalRow], *, union: Union, year: int, reach: str, by_union: bool) -> bytes:
    """资金决算表 on A4 landscape, `by_union` with subtotals; what did not happen has no column."""
    idle = [name for name in FLOWS if not any(getattr(row, name) for row in rows)]
    columns = [column for column in without(FINAL, *idle) if column.kind == "money"]
    sums = add_up(rows)
    context = {
        "union": union,
        "year": year,
        "reach": reach,
        "by_union": by_union,
        "headings": [str(column.label).removesuffix(_("（元）")) for column in columns],
        "sums": [sums[column.key] for column in columns],
    }
    lines = with_subtotals(rows) if by_union else rows
    told = ((row, [getattr(row, column.key) for column in columns]) for row in lines)
    title = _("%(year)s 年资金决算表") % {"year": year}
    return render_rows("pdf/final.html", context, told, title=title, landscape=True)
