"""An empty workbook to fill in: drop-downs from code lists, personal numbers as text, notes at the cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Literal

from django.utils.translation import gettext as _

_FIRST_DAY = datetime(1900, 1, 1)  # noqa: DTZ001  (a day of a spreadsheet has no zone)
_LAST_DAY = datetime(2100, 12, 31)  # noqa: DTZ001
_MAX_HINT = 255  # of a message that a cell shows
_LIMIT = 10**10
_ONE_PAGE = 20  # columns that can still be read when they share the width of a page


@dataclass(frozen=True)
class TemplateColumn:
    """One column to fill in. `choices` make a drop-down; `note` says how; `sample` is on the second sheet."""

    label: str
    kind: Literal["text", "amount", "count", "date"] = "text"
    choices: tuple[str, ...] = ()
    length: int = 0
    note: str = ""
    is_required: bool = False
    width: int = 12
    sample: str = ""


@dataclass(frozen=True)
class TemplatePage:
    """One sheet to fill in: its title, the lines above the header, its columns."""

    title: str
    lines: Sequence[str]
    columns: Sequence[TemplateColumn]


def make_template(
    pages: Sequence[TemplatePage],
    *,
    stamp: Sequence[Sequence[str]] = (),
    stamp_sheet: str = "",
    rows: int = 2000,
) -> bytes:
    """The workbook: for each page a sheet with `rows` rows and checks, then a sheet that explains.

    The header stands in row 3; lists are kept in a hidden sheet, and the rows of `stamp` in another.
    """
    from xlsxwriter import Workbook

    out = BytesIO()
    book = Workbook(out, {"in_memory": True})
    made = datetime(2026, 1, 1)  # noqa: DTZ001  (the same template is the same bytes)
    book.set_properties({"title": pages[0].title, "created": made})
    sheets = [book.add_worksheet(one.title[:31]) for one in pages]
    help_page, lists = book.add_worksheet(_("填写说明")), book.add_worksheet(_("代码表"))
    lists.hide()
    before = 0
    for sheet, one in zip(sheets, pages, strict=True):
        _head(book, sheet, one.columns, one.title, one.lines)
        for place, column in enumerate(one.columns):
            _add_checks(sheet, lists, place, before + place, column, rows)
        before += len(one.columns)
    _explain(book, help_page, [column for one in pages for column in one.columns])
    if stamp_sheet:
        _stamp(book.add_worksheet(stamp_sheet), stamp)
    book.close()
    return out.getvalue()


def _stamp(page: Any, rows: Sequence[Sequence[str]]) -> None:
    for number, values in enumerate(rows):
        for place, text in enumerate(values):
            page.write_string(number, place, text)
    page.hide()


def _head(book: Any, page: Any, columns: Sequence[TemplateColumn], title: str, lines: Sequence[str]) -> None:
    styles = {
        "title": book.add_format({"bold": True, "font_size": 16, "valign": "vcenter"}),
        "line": book.add_format({"font_color": "#4C5965", "text_wrap": True, "valign": "top"}),
        "head": book.add_format(
            {"bold": True, "bg_color": "#F5F6F8", "border": 1, "text_wrap": True, "valign": "vcenter"}
        ),
        "required": book.add_format(
            {
                "bold": True,
                "bg_color": "#FBEEEE",
                "font_color": "#A3242B",
                "border": 1,
                "text_wrap": True,
                "valign": "vcenter",
            }
        ),
        "text": book.add_format({"num_format": "@"}),
        "amount": book.add_format({"num_format": "#,##0.00"}),
        "count": book.add_format({"num_format": "0"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    span = min(len(columns), 14) - 1
    page.merge_range(0, 0, 0, span, title, styles["title"])
    page.merge_range(1, 0, 1, span, "\n".join(lines), styles["line"])
    page.set_row(0, 30)
    page.set_row(1, 18 * max(1, len(lines)))
    page.set_row(2, 34)
    for place, column in enumerate(columns):
        page.set_column(place, place, column.width, styles[column.kind])
        page.write_string(2, place, column.label, styles["required" if column.is_required else "head"])
    page.freeze_panes(3, 3)
    page.set_landscape()
    page.set_paper(9)
    page.repeat_rows(2)
    if len(columns) <= _ONE_PAGE:
        page.fit_to_pages(1, 0)


def _add_checks(
    page: Any, lists: Any, place: int, list_place: int, column: TemplateColumn, rows: int
) -> None:
    """Checks of one column; its list stands in the column `list_place` of the hidden sheet."""
    check: dict[str, Any] = _rule(column)
    if column.choices:
        lists.write_column(0, list_place, [column.label, *column.choices])
        letters = _letters(list_place)
        check = {
            "validate": "list",
            "source": f"='{lists.get_name()}'!${letters}$2:${letters}${len(column.choices) + 1}",
            "error_type": "warning",
        }
    if not check:
        return
    check |= {"error_title": column.label[:32], "error_message": (column.note or _("请核对。"))[:_MAX_HINT]}
    if column.note:
        check |= {"input_title": column.label[:32], "input_message": column.note[:_MAX_HINT]}
    page.data_validation(3, place, 2 + rows, place, check)


def _rule(column: TemplateColumn) -> dict[str, Any]:
    if column.length:
        return {"validate": "length", "criteria": "==", "value": column.length, "error_type": "warning"}
    if column.kind == "amount":
        return {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": _LIMIT}
    if column.kind == "count":
        return {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 200}
    if column.kind == "date":
        return {"validate": "date", "criteria": "between", "minimum": _FIRST_DAY, "maximum": _LAST_DAY}
    return {"validate": "any"} if column.note else {}


def _explain(book: Any, page: Any, columns: Sequence[TemplateColumn]) -> None:
    head = book.add_format({"bold": True, "bg_color": "#F5F6F8", "border": 1})
    cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "num_format": "@"})
    for place, (label, width) in enumerate(
        ((_("列"), 24), (_("必填"), 8), (_("怎样填写"), 60), (_("示例"), 28))
    ):
        page.set_column(place, place, width)
        page.write_string(0, place, label, head)
    for row, column in enumerate(columns, start=1):
        required = _("必填") if column.is_required else ""
        how = column.note or "、".join(column.choices)
        for place, text in enumerate((column.label, required, how, column.sample)):
            page.write_string(row, place, text, cell)
    page.freeze_panes(1, 0)


def _letters(place: int) -> str:
    letters, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
