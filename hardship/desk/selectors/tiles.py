"""A few figures for those whom nothing waits for: what an auditor or an administrator looks at first."""

from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.kernel.desk import FIGURES, FIRST_STEPS, FirstStep, Tile


def list_tiles(user: User) -> list[Tile]:
    """The figures of the person's role, which rooms bring; nothing for those who have work of their own."""
    mine = sorted((row for row in FIGURES if row.role in user.roles), key=lambda row: row.order)
    return [tile for figures in mine for tile in figures.tiles(user)]


def list_first_steps(user: User) -> list[FirstStep]:
    """What somebody new with these roles begins with, role by role."""
    order = {role: position for position, role in enumerate(Role.values)}
    mine = [step for step in FIRST_STEPS if step.role in user.roles]
    return sorted(mine, key=lambda step: (order[step.role], step.order))
