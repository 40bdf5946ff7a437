"""Papers of bank accounts."""

from funds.books.selectors.months import Sheet
from funds.books.states import Transit
from hardship.kernel.pdf import render_pdf


def month_sheet(sheet: Sheet) -> bytes:
    """银行存款余额调节表 of a month; one that is not signed says so."""
    sums = {kind.value: sheet.sum(kind) for kind in Transit}
    context = {"sheet": sheet, "account": sheet.account, "sums": sums}
    return render_pdf("pdf/bank_month.html", context, title="银行存款余额调节表")
