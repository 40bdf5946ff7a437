"""Which lines go with which movements, and how sure that is. No database."""

from datetime import date
from decimal import Decimal

from funds.books.rules import Item, guess_kind, suggest


def item(key, day, amount, words="", parts=()):
    return Item(key, date(2026, 4, day), Decimal(amount), words, tuple(map(Decimal, parts)))


def told(lines, movements):
    return [
        ({one.key for one in found.lines}, {one.key for one in found.movements}, found.is_certain)
        for found in suggest(lines, movements)
    ]


def test_the_only_one_of_its_amount_nearby_is_certain():
    assert told([item("a", 3, "-500")], [item("m", 2, "-500")]) == [({"a"}, {"m"}, True)]


def test_one_that_is_far_away_is_not():
    assert told([item("a", 28, "-500")], [item("m", 2, "-500")]) == [({"a"}, {"m"}, False)]


def test_of_two_alike_nothing_is_certain():
    found = told([item("a", 3, "-500")], [item("m", 2, "-500"), item("n", 9, "-500")])
    assert found == [({"a"}, {"m"}, False)]


def test_money_in_is_not_money_out():
    assert told([item("a", 3, "500")], [item("m", 3, "-500")]) == []


def test_a_batch_payee_by_payee():
    lines = [item("a", 3, "-300"), item("b", 3, "-200"), item("c", 3, "-300")]
    assert told(lines, [item("m", 3, "-800", parts=("200", "300", "300"))]) == [
        ({"a", "b", "c"}, {"m"}, True)
    ]


def test_a_payee_too_many_is_not_certain():
    lines = [item("a", 3, "-300"), item("b", 3, "-200"), item("c", 4, "-300")]
    found = told(lines, [item("m", 3, "-500", parts=("200", "300"))])
    assert [certain for _lines, _rows, certain in found] == [False]


def test_a_batch_less_what_came_back():
    lines = [item("out", 3, "-800"), item("back", 4, "300", "退票 张三")]
    assert told(lines, [item("m", 4, "-500")]) == [({"out", "back"}, {"m"}, False)]


def test_several_of_one_day_paid_in_together():
    movements = [item("m", 3, "200"), item("n", 3, "50"), item("o", 3, "-250")]
    assert ({"a"}, {"m", "n"}, False) in told([item("a", 4, "250")], movements)


def test_nothing_stands_in_two_suggestions():
    lines = [item("a", 3, "-500"), item("b", 4, "-500")]
    found = told(lines, [item("m", 3, "-500")])
    assert len(found) == 1


def test_what_the_bank_books_by_itself_is_known_by_its_words():
    assert guess_kind(item("a", 20, "3.21", "结息")) == "interest"
    assert guess_kind(item("a", 20, "-5", "对公跨行手续费")) == "fee"
    assert guess_kind(item("a", 20, "-5", "结息")) == ""
