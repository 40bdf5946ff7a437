"""Papers of the ledger."""

from funds.ledgers.models import Allocation
from hardship.kernel.pdf import render_pdf


def handing_pdf(row: Allocation) -> bytes:
    """下拨通知书 or 退回单: the paper that goes with money to another union, with both vouchers."""
    context = {"row": row, "arrival": getattr(row, "arrival", None)}
    title = "资金退回单" if row.is_return else "资金下拨通知书"
    return render_pdf("pdf/handing.html", context, title=title)
