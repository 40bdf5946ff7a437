"""Courses, openings, fairs and start-ups, who is on them or was sent there, what became of them."""

from cases.employment.models.courses import Course, CourseCheck, Enrolment
from cases.employment.models.fairs import JobFair
from cases.employment.models.openings import JobCheck, JobOpening, Referral
from cases.employment.models.partners import Partner
from cases.employment.models.start_ups import StartUp, Turnover

__all__ = [
    "Course",
    "CourseCheck",
    "Enrolment",
    "JobCheck",
    "JobFair",
    "JobOpening",
    "Partner",
    "Referral",
    "StartUp",
    "Turnover",
]
