"""Full-width and half-width forms of one thing, and what only looks like a figure: ①, ², ⑴."""

import unicodedata

from django.utils.translation import gettext as _


def half_width(text: str) -> str:
    """The same in half-width characters. Raises ValueError for a note mark, which would become a digit."""
    if why := mark_fault(text):
        raise ValueError(why)
    return unicodedata.normalize("NFKC", text)


def mark_fault(text: str) -> str:
    """What is wrong with a number that has a circled, raised or bracketed figure in it, or ''.

    １２ is 12, and Unicode makes ① and ² digits as well, so that 1200① would be 12001.
    """
    mark = next((char for char in text if not char.isascii() and unicodedata.category(char) == "No"), "")
    return _("数字里有注释符号“%(mark)s”，请删去符号后核对。") % {"mark": mark} if mark else ""
