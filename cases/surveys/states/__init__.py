"""States and code lists of surveys."""

from cases.surveys.states.spotchecks import (
    CHECKED_STATES,
    DUTY_SHARE,
    SPOT_TRANSITIONS,
    Earlier,
    SpotState,
)
from cases.surveys.states.surveys import (
    ADDED,
    DONE,
    SURVEY_TRANSITIONS,
    UNDONE,
    UNIT_TRANSITIONS,
    VERIFYING,
    EntryStatus,
    SurveyState,
    UnitState,
)

__all__ = [
    "ADDED",
    "CHECKED_STATES",
    "DONE",
    "DUTY_SHARE",
    "SPOT_TRANSITIONS",
    "SURVEY_TRANSITIONS",
    "UNDONE",
    "UNIT_TRANSITIONS",
    "VERIFYING",
    "Earlier",
    "EntryStatus",
    "SpotState",
    "SurveyState",
    "UnitState",
]
