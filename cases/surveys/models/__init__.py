"""Tables of surveys."""

from cases.surveys.models.spotchecks import (
    SpotCandidate,
    SpotCheck,
    SpotRow,
)
from cases.surveys.models.surveys import (
    Survey,
    SurveyEntry,
    SurveyUnit,
)

__all__ = [
    "SpotCandidate",
    "SpotCheck",
    "SpotRow",
    "Survey",
    "SurveyEntry",
    "SurveyUnit",
]
