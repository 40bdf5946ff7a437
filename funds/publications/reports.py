"""What of a publication stands on a page, on a poster and in a workbook: one set of tables for all three."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.publications.columns import CHANGES, GOODS, ORIGINS, PEOPLE, SOURCES, USES
from funds.publications.models import Publication
from funds.publications.rules import FLOWS, Figures, Sums, add_people, shield, shield_origins
from funds.publications.states import SMALL
from hardship.accounts.models import User
from hardship.accounts.reports import export_header
from hardship.kernel.columns import Cell, Column, cells, display, values
from hardship.kernel.pdf import render_pdf
from hardship.kernel.qr import make_qr
from hardship.kernel.rows import Rows
from hardship.kernel.sheets import Beside, write_sheet

TEMPLATE = "pdf/publication.html"
STEPS = (
    ("made", gettext_lazy("编制")),
    ("checked", gettext_lazy("复核")),
    ("published", gettext_lazy("批准公开")),
)


@dataclass(frozen=True)
class Table:
    """One table with its rows as anybody may read them, and the sums below by the key of their column."""

    key: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Any]
    sums: dict[str, Any]

    @property
    def lines(self) -> list[list[Cell]]:
        """The cells of each row."""
        return [cells(self.columns, row) for row in self.rows]

    @property
    def foot(self) -> list[tuple[str, str]]:
        """Kind and text of the cells of the last line, behind its heading."""
        return [(column.kind, display(column.kind, self.sums.get(column.key))) for column in self.columns[1:]]

    @property
    def drawn(self) -> dict[str, Any]:
        """What components/list.html needs."""
        return Rows[Any](self.columns).context(self.rows, self.sums)


def tables_of(figures: Figures) -> list[Table]:
    """The tables that are published: where it came from and what is left, what it was spent on, goods, those
    who agreed to be named, the period before. Columns of flows that nothing moved in are left out."""
    total = figures.total
    idle = {name for name in FLOWS[3:6] if not getattr(total, name)}
    sources = [column for column in SOURCES if column.key not in idle]
    households = figures.households
    count = households if not 0 < households < SMALL else _("少于 %(n)s") % {"n": SMALL}
    times = figures.sums.times if count == households else count
    made = [
        Table("sources", _("资金收支和结余"), sources, figures.sources,
              {column.key: getattr(total, column.key) for column in sources[1:]}),
        Table("uses", _("帮扶支出"), USES, shield(figures.uses),
              {"times": times, "households": count, "yuan": total.spent}),
    ]  # fmt: skip
    if figures.origins:
        made.append(Table("origins", _("帮扶支出（按资金来源）"), ORIGINS,
                          shield_origins(figures.origins, figures.uses), {"yuan": total.spent}))  # fmt: skip
    if figures.goods:
        worth = sum(row.yuan for row in figures.goods)
        made.append(Table("goods", _("发放物资"), GOODS, figures.goods, {"yuan": worth}))
    if figures.people:
        named = {"yuan": add_people(figures.people)}
        made.append(Table("people", _("受助人员名单"), PEOPLE, figures.people, named))
    if changes := compare(figures.before, figures.sums):
        made.append(Table("changes", _("和上期比较"), CHANGES, changes, {}))
    return made


@dataclass(frozen=True)
class Change:
    """One figure beside that of the period before."""

    label: str
    before: str
    now: str
    change: str


def compare(before: Sums, now: Sums) -> list[Change]:
    """The whole of the period beside the one before; nothing where nothing was before."""
    if before == Sums():
        return []
    shown = [
        _change(_("收入（元）"), before.income, now.income),
        _change(_("帮扶支出（元）"), before.spent, now.spent),
        _change(_("期末结余（元）"), before.closing, now.closing),
    ]
    if min(before.households, now.households) >= SMALL:
        shown.append(_change(_("人次"), before.times, now.times))
        shown.append(_change(_("户数"), before.households, now.households))
    return shown


def _change(label: str, before: Decimal | int, now: Decimal | int) -> Change:
    return Change(label, f"{before:,}", f"{now:,}", f"{now - before:+,}")


def contents(row: Publication) -> dict[str, Any]:
    """All that is published of a version, for page, poster and public address alike."""
    figures = row.read
    return {
        "publication": row,
        "figures": figures,
        "sums": figures.sums,
        "tables": tables_of(figures),
        "tells_range": figures.households >= SMALL,
    }


def hands_of(row: Publication) -> list[tuple[Any, str]]:
    """Who took which step, both names where they stood in; staff read them, and the paper has them."""
    return [(label, who) for name, label in STEPS if (who := row.hand(name))]


def poster(row: Publication, *, address: str = "", is_large: bool = False) -> bytes:
    """The sheet that is put up, on A4 or (`is_large`) A3, with the public `address` as a code."""
    context = contents(row) | {
        "code": make_qr(address) if address else None,
        "paper": "a3" if is_large else "",
        "hands": hands_of(row),
    }
    return render_pdf(TEMPLATE, context, title=row.title)


def workbook_of(row: Publication, *, by: User) -> bytes:
    """The same tables as sheets of one workbook, with the number and the code of the version."""
    first, *others = tables_of(row.read)
    lines = [
        _("编号：%(number)s　版本 %(code)s　%(state)s") % {
            "number": row.number, "code": row.code, "state": row.get_state_display(),
        },
        _("取数时间：%(at)s　单位：%(union)s") % {
            "at": f"{row.made_at:%Y-%m-%d}", "union": row.union.name,
        },
    ]  # fmt: skip
    return write_sheet(
        first.columns,
        (values(first.columns, line) for line in first.rows),
        header=export_header(row.title, by=by, lines=lines),
        totals=first.sums,
        beside=[
            Beside(table.title, table.columns, [values(table.columns, one) for one in table.rows])
            for table in others
        ],
    )
