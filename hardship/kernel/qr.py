"""QR codes for an address on a poster that a telephone reads, as a path that pages and papers draw."""

from dataclasses import dataclass

import segno

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
