"""Writes of what follows a decision."""

from cases.outcomes.services.appeals import answer_appeal, appeal
from cases.outcomes.services.telling import OutcomeRefused, tell, tell_of_untold

DOSSIER = "dossier"  # the kind of job

__all__ = ["DOSSIER", "OutcomeRefused", "answer_appeal", "appeal", "tell", "tell_of_untold"]
