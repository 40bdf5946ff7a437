"""What a room registers that puts lines on notices, so that notices can ask it without importing it.

A source is written as in the ledger: the label of a model and a key, "applications.application:42". The room
of that model adds a NoticeSource under the label; pages and services look it up here.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from hardship.kernel.registry import Registry

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cases.notices.models.objections import Objection
    from hardship.accounts.models import User


@dataclass(frozen=True)
class NoticeSource:
    """What notices ask the room of a source, by the keys of its rows.

    `page` is the URL name of a row's page, which takes its key. `lock` locks a row until the transaction
    ends: sources are locked before their lines, never after. `read_names` says what staff call the rows, by
    key. `find_visible` gives those of the keys that a person may see. `find_actors` are the ids of whoever
    had a hand in a row, `keeps_out` is why a person stays out of it (回避), or ''; `list_kept_from` are all
    rows of which either holds for a person or for whom they stand in; `is_undecided` says
    whether a row may still be objected to in a round; `get_owner` is who is told of it. `conclude` takes a
    row on once its days are over, `uphold` does what an objection asks that was found right, `take_down`
    sends a row back whose notice is taken down early, for a reason; all three may raise Refused. `delay`
    learns that lines run until a later day. `foretell` says what an objection to a row in a round does to it
    that was found right with this outcome. `find_faults` says by key why a row should not hang any more, such
    as a consent that was taken back, `find_exposed` by key why a masked name hides nobody there.
    """

    page: str
    lock: "Callable[[str], object]"
    read_names: "Callable[[Collection[str]], Mapping[str, str]]"
    find_visible: "Callable[[User, Collection[str]], Collection[str]]"
    find_actors: "Callable[[str], Collection[int]]"
    keeps_out: "Callable[[str, User], str]"
    list_kept_from: "Callable[[User], QuerySet[Any]]"
    foretell: "Callable[[str, int, str], str]"
    is_undecided: "Callable[[str, int], bool]"
    get_owner: "Callable[[str], User | None]"
    conclude: "Callable[[str, User | None], object]"
    uphold: "Callable[[str, Objection, User], object]"
    take_down: "Callable[[str, str, User], object]"
    find_faults: "Callable[[Collection[str]], Mapping[str, str]]"
    find_exposed: "Callable[[Collection[str]], Mapping[str, str]]"
    delay: "Callable[[Collection[str], date], object]"


SOURCES: Registry[NoticeSource] = Registry(
    "notice_sources", "Whose rows stand on public notices, and what becomes of them."
)
