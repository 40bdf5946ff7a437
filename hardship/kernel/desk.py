"""What rooms bring to the desk (hardship.desk), which lies above them and imports none of their views.

Each room has a module `desk` that adds to these registries; the desk collects, orders and draws. What belongs
to the page of a case is in cases.archives.selectors.case_page. `Person` is an accounts.User, which this
package lies below.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, TextChoices
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import Registry

Person = Any
Label = Any  # a string, or a lazy translation of one


class NavGroup(TextChoices):
    """The groups of the navigation, in their order."""

    HOME = "home", ""
    ARCHIVES = "archives", _("档案")
    CHECKING = "checking", _("核查")
    AID = "aid", _("帮扶")
    SERVICES = "services", _("慰问与服务")
    MONEY = "money", _("资金")
    QUERIES = "queries", _("查询")
    ADMINISTRATION = "administration", _("管理")


@dataclass(frozen=True)
class Place:
    """A page of the navigation: its icon, its position in its group, who goes there (no roles: everybody).
    `tab_of` names the place on whose page it is a tab: whoever goes there finds it there, not beside it."""

    label: Label
    icon: str
    group: NavGroup
    order: int
    roles: frozenset[str] = frozenset()
    tab_of: str = ""


@dataclass(frozen=True)
class YearWork:
    """What is due at a place in some months (none: all year) for some roles (none: everybody)."""

    months: tuple[int, ...]
    roles: tuple[str, ...]
    text: Label


@dataclass(frozen=True)
class Help:
    """What the "?" of a place says, for somebody who has never been there: what it is for, what happens after
    one's own work, who sees what is entered; and when in the year there is work."""

    purpose: Label
    then: Label
    seen: Label
    year: tuple[YearWork, ...] = ()


@dataclass(frozen=True)
class Post:
    """A role, in a union that plays a part for cases (kernel.scope.Part) or (no part) in any."""

    role: str
    part: str = ""

    def is_held_by(self, person: Person) -> bool:
        return self.role in person.roles and (not self.part or self.part in person.union.parts)


@dataclass(frozen=True)
class TodoItem:
    """One thing to do: whom it is about, where to do it, until when (working days left, or None); of what has
    no such day, since when it waits (`since_on`), which the desk tells in working days."""

    title: str
    detail: str
    url: str
    due_on: date | None = None
    days: int | None = None
    since_on: date | None = None


@dataclass(frozen=True)
class Duty:
    """A kind of work that waits for the holders of some posts.

    `place` is the page whose badge counts it and where all of it is, narrowed by `query`. `urgent_first` is
    the order on the desk. A draft is one's own and not counted as waiting.
    """

    place: str
    label: Label
    order: int
    posts: tuple[Post, ...]
    rows: Callable[[Person], QuerySet[Any]]
    item: Callable[[Any], TodoItem]
    query: str = ""
    urgent_first: tuple[Any, ...] = ("pk",)
    is_draft: bool = False

    def is_of(self, person: Person) -> bool:
        return any(post.is_held_by(person) for post in self.posts)


@dataclass(frozen=True)
class FirstStep:
    """What somebody new with this role begins with: `place` is the name of a page without arguments, narrowed
    by `query`. What a role is there for `is_main`: a button of its own."""

    role: str
    order: int
    title: Label
    text: Label
    place: str
    is_main: bool = False
    query: str = ""


@dataclass(frozen=True)
class Paper:
    """What is printed or written out of one thing: at which place, of each of what, by which button."""

    place: str
    each: Label
    label: Label


@dataclass(frozen=True)
class Listed:
    """A list that is written as a workbook: its title, and the name of its page."""

    title: Label
    back: str


@dataclass(frozen=True)
class Tile:
    """One figure of components/stat_tile.html."""

    label: str
    value: str
    unit: str = ""
    note: str = ""
    url: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Figures:
    """The figures that people with this role see on their desk, a query or two for all of them."""

    role: str
    order: int
    tiles: Callable[[Person], Iterable[Tile]]


@dataclass(frozen=True)
class Recent:
    """An object that a person worked on: whose it is, what it is now, where if not at its kind's page."""

    title: str
    detail: str
    url: str = ""


@dataclass(frozen=True)
class Naming:
    """How people name an object of a kind: by the values of `fields`, written as `pattern` has them or with
    blanks between, and by a person, whose name stands at `person` and is shown masked.

    `find` makes the condition for what somebody typed as its number (None: it is no such number); without it
    the first field is looked up from its beginning, if `is_numbered`. `household` leads to the key of the
    file that it belongs to, `subject` to the text that names that file ("household:17"). All are paths of the
    kind's model.
    """

    fields: tuple[str, ...] = ()
    pattern: str = ""
    person: str = ""
    is_numbered: bool = False
    find: Callable[[str], Q | None] | None = field(default=None)
    household: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Edit:
    """One field that an edit changed: of whom, which, from what to what, in words."""

    who: str
    label: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{' '.join(filter(None, (self.who, self.label)))}：{self.old} → {self.new}"


@dataclass(frozen=True)
class Target:
    """A kind of object that audit records are about: its name, its page (which takes the key) if any, and how
    people name one of them.

    `describe` returns those of some keys that are in the person's scope, for the desk's list of recent work.
    """

    label: Label
    page: str = ""
    naming: Naming = Naming()
    describe: Callable[[Person, list[int]], Mapping[int, Recent]] | None = field(default=None)


ACTIONS: Registry[Label] = Registry("desk.actions", "What the actions of the audit trail are called.")
TARGETS: Registry[Target] = Registry("desk.targets", "The kinds of objects that audit records are about.")
EDITS: Registry[Callable[[list[Any], bool], Edit]] = Registry(
    "desk.edits",
    "How a row of an audit record's changes reads, by the kind of object; the second argument "
    "says whether what would name somebody is hidden, as it is outside the object's own page.",
)
HIDDEN: Registry[Callable[[Person], QuerySet[Any]]] = Registry(
    "desk.hidden",
    "Objects whose audit records are kept from a person though they lie in the scope, by the kind of object.",
)
WORDS: Registry[Mapping[str, Label]] = Registry(
    "desk.words", "What the codes in audit records are called: by key (roles), or by kind of action and key."
)
MASS_ACTIONS: Registry[bool] = Registry(
    "desk.mass_actions",
    "Acts that one order does to many objects; the list of recent work has the order.",
)
PLACES: Registry[Place] = Registry(
    "desk.places", "The pages of the navigation, by the name of their address."
)
HELP: Registry[Help] = Registry(
    "desk.help", "What each page of the navigation is for, by the name of its address."
)
DUTIES: Registry[Duty] = Registry("desk.duties", "The kinds of work that wait for somebody.")
HEAD_COUNTS: Registry[Callable[[Person], QuerySet[Any]]] = Registry(
    "desk.head_counts", "What the head of every page counts beside the duties, in the same statement."
)
FIRST_STEPS: Registry[FirstStep] = Registry("desk.first_steps", "What each role begins with.")
PAPERS: Registry[Paper] = Registry("desk.papers", "What is printed or written out besides the lists.")
# By their names in the log; each view that writes one adds it, as the addresses are read.
LISTS: dict[str, Listed] = {}
FIGURES: Registry[Figures] = Registry("desk.figures", "The figures on the desk of those who have no duties.")


def label_actions(labels: Mapping[str, Label]) -> None:
    """Adds names of audit actions."""
    for action, label in labels.items():
        ACTIONS.add(action)(label)


def label_papers(place: str, each: Label, labels: Mapping[str, Label]) -> None:
    """Adds what is printed or written out at a place, by the names under which the log has it: actions
    "export.…"."""
    for what, label in labels.items():
        PAPERS.add(what)(Paper(place, each, label))
    label_actions({f"export.{what}": label for what, label in labels.items()})


def label_steps(kind: str, transitions: Iterable[Any], template: Label = "{}") -> None:
    """Adds the names of all steps of one or more transition tables as actions "kind.step"."""
    label_actions({f"{kind}.{row.action}": format_lazy(template, row.label) for row in transitions})


def label_targets(targets: Mapping[str, Target]) -> None:
    """Adds kinds of objects, by the label of their model ("archives.household")."""
    for model, target in targets.items():
        TARGETS.add(model)(target)
