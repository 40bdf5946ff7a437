"""What is typed of courses and openings, and of who is on them or was sent there."""

from cases.employment.forms.courses import CheckForm, CourseForm, ResultForm, StepForm
from cases.employment.forms.openings import CloseForm, MoveForm, OfferForm, ThereForm, make_offer
from cases.employment.forms.partners import AgreementForm

__all__ = [
    "AgreementForm",
    "CheckForm",
    "CloseForm",
    "CourseForm",
    "MoveForm",
    "OfferForm",
    "ResultForm",
    "StepForm",
    "ThereForm",
    "make_offer",
]
