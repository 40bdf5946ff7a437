"""Names that were read are masked in what is drawn of them, the longest first, as text and as HTML."""

from html import escape

import pytest
from django.utils.safestring import SafeString

from hardship.kernel.documents import mask_name
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


@pytest.mark.parametrize("quote", ["<王小梅", "王<", '王"', "王小>", "A<b", "A'b", 'A"b', "A&b"])
def test_a_mask_is_written_as_its_text_is(quote):
    mask = mask_name(quote)
    page = '<p title="{0}">{0}</p>'
    with hiding():
        note(quote)
        assert hide(page.format(escape(quote))) == page.format(escape(mask))
        assert hide(f"<t>{escape(quote, quote=False)}</t>") == f"<t>{escape(mask, quote=False)}</t>"
        assert hide(quote) == mask
        assert hide('<p title="王"><b>王</b><i>A</i></p>') == '<p title="王"><b>王</b><i>A</i></p>'


@pytest.mark.parametrize(
    "kept",
    [
        '<div class="class row"><row r="A1"/></div>',
        '<input type="hidden" name="csrfmiddlewaretoken" value="xxAnRowLirow-An">',
        '<body data-session=\'{"row": 1}\' data-hx-headers=\'{"An": "row"}\'>',
        '<option value="row">第</option><input type="radio" value="An"><button value="row">办</button>',
        "<style>.row { class: An }</style><script>let An = row</script>",
        "<row><c><f>SUM(An,row)</f></c></row>",
        "<b>Anna rows 1-row &lt;&#x27;</b>",
    ],
)
def test_a_name_of_letters_changes_nothing_that_makes_a_page(kept):
    with hiding():
        note("class", "div", "row", "csrfmiddlewaretoken", "An", "Li", "SUM", "lt", "x27", "12")
        assert hide(kept) == kept


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("<b>An</b>、Li和row的", "<b>A*</b>、L*和r*w的"),
        ('<input name="An" value="An">', '<input name="An" value="A*">'),
        ("<p title='Li An' data-confirm=\"给An？\">", "<p title='L* A*' data-confirm=\"给A*？\">"),
        ("第 12 户 3户*2000元", "第 12 户 3户*2000元"),
        ("3*4户", "3*4户"),
        ("李*四梅", "李***"),
    ],
)
def test_a_name_of_letters_is_masked_where_it_is_read(text, masked):
    with hiding():
        note("An", "Li", "row", "12", "李*四梅", "3*4")
        assert hide(text) == masked.replace("李***", mask_name("李*四梅"))


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
