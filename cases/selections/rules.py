"""Who approves a list of those to be aided."""

from typing import Any

from hardship.kernel.scope import Part, competent_id


def approving_part(row: Any) -> Part:
    """The part that the approving union plays for the union of a list: its reviewer, unless it is its own."""
    return Part.DECIDE if competent_id(row, Part.REVIEW) == row.union_id else Part.REVIEW


def approving_id(row: Any) -> int:
    """The key of the union that approves a list."""
    return competent_id(row, approving_part(row))
