"""What rooms above the archive add to its pages, lists and steps; docs/registries.md lists who adds what.

The archive knows one household's file. That a survey waits for it, that a spot check found it different or
that two households share a telephone number is known by rooms which it must not import.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cases.archives.models import Household
from cases.archives.rules import Contents
from hardship.accounts.models import User
from hardship.kernel.registry import Registry


@dataclass(frozen=True)
class PagePart:
    """A part of a page: `slot` is "top" (before the content) or "rail" (beside it)."""

    slot: str
    template: str
    context: Mapping[str, Any]


@dataclass(frozen=True)
class Link:
    url: str
    words: str


@dataclass(frozen=True)
class Remark:
    """A sentence about a file that somebody should look at, with a link where the viewer may follow it."""

    text: str
    url: str = ""
    link: str = ""


CHANGES_PAGE: Registry[Callable[[Household], PagePart | None]] = Registry(
    "archives.changes_page", "Parts of the page 核查与变更: what asks for a verification of this file now."
)
AFTER_VERIFICATION: Registry[Callable[[User, Household], Link | None]] = Registry(
    "archives.after_verification", "Where a clerk goes on after verifying a file."
)
FILE_REMARKS: Registry[Callable[[Contents, User], list[Remark]]] = Registry(
    "archives.file_remarks", "Warnings about a file, shown before it is submitted and while it is reviewed."
)
HOME_VISITS: Registry[Callable[[], QuerySet[Any]]] = Registry(
    "archives.home_visits", "Valid home visits: rows with `household`, `visited_on` and `created_at`."
)


def list_page_parts(household: Household) -> dict[str, list[PagePart]]:
    """The parts of 核查与变更 by slot."""
    parts = [part for add in CHANGES_PAGE if (part := add(household)) is not None]
    return {slot: [part for part in parts if part.slot == slot] for slot in ("top", "rail")}


def list_remarks(file: Contents, user: User) -> list[Remark]:
    """Every warning about this file that its viewer may read."""
    return [remark for add in FILE_REMARKS for remark in add(file, user)]


def list_home_visits() -> QuerySet[Any]:
    """Valid home visits of all files. Raises KeyError when no room brings them."""
    return HOME_VISITS["visits"]()
