"""Every colour of text on every ground it stands on: at least 4.5 to 1, controls 3 to 1."""

import re
from pathlib import Path

import pytest
from django.conf import settings

STYLES = (Path(settings.BASE_DIR) / "static" / "app" / "app.css").read_text()
TOKENS = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", STYLES))
GROUNDS = ("sheet", "ground")
INKS = ("ink", "ink-2", "ink-3", "red", "blue", "green", "amber", "danger")
PAIRS = [
    *((ink, ground) for ink in INKS for ground in GROUNDS),
    *((ink, f"{ink}-wash") for ink in ("red", "blue", "green", "amber", "danger")),
    *(("red-deep", "red-wash"), ("ink-2", "line-2"), ("ink-3", "line-2"), ("ink", "blue-wash")),
    *(("ink-3", "blue-wash"), ("sheet", "red"), ("sheet", "red-deep")),
]


def luminance(colour):
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(TOKENS[one]), luminance(TOKENS[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_can_be_read(ink, ground):
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("ground", GROUNDS)
def test_the_edge_of_a_control_can_be_seen(ground):
    assert contrast("edge", ground) >= 3
