"""What is told every hour of results that nobody told."""

from cases.outcomes.services import tell_of_untold
from hardship.jobs.services import chores

chores.add("outcomes.untold")(tell_of_untold)
