"""What the worker does every hour, and what ends with a logout."""

from hardship.accounts.services import at_logout
from hardship.jobs.services import chores
from hardship.unsent import services

chores.add("unsent.forget_old")(services.forget_old)
at_logout.add("unsent.forms")(services.forget_person)
