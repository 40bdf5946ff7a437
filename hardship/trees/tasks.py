"""Changes of unions whose day has come, every hour."""

from hardship.jobs.services import chores
from hardship.trees.services import carry_out_due


@chores.add("trees.due")
def do_what_is_due() -> None:
    carry_out_due()
