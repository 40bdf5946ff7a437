"""What rooms above add to the list of files; docs/registries.md lists who adds what."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from hardship.accounts.models import User
from hardship.kernel.registry import Registry

DIFFERING_FILES: Registry[Callable[[], QuerySet[Any]]] = Registry(
    "lists.differing_files", "Rows with a `household` that somebody found different from its file."
)
EXPORT_LAYOUTS: Registry[Callable[[User], list[tuple[str, Any]]]] = Registry(
    "lists.export_layouts", "Layouts in which a person can export a list of files: key and name."
)


@dataclass(frozen=True)
class OtherList:
    """A list of another room whose filters are kept too: the name of its page, and what a query narrows."""

    label: Any
    page: str
    describe: Callable[[User, Mapping[str, str]], list[str]]


OTHER_LISTS: Registry[OtherList] = Registry(
    "lists.other_lists", "Lists beside that of the files whose filters can be kept."
)


def list_layouts(user: User) -> list[tuple[str, Any]]:
    """The layouts in which this person can export, in the order in which they are offered."""
    return [layout for add in EXPORT_LAYOUTS for layout in add(user)]
