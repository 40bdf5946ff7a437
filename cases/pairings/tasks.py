"""Rules that begin, every hour: the next visits are due by them from their day."""

from cases.pairings.services.helpers import follow_rules
from hardship.jobs.services import chores

chores.add("pairings.rules")(follow_rules)
