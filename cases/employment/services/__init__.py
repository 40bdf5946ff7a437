"""Writes on courses and on the people who are on them."""

from cases.employment.services.courses import (
    Plan,
    change_course,
    make_course,
    step_blocker,
    take_step,
    write_blocker,
)
from cases.employment.services.enrolments import (
    enrol_members,
    enrol_people,
    enter_result,
    may_enter,
    note_check,
)
from cases.employment.services.refusals import EmploymentRefused

__all__ = [
    "EmploymentRefused",
    "Plan",
    "change_course",
    "enrol_members",
    "enrol_people",
    "enter_result",
    "make_course",
    "may_enter",
    "note_check",
    "step_blocker",
    "take_step",
    "write_blocker",
]
