from hardship.kernel.workflow import Refused


class OutcomeRefused(Refused):
    """What follows a decision cannot be recorded so; the message says why."""
