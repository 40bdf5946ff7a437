"""What is told of notices, every hour."""

from cases.approvals.services.notices import tell_of_ending
from hardship.jobs.services import chores

chores.add("approvals.notice_ends")(tell_of_ending)
