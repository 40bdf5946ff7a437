"""What leaves the ledger as a file."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from funds.ledgers.columns import COLUMNS
from hardship.accounts.models import User
from hardship.accounts.reports import export_header
from hardship.kernel.columns import values
from hardship.kernel.money import format_yuan, in_words
from hardship.kernel.sheets import write_sheet


def lines_workbook(rows: Sequence[Any], *, totals: Mapping[str, Decimal], by: User) -> bytes:
    """The budget lines with their buckets as a workbook; amounts are numbers, the last row their sums."""
    free = _("可用合计：%(yuan)s 元　大写：%(words)s") % {
        "yuan": format_yuan(totals["available"]), "words": in_words(totals["available"]),
    }  # fmt: skip
    header = export_header(_("资金指标"), by=by, lines=[free])
    found = (values(COLUMNS, line) for line in rows)
    return write_sheet(COLUMNS, found, header=header, totals=dict(totals))
