import time
from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from hardship.kernel.fields import (
    CardField,
    CleanTextField,
    DateField,
    IdNumberField,
    PhoneField,
    Secret,
    StrictIntegerField,
    YuanField,
    clean_text,
)

NUMBER = "110101199001011464"


def code_of(field, value):
    with pytest.raises(ValidationError) as refusal:
        field.clean(value)
    assert refusal.value.messages
    return refusal.value.error_list[0].code


@pytest.mark.parametrize(
    ("field", "value", "cleaned"),
    [
        (YuanField(), "1,234.5", Decimal("1234.50")),
        (YuanField(), "１．２万元", Decimal("12000.00")),
        (YuanField(allow_negative=True), "-5", Decimal("-5.00")),
        (YuanField(required=False), "", None),
        (YuanField(required=False), " \u3000", None),
        (DateField(), "2026年3月5日", date(2026, 3, 5)),
        (DateField(required=False), "", None),
        (StrictIntegerField(), "３", 3),
        (StrictIntegerField(), " 12 ", 12),
        (StrictIntegerField(min_value=-5), "-5", -5),
        (StrictIntegerField(required=False), "", None),
        (IdNumberField(), "'110101 19900101 1464", NUMBER),
        (IdNumberField(required=False), "", ""),
        (CardField(), "6228 4804 0256 4890 018", "6228480402564890018"),
        (PhoneField(), "+86 138-0013-8000", "13800138000"),
        (PhoneField(required=False), None, ""),
        (CleanTextField(), "  王小梅 ", "王小梅"),
        (CleanTextField(required=False), "\u200b", ""),
    ],
)
def test_a_field_takes_what_people_type(field, value, cleaned):
    assert field.clean(value) == cleaned


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        (YuanField(), "", "required"),
        (YuanField(), "1e3", "exponent"),
        (YuanField(), "1_000", "underscore"),
        (YuanField(), "٣٤", "foreign_digits"),
        (YuanField(), "-1", "negative"),
        (YuanField(min_value=Decimal("0.01")), "0", "min_value"),
        (YuanField(max_value=Decimal(2000)), "2000.01", "max_value"),
        (DateField(), "", "required"),
        (DateField(), "2025-02-30", "no_such_date"),
        (DateField(), "0001-01-01", "out_of_range"),
        (DateField(past_only=True), "2099-01-01", "future"),
        (StrictIntegerField(), "", "required"),
        (StrictIntegerField(), "1_0", "invalid"),
        (StrictIntegerField(), "12.0", "invalid"),
        (StrictIntegerField(), "٣", "invalid"),
        (StrictIntegerField(), "9" * 5000, "invalid"),
        (StrictIntegerField(), True, "invalid"),
        (StrictIntegerField(), "-1", "min_value"),
        (StrictIntegerField(max_value=9), "10", "max_value"),
        (StrictIntegerField(), "2147483648", "max_value"),
        (IdNumberField(), "", "required"),
        (IdNumberField(), NUMBER[:-1] + "5", "checksum"),
        (IdNumberField(), "110101********1464", "character"),
        (CardField(), "123", "length"),
        (PhoneField(), "12345", "phone"),
        (CleanTextField(), "", "required"),
        (CleanTextField(), "\u202e\u200b", "required"),
        (CleanTextField(), "王\ud800", "surrogate"),
        (CleanTextField(max_length=3), "王小小梅", "max_length"),
    ],
)
def test_a_field_refuses_the_rest_for_its_own_reason(field, value, code):
    assert code_of(field, value) == code


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("e\u0301", "é"),
        ("张\u200b三\u202e\ufeff\u00ad", "张三"),
        ("a\x00\x08b", "ab"),
        ("一\r\n二\t三", "一 二 三"),
        ("𠮷㛃\ue000", "𠮷㛃\ue000"),
        ("葛\U000e0100", "葛\U000e0100"),
        ("ＡＢ，１", "ＡＢ，１"),
    ],
)
def test_text_is_cleaned_and_rare_characters_survive(raw, clean):
    assert clean_text(raw) == clean


def test_line_breaks_stay_where_they_are_meant():
    assert clean_text(" 一\r\n二\r三\u2028四\n", multiline=True) == "一\n二\n三\n四"
    assert CleanTextField(multiline=True).clean("一\r\n二") == "一\n二"


def test_length_is_counted_in_characters():
    assert CleanTextField(max_length=2).clean("𠮷𠮷") == "𠮷𠮷"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_clean_text_is_stable(text):
    once = clean_text(text, multiline=True)
    assert clean_text(once, multiline=True) == once


@pytest.mark.parametrize(
    "field",
    [
        YuanField(),
        DateField(),
        StrictIntegerField(),
        IdNumberField(),
        CardField(),
        PhoneField(),
        CleanTextField(),
    ],
)
@pytest.mark.parametrize("char", ["1", "-", "ﷺ", " ", "\u0315\u0300", "\u200b"])
def test_long_hostile_input_costs_nothing(field, char):
    start = time.process_time()
    with pytest.raises(ValidationError):
        field.clean(char * 50_000)
    assert time.process_time() - start < 0.05


class PersonForm(forms.Form):
    id_number = IdNumberField()
    income = YuanField(required=False)
    birth_on = DateField(required=False)


def test_a_number_on_record_shows_as_its_mask_and_stays_when_left_alone():
    secret = Secret("id_number", NUMBER)
    form = PersonForm(initial={"id_number": secret})
    assert 'value="110101********1464"' in str(form["id_number"])
    assert NUMBER not in form.as_p()
    sent = PersonForm({"id_number": "110101********1464"}, initial={"id_number": secret})
    assert sent.is_valid()
    assert sent.cleaned_data["id_number"] is secret
    assert not sent.has_changed()


def test_a_new_number_replaces_the_one_on_record():
    secret = Secret("id_number", "320602198001010017")
    form = PersonForm({"id_number": NUMBER}, initial={"id_number": secret})
    assert form.is_valid()
    assert form.cleaned_data["id_number"] == NUMBER
    assert form.changed_data == ["id_number"]


def test_another_persons_mask_is_no_number():
    form = PersonForm({"id_number": "110101********1464"}, initial={"id_number": Secret("id_number", "")})
    assert not form.is_valid()


def test_spelling_alone_is_no_change():
    form = PersonForm(
        {"id_number": NUMBER, "income": "1,200", "birth_on": "1990.1.1"},
        initial={"id_number": NUMBER, "income": Decimal("1200.00"), "birth_on": date(1990, 1, 1)},
    )
    assert form.changed_data == []
    assert PersonForm({"income": "x"}, initial={"income": Decimal(1)}).changed_data == ["income"]


def test_what_is_on_record_is_shown_as_it_is_typed():
    form = PersonForm(initial={"income": Decimal("1200.5"), "birth_on": date(1990, 1, 1)})
    assert 'value="1200.50"' in str(form["income"])
    assert 'value="1990-01-01"' in str(form["birth_on"])
    assert 'inputmode="decimal"' in str(form["income"])
