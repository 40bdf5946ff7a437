"""The rows of a list: what a column says of itself is how its cells look, and nothing in a row is markup."""

import re
from decimal import Decimal
from types import SimpleNamespace

from django.utils.html import format_html

from hardship.kernel.columns import Column
from hardship.kernel.rows import Rows, Tick

HOSTILE = "\"'><img src=x onerror=alert(1)>"
COLUMNS = (
    Column("name", "姓名", "name", kind="name", is_main=True, below="number", empty="未填姓名"),
    Column("number", "编号", "number", empty="还没有编号"),
    Column("state", "状态", "state", kind="badge", tones={"filed": "success"}),
    Column("union", "工会", "union", wide_only=True),
    Column("amount", "金额", "amount", kind="money"),
)


def row(**facts):
    return SimpleNamespace(
        **{"name": "王秀兰", "number": "7", "state": "", "union": "总工会", "amount": Decimal(5)} | facts
    )


def texts(html):
    return re.sub(r"<[^>]+>", "|", html).strip("|")


def test_a_row_has_a_cell_for_each_column_and_a_second_line_where_one_stands_below():
    html = Rows(COLUMNS, url=lambda one: f"/{one.number}/").draw([row()])
    assert html == (
        '<tr role="row" data-href><th scope="row" role="rowheader" class="main kind-name">'
        '<a href="/7/">王秀兰</a>'
        '<span class="sub num">7</span></th>'
        '<td class="kind-badge wide-only">—</td>'
        '<td class="wide-only">总工会</td>'
        '<td role="cell" class="kind-money" data-label="金额">5.00</td></tr>'
    )


def test_a_drawn_cell_that_is_empty_is_no_cell_of_a_phone():
    html = Rows(COLUMNS, drawn={"amount": lambda _row: "—"}).draw([row()])
    assert '<td class="kind-money wide-only">—</td></tr>' in html


def test_nothing_is_said_in_words_where_a_column_has_some():
    html = Rows(COLUMNS).draw([row(name="", number="")])
    assert "未填姓名" in html
    assert "还没有编号" in html
    assert "data-href" not in html
    assert "<a " not in html


def test_a_badge_takes_its_colour_from_the_column_and_needs_no_label():
    html = Rows(COLUMNS).draw([row(state="filed"), row(state="deep")])
    assert '<td role="cell" class="kind-badge"><span class="tag tag-success">filed</span></td>' in html
    assert '<span class="tag tag-deep">deep</span>' in html


def test_what_is_below_a_column_that_was_not_chosen_has_a_cell_of_its_own():
    chosen = [column for column in COLUMNS if column.key in ("number", "union")]
    assert [heading.label for heading in Rows(chosen).headings()] == ["编号", "工会"]
    assert [heading.label for heading in Rows(COLUMNS).headings()] == ["姓名", "状态", "工会", "金额"]


def test_a_list_draws_cells_of_its_own_with_notes_and_boxes():
    rows = Rows(
        COLUMNS,
        drawn={"union": lambda one: format_html("<b>{}</b>", one.union)},
        notes={"name": lambda one: one.number and "为什么"},
        tick=lambda one: Tick(one.number, one.name, one.amount, is_open=False),
    )
    html = rows.draw([row()])
    assert '<span class="sub why">为什么</span>' in html
    assert '<td class="wide-only"><span><b>总工会</b></span></td>' in html
    assert html.startswith(
        '<tr role="row"><td class="tick" role="cell"><input type="checkbox" name="pk" value="7" '
        'data-amount="5" aria-label="选择 王秀兰" disabled></td>'
    )


def test_hostile_text_stays_text_in_every_place_of_a_row():
    hostile = row(name=HOSTILE, number=HOSTILE, state=HOSTILE, union=HOSTILE)
    rows = Rows(
        (*COLUMNS, Column("more", HOSTILE, "union")),
        url=lambda one: one.union,
        drawn={"amount": lambda one: one.union},
        notes={"name": lambda one: one.union},
        tick=lambda one: Tick(one.union, one.union, one.union),
    )
    html = rows.draw([hostile])
    assert "<img" not in html
    assert html.count("&lt;img") == 12
    assert '"' not in re.sub(r'="[^"]*"', "", html)


def test_second_lines_follow_one_another_and_a_note_comes_last():
    columns = (
        Column("name", "姓名", "name", is_main=True, below="number"),
        Column("number", "编号", "number", below="union"),
        Column("union", "工会", "union"),
    )
    html = Rows(columns, notes={"name": lambda _row: "注意"}).draw([row()])
    assert [text for text in texts(html).split("|") if text] == ["王秀兰", "7", "总工会", "注意"]


def test_a_page_has_its_own_short_heading_and_cells_that_no_path_leads_to():
    columns = (
        Column("name", "姓名", "name", is_main=True),
        Column("files", "应核查户数", "files", kind="count", short="应核查"),
        Column("steps", "办理"),
    )
    found = Rows(columns, drawn={"steps": lambda _row: "核查"}).context([row(files=12345)])
    assert [heading.label for heading in found["headings"]] == ["姓名", "应核查", "办理"]
    assert 'data-label="应核查">12,345</td>' in found["rows"]
    assert "<span>核查</span>" in found["rows"]
    assert found["ticks"] is False


def test_the_last_line_sums_up_and_names_itself_across_what_has_no_sum():
    found = Rows(COLUMNS).context([row()], {"amount": Decimal(12345)})
    assert 'colspan="3">合计</th><td role="cell" class="kind-money">12,345.00</td></tr>' in found["sums"]
    assert not Rows(COLUMNS).context([row()])["sums"]


def test_a_phrase_is_made_of_something_and_not_of_none():
    columns = (
        Column("name", "姓名", "name", is_main=True, below="gone"),
        Column("gone", "撤下", "gone", phrase="撤下 %s"),
    )
    html = Rows(columns).draw([row(gone=2), row(gone=0)])
    assert texts(html).count("撤下 2") == 1
    assert "撤下 0" not in html
