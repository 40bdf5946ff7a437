"""签领花名册: the sheet that many sign when goods are handed out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.giving.models import Roster, RosterLine
from cases.giving.selectors.rosters import sum_goods
from hardship.kernel.pdf import render_pdf

ROWS_OF_A_PAGE = 16  # lines of goods; a household stands on one page


@dataclass(frozen=True)
class Sheet:
    """The households of one page, and how much of what they get."""

    lines: Sequence[RosterLine]

    @property
    def totals(self) -> str:
        return say_totals(self.lines)


def roster_pdf(roster: Roster, lines: Sequence[RosterLine]) -> bytes:
    """A line for each household and item with room for the signature; sums of each page and of all."""
    context: dict[str, Any] = {
        "roster": roster, "sheets": list(_sheets(lines)), "totals": say_totals(lines), "many": len(lines),
    }  # fmt: skip
    return render_pdf("pdf/goods_roster.html", context, title=_("帮扶物资签领花名册"))


def say_totals(lines: Iterable[RosterLine]) -> str:
    """“大米 10 公斤装 40 袋、食用油 40 桶”."""
    return "、".join(str(one) for one in sum_goods(lines))


def _sheets(lines: Sequence[RosterLine]) -> Iterator[Sheet]:
    page: list[RosterLine] = []
    used = 0
    for line in lines:
        rows = len(line.goods.all())
        if page and used + rows > ROWS_OF_A_PAGE:
            yield Sheet(page)
            page, used = [], 0
        page.append(line)
        used += rows
    if page:
        yield Sheet(page)
