"""Writes of what follows a decision."""

from cases.outcomes.services.telling import OutcomeRefused, tell, tell_of_untold

__all__ = ["OutcomeRefused", "tell", "tell_of_untold"]
