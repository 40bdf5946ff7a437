"""What rooms above the archive add to its pages, lists and steps; docs/registries.md lists who adds what.

The archive knows one household's file. That a survey waits for it, that a spot check found it different or
that two households share a telephone number is known by rooms which it must not import.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from cases.archives.models import ChangeRequest, Household
from cases.archives.models.events import canonical_hash
from cases.archives.rules import Contents
from cases.archives.states.remarks import Severity
from hardship.accounts.models import Union, User
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
    """One sentence about a file that somebody should look at, and what to do about it.

    `key` says what it is about, for as long as that exists: its kind, and the person, line or other file.
    `facts` are the values that it is about, personal numbers as blind indexes only: an answer holds for them
    and no longer. It leads to a `section` of the file, where given to the element `anchor` of its form, or to
    a page (`url`, `link`) that the viewer may open. `home` is the union beyond the viewer's scope whose file
    it is about: the text does not name it, it is told on demand and on record.
    """

    key: str
    text: str
    facts: tuple[str, ...] = ()
    severity: Severity = Severity.HINT
    section: str = ""
    anchor: str = ""
    url: str = ""
    link: str = ""
    home: Union | None = None

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of what it is about."""
        return canonical_hash({"key": self.key, "facts": list(self.facts)})


@dataclass(frozen=True)
class Contact:
    """Whom people of another union ask: an office and its public telephone."""

    name: str
    telephone: str


@dataclass(frozen=True)
class ChangeCause:
    """What somebody is to change in a file, and why: its name (kind:key), the section, what that section's
    form begins with (fields by name, or under "rows" the fields of members by uid), a sentence that says so,
    where it came from. Nothing of it is in the file until somebody saves it."""

    name: str
    section: str
    values: Mapping[str, Any]
    said: str
    url: str


@dataclass(frozen=True)
class CauseKind:
    """Something that a section is changed for: in a file in force by a request, in a draft at once. All but
    `decided` take the key of one such thing.

    `find` gives the cause where this person may ask for a change of this file for it now. `asked` is called
    with the new request, `decided` with one that was accepted, rejected or withdrawn and by whom, both in the
    transaction of that step and with the household's row locked.
    """

    find: Callable[[Household, str, User], ChangeCause | None]
    asked: Callable[[ChangeRequest, str, User], None] = lambda _change, _key, _by: None
    decided: Callable[[ChangeRequest, User], None] = lambda _change, _by: None


CHANGE_CAUSES: Registry[CauseKind] = Registry(
    "archives.change_causes",
    "What a section of a file may be changed for, and what a change of a filed one then answers.",
)
CHANGES_PAGE: Registry[Callable[[Household], PagePart | None]] = Registry(
    "archives.changes_page",
    "Parts of the page 核查与变更: what asks for a verification of this file, why a change was asked for.",
)
AFTER_VERIFICATION: Registry[Callable[[User, Household], Link | None]] = Registry(
    "archives.after_verification", "Where a clerk goes on after verifying a file."
)
FILE_REMARKS: Registry[Callable[[Contents, User], list[Remark]]] = Registry(
    "archives.file_remarks",
    "What is doubtful about a file, from its first section to the last decision on it.",
)
HANGING: Registry[Callable[[Household], str]] = Registry(
    "archives.hanging",
    "What somebody has hung on a file since it was filed, in words, or '': while there is any, the filing "
    "is not taken back.",
)
NEEDED_DRAFTS: Registry[Callable[[Household], str]] = Registry(
    "archives.needed_drafts", "Why a draft is not discarded, in a sentence, or ''."
)
HOME_VISITS: Registry[Callable[[], QuerySet[Any]]] = Registry(
    "archives.home_visits", "Valid home visits: rows with `household`, `visited_on` and `created_at`."
)


UNION_CONTACTS: Registry[Callable[[Union], Contact | None]] = Registry(
    "archives.union_contacts", "Whom to ring at a union that holds somebody's file."
)


def get_contact(union: Union) -> Contact | None:
    """Whom to ring at this union, where somebody knows."""
    return next((found for find in UNION_CONTACTS if (found := find(union))), None)


def list_page_parts(household: Household) -> dict[str, list[PagePart]]:
    """The parts of 核查与变更 by slot."""
    parts = [part for add in CHANGES_PAGE if (part := add(household)) is not None]
    return {slot: [part for part in parts if part.slot == slot] for slot in ("top", "rail")}


def find_cause(household: Household, section: str, name: str, user: User) -> ChangeCause | None:
    """The cause with this name (kind:key) for a change of this section; None for one that is not this
    person's, of another file or section, or answered already."""
    kind, _colon, key = name.partition(":")
    known = CHANGE_CAUSES.get(kind)
    cause = known.find(household, key, user) if known else None
    return cause if cause and cause.section == section else None


def cause_address(household_id: int, cause: ChangeCause) -> str:
    """The page on which somebody goes through what a cause proposes."""
    return f"{reverse('archives:section', args=[household_id, cause.section])}?cause={cause.name}"


def list_remarks(file: Contents, user: User) -> list[Remark]:
    """Every remark on this file that its viewer may read, the heaviest first."""
    found = [remark for add in FILE_REMARKS for remark in add(file, user)]
    return sorted(found, key=lambda remark: list(Severity).index(remark.severity))


def list_hanging(household: Household) -> list[str]:
    """What rests on the filing of this household, in words."""
    return [words for find in HANGING if (words := find(household))]


def why_needed(household: Household) -> str:
    """Why this draft is not discarded, or ''."""
    return next((why for find in NEEDED_DRAFTS if (why := find(household))), "")


def list_home_visits() -> QuerySet[Any]:
    """Valid home visits of all files. Raises KeyError when no room brings them."""
    return HOME_VISITS["visits"]()
