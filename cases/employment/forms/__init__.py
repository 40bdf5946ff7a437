"""What is typed of courses and of who is on them."""

from cases.employment.forms.courses import CheckForm, CourseForm, ResultForm, StepForm

__all__ = ["CheckForm", "CourseForm", "ResultForm", "StepForm"]
