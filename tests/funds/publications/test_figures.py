"""What is published adds up and is what the postings say, to the cent."""

import uuid
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from funds.ledgers import services as ledger
from funds.ledgers.models import Journal
from funds.publications.reports import tables_of
from funds.publications.rules import (
    Figures,
    SourceRow,
    Sums,
    UseRow,
    before_of,
    days_of,
    find_faults,
    read_figures,
    shield,
    shield_origins,
    write_figures,
)
from funds.publications.selectors import NAMED, Named, take_figures
from tests.books import assert_books_balance, make_line

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E5")]

# The same figures from the raw postings, by another road: signs by hand, no bucket is summed by the program.
BY_HAND = """
    SELECT f.source,
        sum(x) FILTER (WHERE j."on" < %(first)s),
        sum(x) FILTER (WHERE j."on" >= %(first)s AND a.bucket = 'source'),
        -sum(x) FILTER (WHERE j."on" >= %(first)s AND a.bucket = 'paid'),
        -sum(x) FILTER (WHERE j."on" >= %(first)s AND a.bucket = 'allocated'),
        sum(x)
    FROM ledgers_posting p JOIN ledgers_journal j ON j.id = p.journal_id
    JOIN ledgers_account a ON a.id = p.account_id JOIN ledgers_budgetline l ON l.id = a.line_id
    JOIN ledgers_fund f ON f.id = l.fund_id
    CROSS JOIN LATERAL (SELECT CASE p.side WHEN 'D' THEN p.amount ELSE -p.amount END AS x) s
    WHERE l.union_id = %(union)s AND j."on" <= %(last)s
      AND a.bucket IN ('source', 'paid', 'allocated', 'returned', 'charged')
    GROUP BY f.source"""


def by_hand(union, year, quarter):
    first, last = days_of(year, quarter)
    with connection.cursor() as cursor:
        cursor.execute(BY_HAND, {"union": union.pk, "first": first, "last": last})
        rows = cursor.fetchall()
    return {source: [value or Decimal(0) for value in values] for source, *values in rows}


def test_the_figures_are_those_of_the_postings(cast, pay, ledger_alone):
    own, grant = (
        make_line(cast.finance, "5000.35"),
        make_line(cast.finance, "8000", use="medical", source="dues"),
    )
    pay(own, "800.11", on=date(2026, 3, 31))
    pay(own, "100.24", on=date(2026, 4, 1))
    pay(grant, "2000", on=date(2026, 5, 6))
    back = pay(grant, "500", on=date(2026, 5, 7))
    told = {"source": "tests.batch:1", "by": cast.finance, "on": date(2026, 6, 1)}
    ledger.recover(commitment_id=back.pk, amount=Decimal("120.50"), key=uuid.uuid4(), **told)
    ledger.allocate(
        line_id=grant.pk, union_id=cast.county.pk, amount=Decimal(1000), document_no="通工〔2026〕1号",
        document_on=date(2026, 5, 8), by=cast.finance, key=uuid.uuid4(), on=date(2026, 5, 8),
    )  # fmt: skip
    for quarter in (1, 2, 3, 0):
        figures = take_figures(cast.city, 2026, quarter)
        assert not list(find_faults(figures))
        said = {
            row.source: [row.opening, row.income, row.spent, row.allocated, row.closing]
            for row in figures.sources
        }
        raw = by_hand(cast.city, 2026, quarter)
        assert said == {"同级财政拨款": raw["fiscal"], "拨缴经费": raw["dues"]}
    second = take_figures(cast.city, 2026, 2)
    assert [(row.use, row.times, row.yuan) for row in second.uses] == [
        ("医疗救助", 2, Decimal("2379.50")),
        ("生活救助", 1, Decimal("100.24")),
    ]
    assert [(row.use, row.times, row.households, row.yuan) for row in second.origins] == [
        ("同级财政拨款", 1, 1, Decimal("100.24")),
        ("拨缴经费", 2, 2, Decimal("2379.50")),
    ]
    assert (second.largest, second.smallest, second.before.spent) == (
        2000, Decimal("100.24"), Decimal("800.11"),
    )  # fmt: skip
    assert_books_balance()


def test_what_the_bank_returned_counts_where_it_came_back(cast, money, pay):
    held = pay(money, "300", on=date(2026, 3, 20))
    pay(money, "200", on=date(2026, 4, 20))
    ledger.bounce(
        commitment_ids=[held.pk], source="tests.batch:1", by=cast.finance, key=uuid.uuid4(),
        on=date(2026, 4, 21),
    )  # fmt: skip
    first, second = (take_figures(cast.city, 2026, quarter) for quarter in (1, 2))
    assert (first.sums.times, first.sums.spent) == (1, 300)
    assert (second.sums.times, second.sums.spent, second.households, second.held) == (1, -100, 1, 300)
    assert not list(find_faults(second))


def test_a_sum_on_several_lines_is_one_payment(cast, money, pay):
    other = make_line(cast.finance, use="medical")
    pay(money, "200", source="applications.application:41")
    held = ledger.commit_on(
        draws=[ledger.Draw(on.pk, on.use_id, Decimal(yuan)) for on, yuan in ((money, 300), (other, 80))],
        source="applications.application:42", by=cast.approver, key=uuid.uuid4(), on=date(2026, 3, 10),
    )  # fmt: skip
    for move in (ledger.send, ledger.settle):
        move(
            commitment_ids=[held.pk], source="tests.batch:2", by=cast.finance, key=uuid.uuid4(),
            on=date(2026, 3, 11),
        )  # fmt: skip
    figures = take_figures(cast.city, 2026, 1, with_people=True)
    assert (figures.households, figures.unnamed, figures.sums.spent) == (2, 2, 580)
    assert (figures.largest, figures.smallest) == (380, 200)
    assert {row.use: (row.times, row.yuan) for row in figures.uses} == {
        "生活救助": (2, 500), "医疗救助": (1, 80),
    }  # fmt: skip
    assert [(row.use, row.times, row.households, row.yuan) for row in figures.origins] == [
        ("同级财政拨款", 2, 2, 580)
    ]
    assert not list(find_faults(figures))


def test_a_reversal_takes_the_income_back(cast, money):
    journal = Journal.objects.get(event="assign")
    ledger.reverse(journal_id=journal.pk, by=cast.finance, key=uuid.uuid4(), on=date(2026, 3, 9), reason="错")
    figures = take_figures(cast.city, 2026, 1)
    assert (figures.sums.income, figures.sums.closing) == (10000, 10000)
    received = Journal.objects.get(event="receive")
    ledger.reverse(
        journal_id=received.pk, by=cast.finance, key=uuid.uuid4(), on=date(2026, 3, 9), reason="错"
    )
    assert take_figures(cast.city, 2026, 1).sums.income == 0


def test_only_who_agreed_is_named(cast, money, pay, monkeypatch):
    for number in (1, 2, 3):
        pay(money, "100", source=f"toys.family:{number}")
    monkeypatch.setitem(NAMED._values, "toys.family", lambda keys: {1: Named("王*梅", "棉纺厂")})
    figures = take_figures(cast.city, 2026, 1, with_people=True)
    assert [(row.name, row.unit, row.yuan) for row in figures.people] == [("王*梅", "棉纺厂", 100)]
    assert figures.unnamed == 2
    assert not take_figures(cast.city, 2026, 1).people


def test_periods():
    assert [days_of(2026, quarter) for quarter in (1, 4, 0)] == [
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 10, 1), date(2026, 12, 31)),
        (date(2026, 1, 1), date(2026, 12, 31)),
    ]
    assert [before_of(2026, quarter) for quarter in (1, 2, 0)] == [(2025, 4), (2026, 1), (2025, 0)]


SOUND = Figures(
    sources=(SourceRow("dues", Decimal(5), Decimal(10), Decimal(8)),),
    uses=(UseRow("生活救助", "", 8, 6, Decimal(8)),),
    origins=(UseRow("dues", "", 8, 6, Decimal(8)),),
    households=6,
    before=Sums(closing=Decimal(5)),
)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"uses": ()}, "按用途合计"),
        ({"origins": ()}, "“dues”按帮扶项目合计 0.00 元，支出 8 元"),
        ({"origins": (UseRow("fiscal", "", 8, 6, Decimal(8)),)}, "“dues”按帮扶项目合计"),
        ({"before": Sums()}, "上期期末"),
        ({"held": Decimal("7.01")}, "超过结余"),
        ({"uses": (UseRow("生活救助", "", 1, 2, Decimal(8)),)}, "户数多于人次"),
        ({"sources": (*SOUND.sources, SourceRow("x", spent=Decimal(1)), SourceRow("y", income=Decimal(1),
                      spent=Decimal(-1), charged=Decimal(1)))}, "期末为负数"),
    ],
)  # fmt: skip
def test_what_does_not_add_up_is_said(wrong, why):
    assert not list(find_faults(SOUND))
    assert any(why in fault for fault in find_faults(replace(SOUND, **wrong)))


def test_figures_come_back_as_they_were_written():
    assert read_figures(write_figures(SOUND)) == SOUND
    assert write_figures(read_figures(write_figures(SOUND))) == write_figures(SOUND)


@pytest.mark.requirement("E5")
def test_by_source_nothing_tells_what_is_hidden_by_use():
    def row(name, kind, n):
        return UseRow(name, kind, n, n, Decimal(n))

    uses = [row("生活", "甲", 23), row("生活", "乙", 20), row("医疗", "乙", 3), row("医疗", "丙", 40)]
    origins = [row("中央", "甲", 3), row("拨缴", "甲", 20), row("拨缴", "乙", 23), row("拨缴", "丙", 40)]
    assert [one.households for one in shield_origins(origins, uses)] == ["少于 5", "不单列", "不单列", 40]
    assert [one.yuan for one in shield_origins(origins, uses)] == [3, 20, 23, 40]
    figures = Figures(
        sources=(SourceRow("拨缴", income=Decimal(40), spent=Decimal(40)),), uses=(uses[3],),
        origins=(origins[3],), households=40,
    )  # fmt: skip
    [table] = [one for one in tables_of(figures) if one.key == "origins"]
    assert [[cell.text for cell in line] for line in table.lines] == [["拨缴", "丙", "40", "40", "40.00"]]


def test_few_households_are_not_counted_in_public():
    rows = [UseRow("u", str(n), n + 1, n, Decimal(n)) for n in (9, 3, 6)]
    assert [row.households for row in shield(rows)] == [9, "少于 5", "不单列"]
    assert [row.yuan for row in shield(rows)] == [9, 3, 6]
    two = [UseRow("u", "", n, n, Decimal(1)) for n in (3, 4, 9, 0)]
    assert [row.times for row in shield(two)] == ["少于 5", "少于 5", 9, 0]
