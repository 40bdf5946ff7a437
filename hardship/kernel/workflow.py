"""State machines as tables: buttons, services, tests and docs read the same rows.

A service takes a step with `take`, a page shows `buttons`; both ask the same table and the same blocker. The
kernel knows no model: a record is what has a `state` and a `save()`, an actor what has roles and a union.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Refused(Exception):
    """A step that may not be taken; the message is a sentence for the user that says what to do.

    Every refusal of every service is one, so that a page catches this class and need not know another.
    `field` is the form's field that it is about, if any; `status` is that of the page that says it.
    """

    status = 409

    def __init__(self, message: str = "", field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Transition:
    """One row: who may move what from where to where.

    `part` names the part that the union plays whose staff takes the step (None: the union that owns the row);
    `is_decision` marks the steps that bind one person to one case.
    """

    action: str
    source: tuple[str, ...]
    target: str
    role: str
    label: "StrOrPromise"
    part: str | None = None
    needs_comment: bool = False
    is_decision: bool = False
    danger: bool = False


class Record(Protocol):
    """What a table moves from state to state."""

    state: Any

    def save(self) -> None: ...


class Actor(Protocol):
    """Who takes a step: a user with roles, whose union plays parts (kernel.scope.Part)."""

    @property
    def roles(self) -> Collection[str]: ...
    @property
    def union(self) -> Any: ...


M = TypeVar("M", bound=Model)
R = TypeVar("R", bound=Record)
T = TypeVar("T")
A = TypeVar("A", bound=Actor)
# `blocker(record, row, by)`: why this person may not take a row that their role and part allow, or "".
Blocker = Callable[[R, Transition, A], str]


@dataclass
class Step(Generic[R]):
    """A step that is being taken; `source` is the state that it left, `by` is None for the system, `trace` a
    row of the room's own history that the effect wrote, for the log to name."""

    row: Transition
    record: R
    source: str
    by: Any
    comment: str
    at: datetime
    trace: Any = None

    def stamp(self, name: str) -> None:
        """Write time and person of this step into `{name}_at` and `{name}_by`."""
        setattr(self.record, f"{name}_at", self.at)
        setattr(self.record, f"{name}_by", self.by)

    def clear(self, name: str) -> None:
        """Empty `{name}_at` and `{name}_by`, because this step takes back what they say."""
        setattr(self.record, f"{name}_at", None)
        setattr(self.record, f"{name}_by", None)


def lock(rows: "QuerySet[M]", pk: Any) -> M:
    """The row with this key, locked until the transaction ends; rows joined to it are not.

    Raises the model's DoesNotExist for a key that is not among `rows`, as one outside somebody's scope.
    """
    return rows.select_for_update(of=("self",)).get(pk=pk)


def take(
    table: Iterable[Transition],
    record: R,
    *,
    action: str,
    by: Actor | None,
    log: Callable[[Step[R]], T],
    comment: str = "",
    is_explained: bool = False,
    blocker: Blocker[R, Any] | None = None,
    effect: Callable[[Step[R]], object] | None = None,
    stamp: str = "",
    note: str = "",
    roles: Collection[str] | None = None,
    parts: Collection[str] = (),
) -> T:
    """Take one row of a table: the one door through which a record changes its state.

    The caller is in a transaction and has locked the record. First it is asked, in this order: is there a row
    for this action, state, role and part, does `blocker` say nothing, is there the comment that the row
    needs (or `is_explained`, by other means). Then: the new state, the comment in the field `note`, time and
    person in `{stamp}_at` and `{stamp}_by`; `effect`, which may still refuse; `save()`; `log`. Raises
    Refused, and nothing is written. `roles` and `parts` are those of `by` unless given, as for the system.
    Returns what `log` returns. Of one among many that are saved together it is `begin`.
    """
    taken = begin(
        table, record, action=action, by=by, comment=comment, is_explained=is_explained, blocker=blocker,
        effect=effect, stamp=stamp, note=note, roles=roles, parts=parts,
    )  # fmt: skip
    record.save()
    return log(taken)


def begin(
    table: Iterable[Transition],
    record: R,
    *,
    action: str,
    by: Actor | None,
    comment: str = "",
    is_explained: bool = False,
    blocker: Blocker[R, Any] | None = None,
    effect: Callable[[Step[R]], object] | None = None,
    stamp: str = "",
    note: str = "",
    roles: Collection[str] | None = None,
    parts: Collection[str] = (),
) -> Step[R]:
    """What `take` does before it saves the record."""
    row = require(table, record, action=action, by=by, blocker=blocker, roles=roles, parts=parts)
    comment = comment.strip()
    if row.needs_comment and not (comment or is_explained):
        raise Refused(unexplained(row), "comment")
    taken = Step(row, record, record.state, by, comment, timezone.now())
    record.state = row.target
    if note:
        setattr(record, note, comment)
    if stamp:
        taken.stamp(stamp)
    if effect is not None:
        effect(taken)
    return taken


def unexplained(row: Transition) -> str:
    """What is said where the comment is missing that a row needs."""
    return _("“%(label)s”必须填写意见。") % {"label": row.label}


def require(
    table: Iterable[Transition],
    record: R,
    *,
    action: str,
    by: Actor | None,
    blocker: Blocker[R, Any] | None = None,
    roles: Collection[str] | None = None,
    parts: Collection[str] = (),
) -> Transition:
    """The row that `take` would take: of those that state, role and part allow, the first without a blocker,
    which is also the one that `buttons` shows. Raises Refused."""
    if roles is None and by is not None:
        roles, parts = by.roles, by.union.parts
    rows = _rows(table, action, record.state, roles or (), parts)
    reasons = [_reason(blocker, record, row, by) for row in rows]
    for row, why in zip(rows, reasons, strict=True):
        if not why:
            return row
    raise Refused(reasons[0])


def step(
    table: Iterable[Transition],
    *,
    action: str,
    state: str,
    roles: Collection[str],
    parts: Collection[str] = (),
) -> Transition:
    """The row that allows this action now. Raises Refused with a sentence for the user."""
    return _rows(table, action, state, roles, parts)[0]


def available(
    table: Iterable[Transition], *, state: str, roles: Collection[str], parts: Collection[str] = ()
) -> list[Transition]:
    """The rows that roles and parts allow now, in the order of the table."""
    return [row for row in table if state in row.source and _is_for(row, roles, parts)]


def judge(
    table: Iterable[Transition], record: R, *, by: A, blocker: Blocker[R, A] | None = None
) -> list[tuple[Transition, str]]:
    """The rows that this person's roles and parts allow now, each with what `blocker` says of it."""
    rows = available(table, state=record.state, roles=by.roles, parts=by.union.parts)
    return [(row, _reason(blocker, record, row, by)) for row in rows]


def buttons(
    table: Iterable[Transition], record: R, *, by: A, blocker: Blocker[R, A] | None = None
) -> list[Transition]:
    """The rows that this person may take now, each action once, in the order of the table."""
    free: dict[str, Transition] = {}
    for row, why in judge(table, record, by=by, blocker=blocker):
        if not why:
            free.setdefault(row.action, row)
    return list(free.values())


def obstacle(table: Iterable[Transition], record: R, *, by: A, blocker: Blocker[R, A]) -> str:
    """Why this person may not take a row that their roles allow: the first reason, or ''."""
    return next((why for _row, why in judge(table, record, by=by, blocker=blocker) if why), "")


def of_both(blocker: Callable[[Any], str], by: Any) -> str:
    """What keeps somebody from something, or, of who stands in (代办), the one whom they stand for."""
    why, holder = blocker(by), getattr(by, "stands_for", None)
    if why or holder is None:
        return why
    words = {"name": holder.name, "why": blocker(holder)}
    return _("您代“%(name)s”办理，而“%(name)s”本人不能办：%(why)s") % words if words["why"] else ""


def mermaid(table: Sequence[Transition], names: dict[str, str]) -> str:
    """The table as a Mermaid state diagram; `names` maps each state to its label."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{label}" as {state}' for state, label in names.items()]
    for row in table:
        lines += [f"    {source} --> {row.target}: {row.label}" for source in row.source]
    return "\n".join(lines) + "\n"


def _reason(blocker: Blocker[R, Any] | None, record: R, row: Transition, by: Any) -> str:
    """What keeps somebody from a row; of who stands in (代办) and decides also what keeps the one whom they
    stand for. What only whoever did it may take back, whoever did it may."""
    if blocker is None:
        return ""
    return of_both(partial(blocker, record, row), by) if row.is_decision else blocker(record, row, by)


def _is_for(row: Transition, roles: Collection[str], parts: Collection[str]) -> bool:
    return row.role in roles and (row.part is None or row.part in parts)


def _rows(
    table: Iterable[Transition], action: str, state: str, roles: Collection[str], parts: Collection[str]
) -> list[Transition]:
    """At least one row. Raises Refused where there is none: the sentence says which question it fell at."""
    rows = [row for row in table if row.action == action]
    if not rows:
        raise Refused(_("没有这个操作。"))
    here = [row for row in rows if state in row.source]
    if not here:
        raise Refused(
            _("当前状态下不能“%(label)s”，可能已被他人处理，请重新打开，看最新状态。")
            % {"label": rows[0].label}
        )
    mine = [row for row in here if _is_for(row, roles, parts)]
    if not mine:
        raise Refused(_("您没有“%(label)s”的权限。") % {"label": here[0].label})
    return mine
