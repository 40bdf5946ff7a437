"""How much of an item of goods a policy gives: a number of kilograms, litres, pieces."""

from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext as _

from cases.policies.rules.document.words import MULTIPLE, PLAIN_WORDS, Unreadable, Word

MOST_PIECES = 100000  # of one item in one application


def _pieces(value: Any) -> Decimal:
    number: Decimal = PLAIN_WORDS[Decimal].read(value)
    if not 0 < number <= MOST_PIECES:
        raise Unreadable(_("数量应当大于 0，不超过 %(most)s。") % {"most": MOST_PIECES})
    if number.as_tuple().exponent < -2:  # type: ignore[operator]
        raise Unreadable(_("数量最多两位小数。"))
    return number


Pieces = Annotated[Decimal, Word("pieces", _pieces, MULTIPLE.write)]
