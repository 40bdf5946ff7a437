"""Where the stages of a route fall in the tree: which union signs each, seen from a row or from a union."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cases.policies.rules.document.routes import DECIDE, NOTICE, Stage
from cases.policies.rules.routing import stage_name
from hardship.kernel.scope import Part, competent_id

PARTS = {"reviewing": Part.REVIEW, "deciding": Part.DECIDE}
RANKS = ("grassroots", "township", "county", "city", "province", "national")


@dataclass(frozen=True)
class Station:
    """A stage with the union whose staff does it; of one outside the union that records it."""

    stage: Stage
    union_id: int

    @property
    def label(self) -> str:
        return stage_name(self.stage)


def place_stages(row: Any, stages: Sequence[Stage]) -> Iterator[Station]:
    """Each with its union, of a scoped row or for a union and its own workers.

    A level that the tree does not have looks at nothing, but somebody reviews first and shows the notice;
    what a level was to decide the next one above decides, and where there is none that was decided outside,
    and the approver of whoever came before records it."""
    before: Station | None = None
    for stage in stages:
        union_id = None if stage.outside else _union_at(row, stage)
        is_first = before is None and stage.kind != DECIDE
        if union_id is None and not stage.outside and (is_first or stage.kind == NOTICE):
            union_id = competent_id(row, Part.REVIEW)
        if union_id is not None:
            before = Station(stage, union_id)
            yield before
        elif before is not None and stage.kind == DECIDE:
            yield Station(replace(stage, outside=True, role="approver", deciders=1), before.union_id)


def union_of(row: Any, at: str) -> int | None:
    """The union that a route names by its place; None where the tree has none."""
    if at == "own":
        own: int = getattr(row, "union_id", row.pk)
        return own
    if at in PARTS:
        return competent_id(row, PARTS[at])
    found: int | None = getattr(row, f"{at}_id", None)
    return found


def _union_at(row: Any, stage: Stage) -> int | None:
    """What a level that the tree does not have was to decide, the next one above decides."""
    if stage.kind == DECIDE and stage.at in RANKS:
        above = RANKS[RANKS.index(stage.at) :]
        return next((key for at in above if (key := union_of(row, at)) is not None), None)
    return union_of(row, stage.at)
