"""Names as rosters write them, and what is stored of them: 张 三, 王芳（户主）, 李建国同志."""

import re
import unicodedata

from cases.rosters.rules import labels
from cases.rosters.rules.persons import HEADS
from hardship.kernel.names import COMPOUND_SURNAMES

LONGEST = 300  # characters of a cell that are kept beside what is stored
_NOTE = re.compile(r"(?P<name>[^()]+)\((?P<note>[^()]*)\)")
_TITLED = re.compile(r"(?P<name>[\u3400-\u9fff\U00020000-\U0003ffff·]{2,})(?:先生|女士|同志|老师|师傅)")
_LOOKS_ALIKE = re.compile("[\u2e80-\u2fdf\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def bare_name(name: str) -> str:
    """The name without who that is, in brackets, and without a title behind it; other brackets stay."""
    found = _NOTE.fullmatch(name)
    if found and _is_relation(found["note"]):
        name = found["name"]
    titled = _TITLED.fullmatch(name)
    return titled["name"] if titled and titled["name"] not in COMPOUND_SURNAMES else name


def has_note(name: str) -> bool:
    """Whether something in brackets stands in a name: 已故, 曾用名."""
    return any(mark in name for mark in "()〔〕[]【】")


def rewritten(cell: object, stored: object) -> str:
    """The cell where it reads otherwise than what is stored of it, blanks around it aside; else ''."""
    if not isinstance(cell, str) or not isinstance(stored, str) or not stored:
        return ""
    written = cell.strip()
    return written[:LONGEST] if written != stored else ""


def legible(text: str) -> str:
    """The same with what nobody sees spelled out: 张〔U+200B〕三, ⼩〔U+2F29〕, ↵ for a line break."""
    return "".join(map(_seen, text.replace("\r\n", "\n")))


def _is_relation(note: str) -> bool:
    if labels.plain(note) in HEADS:
        return True
    try:
        return bool(labels.read_relation(note, ""))
    except (labels.UnknownLabel, labels.VagueLabel):
        return False


def _seen(char: str) -> str:
    if char == "\n":
        return "↵"
    if _LOOKS_ALIKE.match(char):
        return f"{char}〔U+{ord(char):04X}〕"
    return f"〔U+{ord(char):04X}〕" if unicodedata.category(char) in ("Cc", "Cf") else char
