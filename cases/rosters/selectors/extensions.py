"""What rooms above the rosters add to the page of an import that is done."""

from collections.abc import Callable

from cases.archives.selectors.extensions import PagePart
from cases.rosters.models import RosterImport
from hardship.accounts.models import User
from hardship.kernel.registry import Registry

RESULT_PARTS: Registry[Callable[[RosterImport, User], PagePart | None]] = Registry(
    "rosters.result_parts", "What comes next for the drafts of an import, on its page once it is done."
)


def list_result_parts(roster: RosterImport, user: User) -> list[PagePart]:
    return [part for add in RESULT_PARTS if (part := add(roster, user)) is not None]
