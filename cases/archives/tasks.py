"""What is due with files, now and every hour."""

from cases.archives.services.life.due import mark_due
from cases.archives.services.life.reminding import tell_due
from hardship.jobs.services import chores

chores.add("archives.due")(tell_due)


@chores.add("mark_due_files")
def mark_due_files() -> None:
    """Files whose re-verification has fallen due, should the daily command not have run."""
    mark_due()
