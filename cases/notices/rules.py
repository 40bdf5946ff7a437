"""What of somebody may hang on a wall, and the hash that says which version hangs there."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from hardship.kernel.names import COMPOUND_SURNAMES

PARTS = re.compile(r"([·•・ ]+)")


@dataclass(frozen=True)
class Line:
    """One line of a notice as it is printed: `name` is masked here and nowhere else; amount in yuan, None
    where none is published. What the notice does not show is not in it, but for the programme, by which staff
    know the line and which is printed for nobody else.

    个人信息保护法 Art. 25 asks for separate consent to publish at all; more than this is never published.
    """

    name: str
    unit: str
    programme: str
    amount: Decimal | None
    category: str = ""
    reason: str = ""
    goods: str = ""


@dataclass(frozen=True)
class Shown:
    """What a notice shows: its topic, the columns beside the name, how the name is hidden."""

    topic: str = "intended"
    columns: tuple[str, ...] = ("unit", "programme", "amount")
    mask: str = "middle"


USUAL_SHOWN = Shown()


def public_line(
    *,
    name: str,
    unit: str,
    programme: str,
    amount: Decimal | None,
    category: str = "",
    reason: str = "",
    goods: str = "",
    shown: Shown = USUAL_SHOWN,
) -> Line:
    """The line that may be published of somebody with this full name: what is not shown is left out. The
    programme stays, by which staff know the line."""
    told = {"unit": unit, "category": category, "reason": reason, "goods": goods}
    kept = {key: value if key in shown.columns else "" for key, value in told.items()}
    return Line(
        name=public_name(name, shown.mask),
        programme=programme,
        amount=amount if "amount" in shown.columns else None,
        **kept,
    )


def public_name(name: str, mask: str = "middle") -> str:
    """王*梅 (middle) or 王** (given). A compound surname stays whole (欧阳*), of a name in parts (阿依·古丽,
    Ann Li) the first sign of each part, a name of one sign is hidden whole."""
    parts = PARTS.split(name.strip())
    if len(parts) > 1:
        return "".join(part if PARTS.fullmatch(part) else _first(part, 1) for part in parts)
    plain = parts[0]
    head = 2 if plain[:2] in COMPOUND_SURNAMES and len(plain) > 2 else 1
    if mask == "given" or not plain.isalpha() or plain.isascii() or len(plain) < head + 2:
        return _first(plain, head)
    return _first(plain[:-1], head) + plain[-1]


def _first(text: str, count: int) -> str:
    """The first signs of a text and a star for each that follows; a star for one sign alone."""
    return text[:count] + "*" * (len(text) - count) if len(text) > count else "*" * len(text)


def line_hash(line: Line) -> str:
    """SHA-256 of a line, so that nobody changes what hangs without leaving a trace."""
    return digest(asdict(line))


def digest(content: object) -> str:
    """SHA-256 of JSON in one spelling; Decimals and dates as text."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def poster_version(number: str, title: str, days: tuple[date, date], lines: Sequence[str]) -> str:
    """Eight letters and digits that differ once the title, a line, or the day until which it hangs, is
    another: printed on the poster and held in its code. `lines` are the hashes of what stands there, in their
    order."""
    return digest([number, title, *days, *lines])[:8]
