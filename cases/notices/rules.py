"""What of somebody may hang on a wall, and the hash that says which version hangs there."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from hardship.kernel.documents import mask_name


@dataclass(frozen=True)
class Line:
    """One line of a notice as it is printed: `name` is masked here and nowhere else; amount in yuan, None
    where none is published.

    个人信息保护法 Art. 25 asks for separate consent to publish at all; more than this is never published.
    """

    name: str
    unit: str
    programme: str
    amount: Decimal | None


def public_line(*, name: str, unit: str, programme: str, amount: Decimal | None) -> Line:
    """The line that may be published of somebody with this full name."""
    return Line(mask_name(name), unit, programme, amount)


def line_hash(line: Line) -> str:
    """SHA-256 of a line, so that nobody changes what hangs without leaving a trace."""
    return digest(asdict(line))


def digest(content: object) -> str:
    """SHA-256 of JSON in one spelling; Decimals and dates as text."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def poster_version(number: str, days: tuple[date, date], lines: Sequence[str]) -> str:
    """Eight letters and digits that differ once a line, or the day until which it hangs, is another: printed
    on the poster and held in its code. `lines` are the hashes of what stands there, in their order."""
    return digest([number, *days, *lines])[:8]
