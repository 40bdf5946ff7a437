"""What a role may do and what it may not, read from the transition tables, the registries of the desk and the
table of roles that exclude each other: nothing of it is written down a second time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from hardship.accounts.states import EXCLUSIONS, Role
from hardship.desk.selectors.tables import TABLES
from hardship.kernel.desk import DUTIES, HELP, PLACES, NavGroup
from hardship.kernel.scope import Part
from hardship.kernel.workflow import Transition

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Page:
    """A page of the navigation, what it is for, and in words who goes there."""

    label: "StrOrPromise"
    purpose: "StrOrPromise"
    url: str
    who: str


@dataclass(frozen=True)
class Steps:
    """The steps of one kind of thing that a role takes (`own`), and those that others take (`others`)."""

    title: str
    own: list[str]
    others: list[str]


@dataclass(frozen=True)
class Barred:
    """A role that cannot be held together with another one, where, and why."""

    role: "StrOrPromise"
    where: str
    why: "StrOrPromise"


def list_pages(role: str, *, is_open: bool) -> list[Page]:
    """The pages that this role opens, or those that it does not, in the order of the navigation."""
    order = {group: rank for rank, group in enumerate(NavGroup)}
    found = [
        (order[place.group], place.order, name)
        for name, place in PLACES.items()
        if (not place.roles or role in place.roles) is is_open
    ]
    return [_page(name) for _group, _order, name in sorted(found)]


def list_waiting_for(role: str) -> list[str]:
    """The kinds of work that wait for this role on the desk."""
    duties = sorted(DUTIES, key=lambda duty: duty.order)
    posts = [(duty, post) for duty in duties for post in duty.posts if post.role == role]
    return list(dict.fromkeys(f"{duty.label}{_at(post.part)}" for duty, post in posts))


def list_steps(role: str) -> list[Steps]:
    """What this role moves, from the transition tables, and who takes the other steps of the same thing."""
    return [
        Steps(title, _labels(row for row in table if row.role == role), _of_others(table, role))
        for title, _source, table, _states in TABLES
        if any(row.role == role for row in table)
    ]


def list_barred(role: str) -> list[Barred]:
    """The roles that whoever holds this one may not hold as well."""
    return [
        Barred(
            Role(row.other if row.one == role else row.one).label,
            _("任何工会") if row.is_everywhere else _("同一个工会"),
            row.why,
        )
        for row in EXCLUSIONS
        if role in (row.one, row.other)
    ]


def _page(name: str) -> Page:
    place, topic = PLACES[name], HELP.get(name)
    who = "、".join(str(role.label) for role in Role if role in place.roles) or _("每个岗位")
    return Page(place.label, topic.purpose if topic else "", reverse(name), who)


def _of_others(table: Iterable[Transition], role: str) -> list[str]:
    """Steps that this role does not take at all, with who does."""
    rows = list(table)
    own = {row.action for row in rows if row.role == role}
    names = dict(Role.choices)
    strange = [row for row in rows if row.role in names and row.action not in own]
    return list(
        dict.fromkeys(f"{row.label}（{names[row.role]}{_at(row.part or '', '，')}）" for row in strange)
    )


def _labels(rows: Iterable[Transition]) -> list[str]:
    return list(dict.fromkeys(_named(rows)))


def _named(rows: Iterable[Transition]) -> Iterator[str]:
    for row in rows:
        yield f"{row.label}{_at(row.part or '')}{' ★' if row.is_decision else ''}"


def _at(part: str, before: str = "") -> str:
    """In which union: words for a part, '' for any."""
    if not part:
        return ""
    label = str(Part(part).label)
    return f"{before}{label}" if before else f"（{label}）"
