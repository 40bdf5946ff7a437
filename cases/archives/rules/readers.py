"""Areas, years of schooling and postcodes as people write them: in a form, in a cell of a roster."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from hardship.kernel.documents import normalise
from hardship.kernel.widths import half_width

_AREA = re.compile(
    r"((?:[0-9]{1,2},[0-9]{3}|[0-9]{1,5})(?:\.[0-9]{1,2})?)\s*(?:平方米|平方|平米|平|m2)?", re.IGNORECASE
)
_YEARS = re.compile(r"([0-9]{1,2}(?:\.[05])?)\s*年?制?")
_POSTCODE = re.compile(r"[0-9]{6}")


def read_area(text: str) -> Decimal:
    """Square metres with two places, below 100,000, with or without the unit. Raises ValueError."""
    found = _AREA.fullmatch(_half_width(text))
    if not found:
        raise ValueError(_("面积请只填数字，单位为平方米，例如 62.5。"))
    return Decimal(found[1].replace(",", "")).quantize(Decimal("0.01"))


def read_years(text: str) -> Decimal:
    """Years of schooling, from half a year to ten, halves allowed. Raises ValueError."""
    found = _YEARS.fullmatch(_half_width(text))
    if not found or not Decimal("0.5") <= Decimal(found[1]) <= 10:
        raise ValueError(_("学制请填年数，例如 3 或 2.5。"))
    return Decimal(found[1]).quantize(Decimal("0.1"))


def read_postcode(text: str) -> str:
    """Six digits. Raises ValueError."""
    code = normalise(half_width(text))
    if not _POSTCODE.fullmatch(code):
        raise ValueError(_("邮政编码是 6 位数字。"))
    return code


def _half_width(text: str) -> str:
    return half_width(text.replace("m²", "m2").replace("M²", "m2")).strip()
