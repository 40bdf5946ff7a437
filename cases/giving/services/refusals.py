"""Why an instalment is not moved."""

from hardship.kernel.workflow import Refused


class InstalmentRefused(Refused):
    """A step of an instalment that may not be taken now; the message says what to do."""
