"""A sign that the font lacks is no empty box on paper: another font has it, or it is marked and told."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from hardship.kernel import glyphs
from hardship.kernel.glyphs import MARK, list_lacking, mark_lacking
from hardship.kernel.pdf import render_pdf

RARE, PRIVATE, KNOWN = "𠮷", "\ue863", "䶮"
BODY = '{% extends "pdf/base.html" %}{% block content %}<p>{{ text }}</p>{% endblock %}'
needs_rare_fonts = pytest.mark.skipif(not glyphs._installed(), reason="fonts-hanazono is not installed")


@pytest.fixture
def paper(templates):
    templates(a=BODY)
    return lambda text: PdfReader(BytesIO(render_pdf("a.html", {"text": text}, title="表")))


@pytest.fixture
def no_rare_fonts(settings):
    settings.PDF_RARE_FONTS = ()


def fonts_of(reader):
    resources = reader.pages[0]["/Resources"]["/Font"]
    return {str(font.get_object()["/BaseFont"]) for font in resources.values()}


def test_everyday_text_lacks_nothing():
    assert list_lacking(f"王秀兰 {KNOWN}\n１２㎡·—“”①\u200b\ufe0f") == []
    assert mark_lacking("<p>王秀兰</p></body>") == "<p>王秀兰</p></body>"


def test_what_no_font_has_is_marked_and_told(no_rare_fonts):
    assert list_lacking(f"{RARE}王{PRIVATE}{RARE}") == [RARE, PRIVATE]
    marked = mark_lacking(f"<body><p>{RARE}</p></body>")
    assert marked.startswith(f"<body><p>{MARK}</p>")
    assert "U+20BB7" in marked
    assert RARE not in marked
    assert list_lacking(MARK) == []


def test_a_sign_of_private_use_is_never_trusted_to_a_font():
    assert list_lacking(PRIVATE) == [PRIVATE]


def test_a_paper_says_what_is_to_be_written_by_hand(paper, no_rare_fonts):
    text = paper(f"陈{RARE}").pages[0].extract_text()
    assert f"陈{MARK}" in text
    assert "U+20BB7" in text
    assert "U+" not in paper("陈建国").pages[0].extract_text()


@needs_rare_fonts
def test_a_rare_character_is_printed(paper):
    reader = paper(f"陈{RARE}")
    assert f"陈{RARE}" in reader.pages[0].extract_text()
    assert any("Hana" in name for name in fonts_of(reader))
    assert not any("Hana" in name for name in fonts_of(paper("陈建国")))
