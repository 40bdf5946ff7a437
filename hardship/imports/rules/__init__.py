"""What a list is: its columns, the resource that reads and writes it, and which lists there are."""

from hardship.imports.rules.correcting import MASK, CorrectingResource
from hardship.imports.rules.kinds import KINDS, ImportKind
from hardship.imports.rules.resource import (
    CellWidget,
    ListColumn,
    ListResource,
    ListRow,
    amounts_of,
    columns_of,
    optional,
)

__all__ = [
    "KINDS",
    "MASK",
    "CellWidget",
    "CorrectingResource",
    "ImportKind",
    "ListColumn",
    "ListResource",
    "ListRow",
    "amounts_of",
    "columns_of",
    "optional",
]
