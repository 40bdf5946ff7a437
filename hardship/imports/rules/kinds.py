"""Which lists can be imported; each room adds its own."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.imports.rules.resource import ListResource
from hardship.kernel.registry import Registry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from hardship.imports.models import ListImport


@dataclass(frozen=True)
class ImportKind:
    """A list that can be imported: its name, its resource, the page on which its rows are seen afterwards,
    who imports it, what they should know before, whether all of it `is_exported` to be corrected, and `undo`,
    which takes back what an import wrote and returns how many rows that were; None where nothing can be taken
    back at once."""

    label: "StrOrPromise"
    resource: type[ListResource]
    page: str
    roles: Collection[Role]
    undo: "Callable[[ListImport, User], int] | None" = None
    hints: "tuple[StrOrPromise, ...]" = ()
    is_exported: bool = True

    @property
    def can_be_undone(self) -> bool:
        """Whether what an import wrote can be taken back at once."""
        return self.undo is not None


KINDS: Registry[ImportKind] = Registry("imports.kinds", "Lists that can be imported from a workbook.")
