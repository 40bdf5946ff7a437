"""What a list is: its columns, the resource that reads and writes it, and which lists there are."""

from hardship.imports.rules.kinds import KINDS, ImportKind
from hardship.imports.rules.resource import CellWidget, ListColumn, ListResource, ListRow

__all__ = ["KINDS", "CellWidget", "ImportKind", "ListColumn", "ListResource", "ListRow"]
