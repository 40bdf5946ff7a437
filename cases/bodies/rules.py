"""When a body can decide. Pure."""


def has_quorum(present: int, entitled: int) -> bool:
    """集体研究: more than half of those entitled are there. Whoever withdraws (回避) from a matter is neither
    present nor entitled for it. The database keeps the same (migrations/sql/meetings.sql)."""
    return 2 * present > entitled
