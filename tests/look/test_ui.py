"""The template tags: figures, lights, meters, pages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from hardship.kernel.pages import Links
from hardship.kernel.templatetags import ui
from hardship.kernel.workflow import Transition


def render(source, path="/", **context):
    request = RequestFactory().get(path)
    return Template("{% load ui %}" + source).render(Context({"request": request, **context}))


@pytest.mark.parametrize(
    ("value", "figure"),
    [
        (Decimal("12400"), "12,400.00"),
        (0, "0.00"),
        (Decimal("-5.5"), "-5.50"),
        (None, "—"),
        ("", "—"),
        ("x", "—"),
    ],
)
def test_yuan(value, figure):
    assert ui.yuan(value) == figure


def test_words_stand_beside_the_figure():
    assert (
        render("{% money amount %}", amount=Decimal("16409.02")).count("人民币壹万陆仟肆佰零玖元零贰分") == 1
    )


def test_moments_are_local_and_dates_are_plain():
    moment = datetime(2026, 3, 4, 17, 30, tzinfo=UTC)
    assert ui.minute(moment) == "2026-03-05 01:30"
    assert ui.day(moment) == ui.day(date(2026, 3, 5)) == "2026-03-05"
    assert ui.long_day(moment) == ui.long_day(date(2026, 3, 5)) == "2026年3月5日"
    assert {ui.day(None), ui.long_day(None), ui.minute(None), ui.pct(None), ui.number(None)} == {"—"}


def test_counts_shares_and_sizes():
    assert (ui.number(1204), ui.pct(Decimal("0.415"))) == ("1,204", "41.5%")
    assert (ui.file_size(100), ui.file_size(318_220), ui.file_size(1_482_000)) == ("1 KB", "311 KB", "1.4 MB")


@pytest.mark.parametrize(
    ("days", "level", "text"),
    [
        (4, "ok", "剩 4 个工作日"),
        (1, "soon", "剩 1 个工作日"),
        (0, "late", "今天到期"),
        (-2, "late", "超期 2 个工作日"),
        (None, "none", "无时限"),
    ],
)
def test_a_deadline_says_it_in_words_and_by_shape(days, level, text):
    light = ui.deadline(days)
    assert f"light-{level}" in light
    assert text in light


def test_data_is_escaped():
    assert "<b>" not in ui.badge("deep", "<b>") + ui.deadline(1, None)
    assert ui.badge("nonsense", "草稿") == '<span class="tag tag-muted">草稿</span>'


@pytest.mark.parametrize(
    ("value", "kind", "width"),
    [
        ("819.97", "under", "33.33%"),
        ("820", "between", "33.33%"),
        ("2700", "", "100.00%"),
        ("-1", "under", "0.00%"),
    ],
)
def test_the_meter_measures_against_the_standard(value, kind, width):
    drawn = ui.meter(Decimal(value), Decimal(820))
    assert (drawn["kind"], drawn["width"]) == (kind, width)
    assert [mark.label for mark in drawn["marks"]] == ["低保 820", "2 倍 1,640", "3 倍 2,460"]


def test_the_pager_keeps_the_filters():
    page = Paginator(range(120), 50).page(2)
    drawn = render("{% pager page %}", "/?category=deep&page=2", page=page)
    assert "?category=deep&amp;page=1" in drawn
    assert "?category=deep&amp;page=3" in drawn
    assert "第 2 / 3 页" in drawn


def test_a_keyset_page_says_when_it_stopped_counting():
    page = Links(total=1000, is_capped=True, next_url="?after=x", place="第 3 页")
    drawn = render("{% pager page %}", page=page)
    assert "条以上" in drawn
    assert "第 3 页" in drawn
    assert 'href="?after=x"' in drawn


def test_buttons_come_from_the_table():
    buttons = [
        Transition("reject", ("a",), "b", "reviewer", "不予帮扶", needs_comment=True, danger=True),
        Transition("pass", ("a",), "b", "reviewer", "通过"),
        Transition("return", ("a",), "b", "reviewer", "退回补正", needs_comment=True),
    ]
    drawn = render('{% action_buttons buttons "/step/" subject="王*兰" version=3 %}', buttons=buttons)
    assert drawn.count("btn-primary") == 2  # 通过, and the button that ends the dialog of 退回补正
    assert drawn.count("<dialog") == 2
    assert drawn.count('name="version" value="3"') == 3
    assert drawn.count("required aria-describedby") == 2
