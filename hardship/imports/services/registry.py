"""Which lists can be imported; each room registers its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hardship.accounts.models import User
from hardship.imports.models import SheetImport
from hardship.imports.rules import SheetColumn
from hardship.kernel.registry import Registry


@dataclass(frozen=True)
class Importer:
    """A flat list: its label, its columns, the resource that reads them, what takes an import back.

    `resource` makes the resource (hardship.imports.resources.SheetResource) of one import; `undo` returns how
    many records it took back; `page` is the name of the list, `lines` what the template says above it."""

    label: Any
    columns: Sequence[SheetColumn]
    resource: Callable[[SheetImport, User | None], Any]
    undo: Callable[[SheetImport, User], int]
    page: str
    lines: Sequence[Any] = ()


IMPORTERS: Registry[Importer] = Registry(
    "imports.importers", "Flat lists that can be imported from a workbook: one row is one record."
)
