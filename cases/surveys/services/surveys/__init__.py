"""The year's verification: the survey and its list, each union's part, what goes back, many at once."""

from cases.surveys.services.surveys.campaigns import (
    SurveyRefused,
    change_survey,
    list_survey_buttons,
    make_survey,
    may_make,
    take_survey_step,
)
from cases.surveys.services.surveys.entries import (
    MOST_AT_ONCE,
    Outcome,
    excuse,
    return_entries,
    verify_many,
)
from cases.surveys.services.surveys.units import list_unit_buttons, take_unit_step

__all__ = [
    "MOST_AT_ONCE",
    "Outcome",
    "SurveyRefused",
    "change_survey",
    "excuse",
    "list_survey_buttons",
    "list_unit_buttons",
    "make_survey",
    "may_make",
    "return_entries",
    "take_survey_step",
    "take_unit_step",
    "verify_many",
]
