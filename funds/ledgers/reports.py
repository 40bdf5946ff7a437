"""Papers of the ledger."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from funds.ledgers.columns import FINAL, USAGE, usage_columns
from funds.ledgers.models import Allocation
from funds.ledgers.selectors.final import FLOWS, FinalRow, add_up, with_subtotals
from funds.ledgers.selectors.usage import Usage
from hardship.accounts.models import Union
from hardship.kernel.columns import cells, display, without
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


def usage_pdf(usage: Usage) -> bytes:
    """下拨资金使用情况表 on A4 landscape; what did not happen has no column."""
    idle = [name for name in ("charged", "frozen", "passed", "unconfirmed") if not usage.sums[name]]
    shown = without(USAGE, "union", "documents", "use_by", *idle)
    of_uses = usage_columns(usage.uses)[1:]
    by_use = {f"use_{use.code}": usage.sums["by_use"].get(use.code) for use in usage.uses}
    sums = {**usage.sums, **by_use}
    context = {
        "fund": usage.fund,
        "own": usage.own,
        "headings": [str(column.heading).removesuffix(_("（元）")) for column in (*shown, *of_uses)],
        "sums": [display(column.kind, sums.get(column.key)) for column in (*shown, *of_uses)],
    }
    told = ((row, [cell.text or "" for cell in cells((*shown, *of_uses), row)]) for row in usage.rows)
    return render_rows("pdf/usage.html", context, told, title=_("下拨资金使用情况表"), landscape=True)
