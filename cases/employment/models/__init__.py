"""Courses, who is on them, what became of them."""

from cases.employment.models.courses import Course, CourseCheck, Enrolment

__all__ = ["Course", "CourseCheck", "Enrolment"]
