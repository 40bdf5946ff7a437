"""Signs of names that no font of the papers has: rare characters, and those of private use, which are another
sign in every font.

The font of the papers has the characters of everyday use. What it lacks, Pango takes from the fonts for rare
characters (settings.PDF_RARE_FONTS, the Debian package fonts-hanazono, which script/setup installs). What
none of them has is printed as a mark, and the paper says which sign is to be written there by hand.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.html import escape
from django.utils.translation import gettext as _

MARK = "〓"  # U+3013, which printers have always set for a sign that they lack
_NOT_DRAWN = ("Cc", "Cf", "Cs")
_SPACES_AND_MARKS = "ZM"


def list_lacking(text: str) -> list[str]:
    """The signs of this text that no font has, each once, in their order; of a font of the papers that is
    missing kernel.pdf tells."""
    if not settings.PDF_FONT.is_file():
        return []
    unknown = [char for char in dict.fromkeys(text) if _is_drawn(char) and not _has(settings.PDF_FONT, char)]
    rare = _installed()
    return [char for char in unknown if _is_private(char) or not any(_has(font, char) for font in rare)]


def mark_lacking(markup: str) -> str:
    """A page of ours on which what no font has is a mark, with a line at its end that says what belongs
    there."""
    lacking = list_lacking(markup)
    if not lacking:
        return markup
    marked = markup.translate(dict.fromkeys(map(ord, lacking), MARK))
    note = f'<p class="small">{escape(say_lacking(lacking))}</p>'
    return marked.replace("</body>", f"{note}</body>") if "</body>" in marked else marked + note


def say_lacking(lacking: Iterable[str]) -> str:
    """Which signs belong where the mark is, by the number that input methods and registers know them by."""
    codes = "、".join(f"U+{ord(char):04X}" for char in lacking)
    return _("※ 印作“〓”的字，字库里没有（%(codes)s），请对照身份证手写补上。") % {"codes": codes}


def _is_drawn(char: str) -> bool:
    category = unicodedata.category(char)
    return category not in _NOT_DRAWN and category[0] not in _SPACES_AND_MARKS


def _is_private(char: str) -> bool:
    return unicodedata.category(char) == "Co"


def _installed() -> list[Path]:
    return [font for font in settings.PDF_RARE_FONTS if font.is_file()]


def _has(font: Path, char: str) -> bool:
    return ord(char) in _signs(font)


@lru_cache(maxsize=8)
def _signs(font: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())
