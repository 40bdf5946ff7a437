"""Papers of bank accounts and vouchers, and vouchers in the columns of finance software."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from funds.books.models import CashCount, Voucher, VoucherEntry
from funds.books.rules.packages import Package
from funds.books.selectors.cash import CashMonth
from funds.books.selectors.months import Sheet
from funds.books.selectors.vouchers import totals
from funds.books.states import Transit
from hardship.kernel.money import PIECES
from hardship.kernel.pdf import render_pdf


def month_sheet(sheet: Sheet) -> bytes:
    """银行存款余额调节表 of a month; one that is not signed says so."""
    sums = {kind.value: sheet.sum(kind) for kind in Transit}
    context = {"sheet": sheet, "account": sheet.account, "sums": sums}
    return render_pdf("pdf/bank_month.html", context, title="银行存款余额调节表")


def voucher_sheets(vouchers: Sequence[Voucher]) -> bytes:
    """记账凭证 with their entries, two on a sheet."""
    rows = [{"voucher": row, "sums": totals([row])} for row in vouchers]
    return render_pdf("pdf/vouchers.html", {"rows": rows}, title="记账凭证")


def cash_journal(month: CashMonth) -> bytes:
    """现金日记账 of a month."""
    return render_pdf("pdf/cash_journal.html", {"found": month, "box": month.box}, title="现金日记账")


def cash_count_sheet(count: CashCount) -> bytes:
    """库存现金盘点表: the pieces by value, the books beside, both people."""
    rows = [
        (value, count.sheet.get(value, 0), Decimal(value) * count.sheet.get(value, 0)) for value in PIECES
    ]
    context = {"count": count, "rows": rows, "ceiling": count.box.ceiling}
    return render_pdf("pdf/cash_count.html", context, title="库存现金盘点表")


Value = Callable[[Voucher, VoucherEntry], Any]
# What a column of a package may hold.
VALUES: Mapping[str, Value] = {
    "on": lambda voucher, _entry: voucher.on,
    "year": lambda voucher, _entry: voucher.on.year,
    "period": lambda voucher, _entry: voucher.on.month,
    "word": lambda _voucher, _entry: "记",
    "number": lambda voucher, _entry: voucher.number,
    "attachments": lambda voucher, _entry: voucher.attachments,
    "position": lambda _voucher, entry: entry.position,
    "memo": lambda voucher, _entry: voucher.memo,
    "subject": lambda _voucher, entry: entry.subject,
    "subject_name": lambda _voucher, entry: entry.subject_name,
    "debit": lambda _voucher, entry: entry.amount if entry.is_debit else None,
    "credit": lambda _voucher, entry: None if entry.is_debit else entry.amount,
    "fund": lambda _voucher, entry: entry.fund.name if entry.fund else "",
    "maker": lambda voucher, _entry: voucher.preparer,
    "checker": lambda voucher, _entry: voucher.checker,
    "poster": lambda voucher, _entry: voucher.poster,
}
_MADE = datetime(2026, 1, 1)  # noqa: DTZ001 (the same vouchers are the same bytes, whenever they are written)


def package_sheet(vouchers: Sequence[Voucher], package: Package) -> bytes:
    """The vouchers in the columns of a package, one row for each entry, read from the first row."""
    from xlsxwriter import Workbook

    out = BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": package.name, "created": _MADE})
        formats = {
            "money": book.add_format({"num_format": "0.00"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        sheet = book.add_worksheet()
        sheet.set_column(0, len(package.columns) - 1, 14)
        sheet.write_row(0, 0, [title for title, _key in package.columns])
        entries = ((voucher, entry) for voucher in vouchers for entry in voucher.entries.all())
        for number, (voucher, entry) in enumerate(entries, 1):
            for place, (_title, key) in enumerate(package.columns):
                _write(sheet, number, place, VALUES[key](voucher, entry), formats)
    return out.getvalue()


def _write(sheet: Any, row: int, place: int, value: Any, formats: Mapping[str, Any]) -> None:
    """Words as words: a subject as a number would lose its place in the chart."""
    if isinstance(value, Decimal):
        sheet.write_number(row, place, float(value), formats["money"])
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, formats["day"])
    elif isinstance(value, int):
        sheet.write_number(row, place, value)
    elif value:
        sheet.write_string(row, place, value)
