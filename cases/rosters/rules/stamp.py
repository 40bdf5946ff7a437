"""Which template a workbook was made from: a mark in a hidden sheet, from the columns themselves.

A column that is added, renamed or taken out makes another version by itself. Files of other hands
have no mark.
"""

import hashlib
from collections.abc import Sequence
from functools import cache

from cases.rosters.rules.columns import EXTRA, HEAD, MEMBER, MEMBER_MORE, OWNER

STAMP = "模板版本"
YEAR = "2026"


@cache
def template_version() -> str:
    """Such as 2026-3FA9."""
    columns = "|".join(
        f"{column.key}={column.label}" for column in (*HEAD, *EXTRA, *MEMBER, *MEMBER_MORE, *OWNER)
    )
    return f"{YEAR}-{hashlib.sha256(columns.encode()).hexdigest()[:4].upper()}"


def read_stamp(rows: Sequence[Sequence[object]]) -> str:
    """The version that the hidden sheet names; '' for a file without one."""
    for values in rows:
        if len(values) > 1 and values[0] == STAMP:
            return str(values[1])[:20]
    return ""
