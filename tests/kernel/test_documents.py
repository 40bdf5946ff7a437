import time
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardship.kernel import documents
from hardship.kernel.documents import (
    DocumentError,
    check_card,
    check_id_number,
    check_phone,
    check_uscc,
    make_id_number,
    normalise,
)

TODAY = date(2026, 3, 5)
WANG = "110101199001011464"


def code_of(check, value, **options):
    with pytest.raises(DocumentError) as refusal:
        check(value, **options)
    assert "%(" not in str(refusal.value)
    return refusal.value.code


def test_an_id_number_tells_birth_date_sex_and_province():
    found = check_id_number(make_id_number("320602", date(1970, 2, 28), 7), today=TODAY)
    assert (found.birth_on, found.sex) == (date(1970, 2, 28), "male")
    assert (found.region_code, found.region_hint) == ("320602", "江苏省")


@pytest.mark.parametrize(
    ("region", "born"),
    [
        ("110101", date(1990, 1, 1)),
        ("110103", date(1970, 1, 1)),  # 崇文区, merged in 2010
        ("512201", date(1965, 1, 1)),  # 万县市, its code was given away
        ("440306", date(1968, 1, 1)),  # a district younger than its people
        ("330113", date(2022, 1, 1)),  # 临平区, of 2021
        ("659012", date(1980, 1, 1)),  # 白杨市, of 2023
        ("810000", date(1985, 1, 1)),  # residence permit
        ("830000", date(1985, 1, 1)),
        ("320600", date(1906, 3, 5)),  # 120 today
        ("320600", date(2000, 2, 29)),
    ],
)
def test_real_people_are_not_refused_for_their_region_or_age(region, born):
    assert check_id_number(make_id_number(region, born, 12), today=TODAY).birth_on == born


@pytest.mark.parametrize(
    "spelling",
    [
        "11010119900101146４",
        "１１０１０１１９９００１０１１４６４",
        " 110101 19900101 1464\n",
        "'110101199001011464",
        "’110101199001011464\u200b",
        "110101\u00a019900101\u30001464",
        "\ufeff110101199001011464\t",
    ],
)
def test_what_typing_and_excel_leave_behind_is_cleaned(spelling):
    assert check_id_number(spelling, today=TODAY).number == WANG


def test_a_small_x_becomes_a_capital_one():
    number = next(
        n for n in (make_id_number("110101", date(1990, 1, 1), i) for i in range(99)) if n[17] == "X"
    )
    assert check_id_number(number.lower(), today=TODAY).number == number
    assert check_id_number(number[:17] + "ｘ", today=TODAY).number == number


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "missing"),
        ("", "missing"),
        ("' \u3000", "missing"),
        (1.1010119900101146e17, "not_text"),
        (110101199001011464, "not_text"),
        (True, "not_text"),
        (b"110101199001011464", "not_text"),
        (date(1990, 1, 1), "not_text"),
        ("1.10101199001011E+17", "not_text"),
        ("1.1E17", "not_text"),
        ("110101900101146", "old_format"),
        ("11010119900101146", "length"),
        ("1101011990010114641", "length"),
        ("9" * 500, "length"),
        ("1101011990O1011461", "character"),
        ("11010119900101146A", "character"),
        ("X10101199001011461", "character"),
        ("١١٠١٠١١٩٩٠٠١٠١١٤٦١", "character"),
        (make_id_number("160101", date(1990, 1, 1), 1), "region"),
        (make_id_number("990101", date(1990, 1, 1), 1), "foreigner"),
        (make_id_number("911156", date(1985, 6, 7), 12), "foreigner"),
        ("91115619850607012X", "foreigner"),
        ("USA110105198001", "foreigner"),
        ("USA110105198001A", "length"),
        ("110101199002301468", "date"),
        ("110101199513321468", "date"),
        ("110101000001011468", "date"),
        (make_id_number("110101", date(2026, 3, 6), 1), "future"),
        (make_id_number("110101", date(1905, 3, 5), 1), "age"),
        ("110101199001011462", "checksum"),
        ("11010119900101146X", "checksum"),
    ],
)
def test_each_wrong_id_number_is_refused_for_its_own_reason(value, code):
    assert code_of(check_id_number, value, today=TODAY) == code


def test_the_message_names_the_place():
    with pytest.raises(DocumentError, match="第 11 位“O”"):
        check_id_number("1101011990O1011461", today=TODAY)
    with pytest.raises(DocumentError, match="第 18 位校验码不对，请对照证件逐位核对"):
        check_id_number("110101199001011462", today=TODAY)


@given(
    st.dates(date(1907, 1, 1), TODAY), st.integers(0, 999), st.integers(0, 17), st.sampled_from("0123456789X")
)
def test_every_single_wrong_character_is_noticed(born, sequence, place, char):
    number = make_id_number("320602", born, sequence)
    assert check_id_number(number, today=TODAY).sex == ("male" if sequence % 2 else "female")
    wrong = number[:place] + char + number[place + 1 :]
    if wrong != number:
        with pytest.raises(DocumentError):
            check_id_number(wrong, today=TODAY)


@given(st.text())
def test_no_text_breaks_a_check(text):
    for check in (check_id_number, check_card, check_phone, check_uscc):
        with suppress(DocumentError):
            check(text)


def test_an_id_number_does_not_show_itself():
    assert WANG not in repr(check_id_number(WANG, today=TODAY))
    assert "6228480402564890018" not in repr(check_card("6228480402564890018"))


def test_make_id_number_refuses_nonsense():
    with pytest.raises(ValueError, match="region"):
        make_id_number("11010", date(1990, 1, 1), 1)


def test_age_counts_completed_years():
    assert documents.age_on(date(2000, 2, 29), date(2001, 2, 28)) == 0
    assert documents.age_on(date(2000, 2, 29), date(2001, 3, 1)) == 1


@pytest.mark.parametrize(
    ("value", "number", "bank"),
    [
        ("6228480402564890018", "6228480402564890018", "中国农业银行"),
        ("6228 4804 0256 4890 018", "6228480402564890018", "中国农业银行"),
        ("６２２８-4804-0256-4890-018", "6228480402564890018", "中国农业银行"),
        ("6217001234567890123", "6217001234567890123", "中国建设银行"),
        ("6222021234567890123", "6222021234567890123", "中国工商银行"),
        ("6214831234567890", "6214831234567890", "招商银行"),
        ("6230580000000000000", "6230580000000000000", "平安银行"),
        ("123456789012", "123456789012", ""),
    ],
)
def test_a_card_is_cleaned_and_its_bank_guessed(value, number, bank):
    card = check_card(value)
    assert (card.number, card.bank) == (number, bank)


def test_a_wrong_luhn_digit_only_warns():
    assert check_card("6228480402564890018").luhn_ok
    assert not check_card("6228480402564890019").luhn_ok


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", "missing"),
        (None, "missing"),
        (6.228480402564890e18, "not_text"),
        (6228480402564890018, "not_text"),
        ("6.22848E+18", "not_text"),
        ("62284804025", "length"),
        ("6" * 22, "length"),
        ("622848O402564890018", "character"),
        ("－", "length"),
    ],
)
def test_a_card_is_refused_for_its_own_reason(value, code):
    assert code_of(check_card, value) == code


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("13800138000", "13800138000"),
        ("138 0013 8000", "13800138000"),
        ("138-0013-8000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("+86 13800138000", "13800138000"),
        ("+86-138-0013-8000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("013800138000", "13800138000"),
        (13800138000, "13800138000"),
        (13800138000.0, "13800138000"),
        ("010-65551234", "010-65551234"),
        ("01065551234", "010-65551234"),
        ("（0513）85512345", "0513-85512345"),
        ("0513—85512345", "0513-85512345"),
        ("0513-85512345-8012", "0513-85512345-8012"),
        ("0513-85512345转8012", "0513-85512345-8012"),
        ("400-820-8820", "400-820-8820"),
    ],
)
def test_a_phone_gets_one_spelling(value, number):
    assert check_phone(value) == number
    assert check_phone(number) == number


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "missing"),
        ("12345678901", "phone"),
        ("1380013800", "phone"),
        ("138001380001", "phone"),
        ("1380013800O", "phone"),
        ("85512345", "area_code"),
        ("13800138000/13900139000", "several"),
        ("13800138000，13900139000", "several"),
        (float("nan"), "phone"),
        (float("inf"), "phone"),
        (1.5, "phone"),
        (True, "not_text"),
        ("٠١٣٨٠٠١٣٨٠٠٠", "phone"),
    ],
)
def test_a_phone_is_refused_for_its_own_reason(value, code):
    assert code_of(check_phone, value) == code


@pytest.mark.parametrize(
    "value", ["91110000600037341L", "9111 0000 6000 3734 1l", "９１１１００００６０００３７３４１Ｌ"]
)
def test_a_credit_code_is_cleaned(value):
    assert check_uscc(value) == "91110000600037341L"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", "missing"),
        ("12345", "length"),
        ("91110000600037341M", "checksum"),
        ("9111O000600037341L", "character"),
        ("911A0000600037341L", "format"),
    ],
)
def test_a_credit_code_is_refused_for_its_own_reason(value, code):
    assert code_of(check_uscc, value) == code


@pytest.mark.parametrize(
    ("mask", "plain", "masked"),
    [
        ("mask_id", "110101199001011461", "110101********1461"),
        ("mask_id", "110101900101146", "110101*****1146"),
        ("mask_id", "E12345678", "E******78"),
        ("mask_id", "1234", "****"),
        ("mask_id", "", ""),
        ("mask_name", "王小梅", "王*梅"),
        ("mask_name", "王梅", "王*"),
        ("mask_name", "欧阳小梅", "欧**梅"),
        ("mask_name", "王", "*"),
        ("mask_name", "", ""),
        ("mask_card", "6228480402564890018", "**** **** **** 0018"),
        ("mask_card", "1234", "****"),
        ("mask_phone", "13800138000", "138****8000"),
        ("mask_phone", "010-65551234", "010-****1234"),
        ("mask_phone", "95533", "*****"),
    ],
)
def test_masks_hide_what_they_should(mask, plain, masked):
    assert getattr(documents, mask)(plain) == masked


def test_normalise_keeps_letters_as_they_are():
    assert normalise(" ａＢ'1\u202e２ ") == "aB12"


@pytest.mark.parametrize("check", [check_id_number, check_card, check_phone, check_uscc])
@pytest.mark.parametrize("char", ["1", "-", "ﷺ", "e", "\u200b", "("])
def test_long_hostile_input_costs_nothing(check, char):
    start = time.process_time()
    with pytest.raises(DocumentError):
        check(char * 50_000)
    assert time.process_time() - start < 0.05
