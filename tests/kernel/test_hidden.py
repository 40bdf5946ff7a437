"""Names that were read are masked in what is drawn of them, the longest first, as text and as HTML."""

import pytest
from django.utils.safestring import SafeString

from hardship.kernel.hidden import (
    NamedJSONField,
    NameField,
    has_hidden,
    hide,
    hide_all,
    hide_bytes,
    hiding,
    note,
)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("王小梅、王小和欧阳小梅", "王*梅、王*和欧**梅"),
        ("王王小梅梅", "王王*梅梅"),
        ("阿依古丽·买买提", "阿******提"),
        ("O&#x27;Neil O'Neil", "O****l O****l"),
        ("王", "王"),
        ("李*梅 王**", "李*梅 王**"),
        ("", ""),
    ],
)
def test_each_name_that_was_noted_has_its_mask(text, masked):
    with hiding():
        note("王小", "王小梅", "欧阳小梅", "阿依古丽·买买提", "O'Neil", "王", "王**", "", None)
        assert hide(text) == masked
        assert hide_bytes(text.encode()) == masked.encode()
        assert hide_all({"a": [text, 1, None]}) == {"a": [masked, 1, None]}


def test_nothing_is_noted_or_masked_for_everybody_else():
    note("王小梅")
    assert (hide("王小梅"), has_hidden()) == ("王小梅", False)
    with hiding():
        assert not has_hidden()
        note("王小梅")
        assert has_hidden()
    assert hide("王小梅") == "王小梅"


def test_html_stays_html_and_text_stays_text():
    with hiding():
        note("王小梅")
        assert isinstance(hide(SafeString("<b>王小梅</b>")), SafeString)
        assert not isinstance(hide("<b>王小梅</b>"), SafeString)


def test_a_field_notes_what_it_reads_but_not_a_body():
    with hiding():
        assert NameField(or_body=True).from_db_value("崇川区总工会", None, None) == "崇川区总工会"
        assert NameField(or_body=True).from_db_value("王小梅", None, None) == "王小梅"
        assert hide("崇川区总工会付给王小梅") == "崇川区总工会付给王*梅"
        NamedJSONField().from_db_value('{"members": [{"name": "周大山"}], "name": "医疗救助"}', None, None)
        assert hide("周大山的医疗救助") == "周*山的医疗救助"


@pytest.mark.parametrize(("field", "path"), [(NameField, "CharField"), (NamedJSONField, "JSONField")])
def test_a_migration_knows_nothing_of_it(field, path):
    assert field().deconstruct()[1] == f"django.db.models.{path}"
