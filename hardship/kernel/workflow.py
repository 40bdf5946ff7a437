"""State machines as tables: buttons, services, tests and docs read the same rows."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Refused(Exception):
    """A step that may not be taken; the message is a sentence for the user that says what to do."""


@dataclass(frozen=True)
class Transition:
    """One row: who may move what from where to where.

    `level` names the union level whose staff takes the step (None: the union that owns the row);
    `is_decision` marks the steps that bind one person to one case.
    """

    action: str
    source: tuple[str, ...]
    target: str
    role: str
    label: "StrOrPromise"
    level: str | None = None
    needs_comment: bool = False
    is_decision: bool = False
    danger: bool = False


def step(
    table: Iterable[Transition], *, action: str, state: str, roles: Collection[str], level: str | None = None
) -> Transition:
    """The row that allows this action now. Raises Refused with a sentence for the user."""
    rows = [row for row in table if row.action == action]
    if not rows:
        raise Refused(_("没有这个操作。"))
    here = [row for row in rows if state in row.source]
    if not here:
        raise Refused(
            _("当前状态下不能“%(label)s”，可能已被他人处理，请重新打开，看最新状态。")
            % {"label": rows[0].label}
        )
    for row in here:
        if row.role in roles and (row.level is None or row.level == level):
            return row
    raise Refused(_("您没有“%(label)s”的权限。") % {"label": here[0].label})


def available(
    table: Iterable[Transition], *, state: str, roles: Collection[str], level: str | None = None
) -> list[Transition]:
    """The rows that this person may take now, in the order of the table: the buttons of a page."""
    return [
        row
        for row in table
        if state in row.source and row.role in roles and (row.level is None or row.level == level)
    ]


def mermaid(table: Sequence[Transition], names: dict[str, str]) -> str:
    """The table as a Mermaid state diagram; `names` maps each state to its label."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{label}" as {state}' for state, label in names.items()]
    for row in table:
        lines += [f"    {source} --> {row.target}: {row.label}" for source in row.source]
    return "\n".join(lines) + "\n"
