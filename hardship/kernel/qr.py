"""QR codes as a path that pages and papers draw: an address on a poster, which a telephone reads, or a number
on a form, for scanners."""

from dataclasses import dataclass

import segno

# Scanners type Latin letters alone: how the Chinese prefix of a number stands in its code.
PREFIXES = {"申": "SQ", "批": "PC", "公示": "GS"}
QUIET = 4  # modules of white around the code, without which cameras do not find it


@dataclass(frozen=True)
class QrCode:
    """`path` draws it in black, as SVG, in a square of `width` with its white edge."""

    width: int
    path: str


def make_qr(text: str) -> QrCode:
    """The smallest code that holds the text; 15 % of the poster may be torn or dirty (level M)."""
    rows = list(segno.make_qr(text, error="m").matrix_iter(border=QUIET))
    dark = [(x, y) for y, row in enumerate(rows) for x, module in enumerate(row) if module]
    return QrCode(len(rows), "".join(f"M{x} {y}h1v1h-1z" for x, y in dark))


def write_code(number: str) -> str:
    """A number as its code holds it: 申-320602-2026-0001 is SQ-320602-2026-0001. Nothing else is in it."""
    head, dash, rest = number.partition("-")
    return f"{PREFIXES.get(head, head)}{dash}{rest}"


def read_code(text: str) -> str:
    """The number that a scanner typed; any other text as it is."""
    head, dash, rest = text.partition("-")
    found = next((prefix for prefix, letters in PREFIXES.items() if letters == head.upper()), head)
    return f"{found}{dash}{rest}" if dash else text
