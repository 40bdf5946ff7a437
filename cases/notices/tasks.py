"""What is told of notices, every hour."""

from cases.notices.services import tell_of_ending
from hardship.jobs.services import chores

chores.add("notices.ends")(tell_of_ending)
