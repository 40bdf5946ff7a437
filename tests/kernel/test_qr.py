"""The code of a number on a paper: only the number, in letters that a scanner can type."""

import re

import pytest
import segno

from hardship.kernel.qr import make_qr, read_code, write_code
from hardship.kernel.templatetags.codes import number_code


@pytest.mark.parametrize(
    "number", ["320613001-2026-0010", "申-320613001-2026-0001", "批-320613-2026-0003", "公示-320613-20260301"]
)
def test_a_number_comes_back_from_its_code(number):
    code = write_code(number)
    assert re.fullmatch(r"[0-9A-Z-]+", code)
    assert read_code(code) == number
    assert read_code(code.lower()) == number


@pytest.mark.parametrize("text", ["", "王秀兰", "wxl", "SQ", "-", "sq王-1"])
def test_other_text_stays(text):
    assert read_code(text) == text


def test_nothing_is_drawn_without_a_number():
    assert number_code(None) == number_code("") == ""
    assert make_qr("SQ-1").path in number_code("申-1")
    assert segno.make_qr("SQ-1", error="m").version == 1
