"""Primary keys as a form or an address names them."""

import re
from collections.abc import Iterable
from itertools import islice
from uuid import UUID

# A bigint holds 18 digits and some of 19; what is longer would be an error of the database.
_KEY = re.compile(r"[0-9]{1,18}")


def read_key(text: str) -> int:
    """The key; 0, which no row has, for anything that is none."""
    return int(text) if _KEY.fullmatch(text) else 0


def read_uid(text: str) -> UUID:
    """The public key; the one of zeros, which no row has, for anything that is none."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def read_keys(texts: Iterable[str], *, most: int) -> list[int]:
    """The keys among the first `most` values, in their order; what is no key is left out."""
    return [key for text in islice(texts, most) if (key := read_key(text))]
