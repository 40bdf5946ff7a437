"""What is told of notices and deadlines, every hour."""

from cases.approvals.services.notices import tell_of_ending
from cases.approvals.services.telling import tell_due
from hardship.jobs.services import chores

chores.add("approvals.notice_ends")(tell_of_ending)
chores.add("approvals.due")(tell_due)
