"""What payments do every hour."""

from funds.payments.services import recheck
from hardship.jobs.services import chores

chores.add("payments.prechecks")(recheck)
