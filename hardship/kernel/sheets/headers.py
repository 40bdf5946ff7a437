"""Headers of a sheet: as people see them and as they are compared."""

import re
import unicodedata

# A unit in brackets at the end, 收入(元), is not part of a name; a number in brackets, 成员(2), is.
_UNIT = re.compile(r"[(\[【〔](?!\d)[^()\[\]【】〔〕]*[)\]】〕]$")


def normal_header(text: object) -> str:
    """A header as it is compared: half-width, without blanks, line breaks, asterisks and units."""
    plain = "".join(unicodedata.normalize("NFKC", str(text or "")[:100]).lower().split())
    plain = plain.strip("*:·•'\"")
    previous = ""
    while previous != plain:
        previous, plain = plain, _UNIT.sub("", plain).strip("*:")
    return plain


def clean_header(text: object) -> str:
    """A header as it is shown: without line breaks and the blanks around it."""
    return re.sub(r"\s*[\r\n]+\s*", "", str(text if text is not None else "")).strip()[:60]


def column_letters(place: int) -> str:
    """A for 0, AA for 26."""
    letters, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
