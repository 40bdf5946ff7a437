"""Why an instalment is not moved, or a service not written down."""

from hardship.kernel.workflow import Refused


class InstalmentRefused(Refused):
    """A step of an instalment that may not be taken now; the message says what to do."""


class ServiceRefused(Refused):
    """What becomes of an approved service cannot be recorded so; the message says what to do."""
