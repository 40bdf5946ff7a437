"""Why a step of an application is not taken."""

from hardship.kernel.workflow import Refused


class StepRefused(Refused):
    """A step that may not be taken now; the message says what to do."""
