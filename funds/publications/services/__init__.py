"""What is written of publications."""

from funds.publications.services.making import draft
from funds.publications.services.refusals import PublicationRefused
from funds.publications.services.steps import has_drifted, step_blocker, take_step

__all__ = ["PublicationRefused", "draft", "has_drifted", "step_blocker", "take_step"]
