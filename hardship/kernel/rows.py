"""The rows of a list on a page, drawn from the same columns as its workbook (docs/adr/0020).

A template that goes through ten cells of a hundred rows decides a thousand times what the columns decided
once, and that was the larger part of such a page. Here the rows are drawn in Python; components/list.html has
the table around them. Whatever comes from a row or a column passes through `_escaped`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.core.paginator import Page
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hardship.kernel.columns import Cell, Column, cells, display
from hardship.kernel.pages import SIZE
from hardship.kernel.sorting import Sorting, sorted_page
from hardship.kernel.templatetags.ui import NOTHING, badge

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Row = TypeVar("Row")
Draw = Callable[[Any], object]
NONE = SafeString()
SENTENCE = 24  # characters: what is as long below a value goes over several lines
_HYPHENED = re.compile(r"(?:[一-鿿]-)?\b[A-Z0-9]+(?:-[A-Z0-9]+)+\b", re.ASCII)


@dataclass(frozen=True)
class Heading:
    """The head of a column: `url` sorts by it, `direction` says how it is sorted (ascending, descending)."""

    label: "StrOrPromise"
    kind: str
    url: str = ""
    direction: str = ""


@dataclass(frozen=True)
class Tick:
    """The box that selects a row: what it posts as `pk`, whom it is about, the amount to be summed up."""

    value: object
    about: object
    amount: object = None
    is_open: bool = True

    def draw(self) -> SafeString:
        return format_html(
            '<td class="tick" role="cell">'
            '<input type="checkbox" name="pk" value="{}"{} aria-label="{}"{}></td>',
            self.value,
            NONE if self.amount is None else format_html(' data-amount="{}"', self.amount),
            _("选择 %(about)s") % {"about": self.about},
            NONE if self.is_open else format_html(" {}", "disabled"),
        )


@dataclass(frozen=True)
class Rows(Generic[Row]):
    """How the rows of one list are drawn.

    `url` is where a row leads ("" for nowhere). `drawn` has, by the key of a column, what a cell shows that
    is not plain: text, or HTML made by `format_html`. `notes` has a line more below the value of a column.
    `tick` makes the box that selects a row. `cells` has the cells of rows that come with them.
    """

    columns: Sequence[Column]
    cells: Callable[[Row], Mapping[str, Cell]] | None = None
    url: Callable[[Row], str] | None = None
    drawn: Mapping[str, Draw] = field(default_factory=dict)
    notes: Mapping[str, Draw] = field(default_factory=dict)
    tick: Callable[[Row], Tick] | None = None

    @property
    def shown(self) -> list[Column]:
        """The columns with a cell of their own; the others stand in the second line of one of them."""
        below = {column.below for column in self.columns}
        return [column for column in self.columns if column.key not in below]

    @property
    def main(self) -> Column | None:
        """The column that names a row and leads to it; the first one when that was not chosen."""
        shown = self.shown
        return next((column for column in shown if column.is_main), shown[0] if self.url else None)

    def headings(self, sorting: Sorting | None = None) -> list[Heading]:
        """The heads of a list; with `sorting` those of columns that sort are links."""
        if sorting is None:
            return [Heading(column.heading, column.kind) for column in self.shown]
        return [
            Heading(column.heading, column.kind, sorting.url(column), sorting.direction(column))
            for column in self.shown
        ]

    def context(
        self,
        rows: Iterable[Row],
        sums: Mapping[str, Decimal] | None = None,
        *,
        sorting: Sorting | None = None,
    ) -> dict[str, Any]:
        """What components/list.html needs of a list; `sums` are its last line, by the keys of columns."""
        return {
            "headings": self.headings(sorting),
            "rows": self.draw(rows),
            "ticks": self.tick is not None,
            "sums": self._sums(sums) if sums else NONE,
        }

    def page(
        self,
        rows: Any,
        query: Mapping[str, str],
        *,
        make: Callable[[Page[Any]], Iterable[Row]] = iter,
        sums: Mapping[str, Decimal] | None = None,
        size: int = SIZE,
        count: int | None = None,
    ) -> dict[str, Any]:
        """What components/list.html and the pager need of the page of `rows` that `query` names, in the order
        that it names; `make` turns what was read into the rows of these columns."""
        page, sorting = sorted_page(rows, query, self.columns, size=size, count=count)
        return {"page": page, **self.context(make(page), sums, sorting=sorting)}

    def _sums(self, sums: Mapping[str, Decimal]) -> SafeString:
        first = next(place for place, column in enumerate(self.shown) if column.key in sums)
        return format_html(
            '<tr role="row" class="d-none d-md-table-row">'
            '<th scope="row" role="rowheader" colspan="{}">{}</th>{}</tr>',
            first + (self.tick is not None),
            _("合计"),
            format_html_join(
                "",
                '<td role="cell" class="kind-{}">{}</td>',
                ((column.kind, display(column.kind, sums.get(column.key))) for column in self.shown[first:]),
            ),
        )

    def draw(self, rows: Iterable[Row]) -> SafeString:
        """The rows as HTML."""
        # a label is translated and escaped once for the list, not once for each of its cells
        shown, main = [(column, _escaped(column.heading)) for column in self.shown], self.main
        return SafeString("".join(self._row(row, shown, main) for row in rows))

    def _row(self, row: Row, shown: Sequence[tuple[Column, str]], main: Column | None) -> str:
        made = self.cells(row) if self.cells else self._cells(row)
        url = self.url(row) if self.url else ""
        line = "" if self.tick is None else self.tick(row).draw()
        for column, label in shown:
            content, more = self._content(column, made, row), self._more(column, made, row)
            if column is main:
                line += _named(column, content, more, url)
            else:
                line += self._cell(column, label, content, more)
        return f'<tr role="row"{" data-href" if url else ""}>{line}</tr>'

    def _cells(self, row: Row) -> dict[str, Cell]:
        plain = [column for column in self.columns if column.key not in self.drawn]
        return {cell.key: cell for cell in cells(plain, row)}

    def _content(self, column: Column, made: Mapping[str, Cell], row: Row) -> object:
        if column.key in self.drawn:
            return self.drawn[column.key](row)
        cell = made[column.key]
        if cell.kind == "badge" and cell.tone:
            return badge((column.tones or {}).get(cell.tone, cell.tone), cell.text)
        return _text(column, cell) or NOTHING

    def _cell(self, column: Column, label: str, content: object, more: str) -> str:
        is_empty, text = content == NOTHING and not more, _escaped(content)
        if column.kind == "badge" and isinstance(content, SafeString) and not more:
            return f'<td role="cell" class="kind-badge">{text}</td>'  # says what it is without a label
        if (more or column.key in self.drawn) and not is_empty:
            text = f"<span>{text}{more}</span>"
        look = "" if column.kind == "text" else f"kind-{column.kind}"
        if column.wide_only or is_empty:
            # not on a phone, where cells are blocks and need a role and a label
            return f'<td class="{f"{look} wide-only".lstrip()}">{text}</td>'
        named = f' class="{look}"' if look else ""
        return f'<td role="cell"{named} data-label="{label}">{text}</td>'

    def _more(self, column: Column, made: Mapping[str, Cell], row: Row) -> str:
        """The lines below a value: the column below it, the one below that, and a note."""
        more, below = "", column
        while below.below in made:
            below = next(other for other in self.columns if other.key == below.below)
            if text := _text(below, made[below.key]):
                look = "sub num" if len(str(text)) < SENTENCE else "sub"
                more += f'<span class="{look}">{_escaped(text)}</span>'
        if column.key in self.notes and (note := self.notes[column.key](row)):
            more += f'<span class="sub why">{_escaped(note)}</span>'
        return more


def _text(column: Column, cell: Cell) -> object:
    """The value in its phrase, which is made of something and not of 0; else what stands for nothing."""
    if not column.phrase:
        return cell.text or column.empty
    return str(column.phrase) % cell.text if cell.value else column.empty


def _named(column: Column, content: object, more: str, url: str) -> str:
    text, look = _escaped(content), "main" if column.kind == "text" else f"main kind-{column.kind}"
    linked = f'<a href="{_escaped(url)}">{text}</a>' if url else text
    return f'<th scope="row" role="rowheader" class="{look}">{linked}{more}</th>'


def _escaped(value: object) -> str:
    """As `conditional_escape`, which takes five times as long for the sake of text that is not evaluated yet:
    HTML stays, everything else is escaped."""
    return value if isinstance(value, SafeString) else escape(str(value))


def draw_sentence(text: object) -> SafeString:
    """A text in which each day and number stays on one line; a browser breaks after its hyphens otherwise."""
    return SafeString(_HYPHENED.sub(r'<span class="num">\g<0></span>', escape(str(text))))


def draw_period(effective: Any, today: date) -> SafeString:
    """From when until when a dated row holds, and whether that is now."""
    first, end = effective.lower, effective.upper
    words = _("%(day)s 起") % {"day": first.isoformat()}
    if end:
        words += _("，%(day)s 前") % {"day": end.isoformat()}
    if end and end <= today:
        mark = badge("muted", _("已停用"))
    else:
        mark = badge("info", _("未到期")) if first > today else badge("success", _("现行"))
    return format_html("{}　{}", words, mark)
