"""Courses and openings, who is on or was sent to them, what became of them."""

from cases.employment.models.courses import Course, CourseCheck, Enrolment
from cases.employment.models.fairs import JobFair
from cases.employment.models.openings import JobCheck, JobOpening, Referral

__all__ = ["Course", "CourseCheck", "Enrolment", "JobCheck", "JobFair", "JobOpening", "Referral"]
