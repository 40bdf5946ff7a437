"""Writes on courses and openings, and on the people who are on them or were sent there."""

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
from cases.employment.services.openings import (
    Offer,
    change_opening,
    close_opening,
    make_opening,
    opening_blocker,
)
from cases.employment.services.partners import Agreement, correct_agreement, enter_agreement
from cases.employment.services.referrals import (
    Outcome,
    introduce_members,
    introduce_people,
    note_job_check,
    take_referral_step,
)
from cases.employment.services.refusals import EmploymentRefused

__all__ = [
    "Agreement",
    "EmploymentRefused",
    "Offer",
    "Outcome",
    "Plan",
    "change_course",
    "change_opening",
    "close_opening",
    "correct_agreement",
    "enrol_members",
    "enrol_people",
    "enter_agreement",
    "enter_result",
    "introduce_members",
    "introduce_people",
    "make_course",
    "make_opening",
    "may_enter",
    "note_check",
    "note_job_check",
    "opening_blocker",
    "step_blocker",
    "take_referral_step",
    "take_step",
    "write_blocker",
]
