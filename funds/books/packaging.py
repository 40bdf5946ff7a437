"""What an audit package has of the 记账凭证: each month as PDF, and their figures."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from funds.books.models import Voucher
from funds.books.reports import voucher_sheets
from funds.books.selectors.vouchers import list_with_entries
from hardship.packages.selectors import PARTS, Piece, Scope, table

HEADS = ("union", "month", "number", "on", "debit", "credit", "attachments", "journal")
ZERO = Decimal("0.00")


@PARTS.add("books.vouchers")
def write_vouchers(scope: Scope) -> Iterator[Piece]:
    """Of the unions with vouchers in these months: those whose day is among these days."""
    months = Voucher.objects.filter(union__in=scope.unions, on__range=(scope.since, scope.until))
    pairs = list(months.order_by("union__path", "month").values_list("union", "month").distinct())
    unions = {row.pk: row for row in scope.unions}
    rows: list[tuple[object, ...]] = []
    for key, month in pairs:
        made = [
            row
            for row in list_with_entries(union=unions[key], month=month)
            if scope.since <= row.on <= scope.until
        ]
        rows += [_row(row) for row in made]
        name = f"凭证/{unions[key].code}_{month:%Y-%m}.pdf"
        title = _("%(union)s %(month)s 记账凭证") % {"union": unions[key].name, "month": f"{month:%Y-%m}"}
        yield Piece(name, title, [voucher_sheets(made)])
    yield table("数据/记账凭证", _("记账凭证的金额和依据"), HEADS, rows)


def _row(row: Voucher) -> tuple[object, ...]:
    sides = {side: sum((one.amount for one in row.entries.all() if one.side == side), ZERO) for side in "DC"}
    return (
        row.union.code, f"{row.month:%Y-%m}", row.number, row.on, sides["D"], sides["C"], row.attachments,
        row.journal_id,
    )  # fmt: skip
