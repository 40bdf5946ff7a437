import json
import time
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardship.kernel.money import LIMIT, MoneyError, format_yuan, in_words, parse_yuan, quantize

DATA = Path(__file__).parent.parent / "data"
AMOUNTS = st.decimals(min_value=0, max_value=LIMIT - Decimal("0.01"), places=2)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", "0.00"),
        ("500", "500.00"),
        ("500.5", "500.50"),
        ("1,234.50", "1234.50"),
        ("1，234.50", "1234.50"),
        ("12,345,678.9", "12345678.90"),
        ("１２３４．５６", "1234.56"),
        ("12。5", "12.50"),
        (" 500 \n", "500.00"),
        ("'500", "500.00"),
        ("￥500", "500.00"),
        ("¥ 500", "500.00"),
        ("500元", "500.00"),
        ("500 元整", "500.00"),
        ("人民币500.00元", "500.00"),
        ("RMB 500", "500.00"),
        ("1.2万", "12000.00"),
        ("1.23456 万元", "12345.60"),
        ("007", "7.00"),
        (500, "500.00"),
        (Decimal("500.50"), "500.50"),
        (266.67, "266.67"),
        (0.1 + 0.2, "0.30"),
        ("999999999999.99", "999999999999.99"),
    ],
)
def test_an_amount_is_read_as_people_write_it(text, amount):
    assert str(parse_yuan(text)) == amount


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (None, "missing"),
        ("", "missing"),
        (" \u3000", "missing"),
        ("1e3", "exponent"),
        ("1E+3", "exponent"),
        ("1e-2", "exponent"),
        ("1_000", "underscore"),
        ("NaN", "not_finite"),
        ("-Infinity", "not_finite"),
        (float("nan"), "not_finite"),
        (Decimal("sNaN"), "not_finite"),
        ("1.005", "decimals"),
        ("12.500", "decimals"),
        ("1.0000001万", "decimals"),
        (500.005, "decimals"),
        (Decimal("0.001"), "decimals"),
        ("٣٤", "foreign_digits"),
        ("伍佰元", "words"),
        ("五百", "words"),
        ("-500", "negative"),
        ("－500", "negative"),
        ("−500", "negative"),
        ("￥-500", "negative"),
        ("(500)", "negative"),
        (-0.01, "negative"),
        ("1000000000000", "too_large"),
        ("9999999999万", "too_large"),
        (1e300, "too_large"),
        (10**400, "too_large"),
        (Decimal("1e999999"), "too_large"),
        ("1 000", "blank"),
        ("1,00", "commas"),
        ("1,2345", "commas"),
        ("12.", "not_amount"),
        (".5", "not_amount"),
        ("+5", "not_amount"),
        ("--5", "not_amount"),
        ("500元/月", "not_amount"),
        ("约500", "not_amount"),
        ("1.2.3", "not_amount"),
        ("9" * 65, "not_amount"),
        ("元", "words"),
        ("¥", "not_amount"),
        (True, "not_amount"),
        (b"5", "not_amount"),
    ],
)
def test_what_is_no_amount_is_refused_for_its_own_reason(text, code):
    with pytest.raises(MoneyError) as refusal:
        parse_yuan(text)
    assert refusal.value.code == code


@pytest.mark.parametrize("text", ["-500", "(500)", "¥-500.00元", -500])
def test_negative_amounts_where_they_are_meant(text):
    assert parse_yuan(text, allow_negative=True) == -500


def test_minus_nothing_is_nothing():
    assert str(parse_yuan("-0.00", allow_negative=True)) == "0.00"
    assert str(quantize(Decimal("-0.001"))) == "0.00"


@given(AMOUNTS)
def test_figures_come_back_as_they_went(amount):
    assert parse_yuan(format_yuan(amount)) == amount
    assert parse_yuan(f"￥{amount}元") == amount


@given(st.text() | st.floats() | st.decimals() | st.integers())
def test_nothing_but_a_money_error_comes_out(value):
    with suppress(MoneyError):
        assert parse_yuan(value, allow_negative=True) == parse_yuan(value, allow_negative=True).quantize(
            Decimal("0.01")
        )


@pytest.mark.parametrize("text", ["1", "1,", "ﷺ", "¥", "万", " "])
def test_long_hostile_input_costs_nothing(text):
    start = time.process_time()
    with pytest.raises(MoneyError):
        parse_yuan(text * 50_000)
    assert time.process_time() - start < 0.05


def test_half_a_fen_rounds_up():
    assert quantize(Decimal("0.125")) == Decimal("0.13")
    assert quantize(Decimal("2.675")) == Decimal("2.68")
    assert quantize(Decimal("-0.125")) == Decimal("-0.13")
    assert format_yuan(Decimal("-1234.5")) == "-1,234.50"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        # the examples of the rule itself
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        # and the corners
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角"),
        ("0.53", "伍角叁分"),
        ("10", "壹拾元整"),
        ("11", "壹拾壹元整"),
        ("20.03", "贰拾元零叁分"),
        ("100", "壹佰元整"),
        ("1234.56", "壹仟贰佰叁拾肆元伍角陆分"),
        ("20000", "贰万元整"),
        ("100500", "壹拾万零伍佰元整"),
        ("1000700", "壹佰万零柒佰元整"),
        ("10000001", "壹仟万零壹元整"),
        ("100000500", "壹亿零伍佰元整"),
        ("1050000000", "壹拾亿伍仟万元整"),
        ("100050000", "壹亿零伍万元整"),
        ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_words_follow_the_payment_rule(amount, words):
    assert in_words(Decimal(amount)) == "人民币" + words


def test_words_are_those_that_the_script_writes():
    """The other half of tests/javascript/money.test.js."""
    vectors = json.loads((DATA / "yuan_in_words.json").read_text())
    assert {amount: in_words(Decimal(amount)) for amount in vectors} == vectors


@pytest.mark.parametrize("amount", ["-0.01", "0.001", "1000000000000"])
def test_words_refuse_what_no_paper_may_say(amount):
    with pytest.raises(ValueError, match="in words"):
        in_words(Decimal(amount))


def read_words(words):
    """An independent reader: adds up what the words say, ignoring every 零."""
    assert words.startswith("人民币")
    sizes = {"拾": 10, "佰": 100, "仟": 1000, "万": 10**4, "亿": 10**8, "元": 1}
    fen = section = total = digit = 0
    for char in words.removeprefix("人民币").removesuffix("整").replace("零", ""):
        if char in "壹贰叁肆伍陆柒捌玖":
            digit = "壹贰叁肆伍陆柒捌玖".index(char) + 1
        elif char in "拾佰仟":
            section, digit = section + digit * sizes[char], 0
        elif char in "万亿元":
            total, section, digit = total + (section + digit) * sizes[char], 0, 0
        else:
            fen, digit = fen + digit * {"角": 10, "分": 1}[char], 0
    return total + Decimal(fen) / 100


SMALL = st.integers(0, 999_999).map(lambda fen: Decimal(fen) / 100)


@given(AMOUNTS | SMALL | st.integers(0, 10**12 - 1).map(Decimal))
def test_words_say_the_amount_and_never_stutter(amount):
    words = in_words(amount)
    assert read_words(words) == amount
    assert "零零" not in words
    assert words.endswith("整") == (amount == int(amount))
    assert not any(bad in words for bad in ("零元", "零万", "零亿", "亿万", "角零")) or amount == 0
