"""When a body can decide, and what it decides. Pure."""

from cases.bodies.states import Decision, Majority


def has_quorum(present: int, entitled: int) -> bool:
    """集体研究: more than half of those entitled are there. Whoever withdraws (回避) from a matter is neither
    present nor entitled for it. The database keeps the same (migrations/sql/meetings.sql)."""
    return 2 * present > entitled


def is_carried(majority: str, votes_for: int, *, present: int, entitled: int) -> bool:
    """Whether so many in favour are enough by the rule of the body. The database keeps the same."""
    if majority == Majority.TWO_THIRDS:
        return 3 * votes_for >= 2 * present
    return 2 * votes_for > (present if majority == Majority.PRESENT else entitled)


def follows(decision: str, *, carried: bool) -> bool:
    """Whether a decision is what the vote gives; a matter can be put off however they voted."""
    return decision == Decision.DEFERRED or (decision == Decision.AGREED) == carried
