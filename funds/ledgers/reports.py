"""What leaves the ledger as a file."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from funds.ledgers.columns import COLUMNS
from hardship.accounts.models import User
from hardship.kernel.columns import values
from hardship.kernel.money import format_yuan, in_words
from hardship.kernel.sheets import SheetHeader, write_sheet


def lines_workbook(rows: Sequence[Any], *, totals: Mapping[str, Decimal], by: User) -> bytes:
    """The budget lines with their buckets as a workbook; amounts are numbers, the last row their sums."""
    header = SheetHeader(
        title=_("资金指标"),
        lines=[
            _("可用合计：%(yuan)s 元　大写：%(words)s")
            % {"yuan": format_yuan(totals["available"]), "words": in_words(totals["available"])},
            _("导出：%(who)s（%(union)s）　%(at)s")
            % {"who": by.name, "union": by.union.name, "at": f"{timezone.localtime():%Y-%m-%d %H:%M}"},
        ],
    )
    found = (values(COLUMNS, line) for line in rows)
    return write_sheet(COLUMNS, found, header=header, totals=dict(totals))
