"""Writes of what follows a decision."""

from cases.outcomes.services.appeals import answer_appeal, appeal
from cases.outcomes.services.refusals import OutcomeRefused
from cases.outcomes.services.slips import add_slip
from cases.outcomes.services.telling import tell, tell_of_untold

DOSSIER, FAMILY_DOSSIER = "dossier", "family_dossier"  # the kinds of jobs

__all__ = [
    "DOSSIER",
    "FAMILY_DOSSIER",
    "OutcomeRefused",
    "add_slip",
    "answer_appeal",
    "appeal",
    "tell",
    "tell_of_untold",
]
