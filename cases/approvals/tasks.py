"""What is told of deadlines, every hour."""

from cases.approvals.services.telling import tell_due
from hardship.jobs.services import chores

chores.add("approvals.due")(tell_due)
