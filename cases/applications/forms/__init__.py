"""Forms of applications: the long one of what a programme asks, those of many at once, the short one."""

from cases.applications.forms.entry import (
    ApplicationForm,
    BatchForm,
    BatchRowForm,
    asked_labels,
)
from cases.applications.forms.receiving import OfferForm
from cases.applications.forms.returned import FILE
from cases.applications.forms.unfiled import OffFileForm, UnfiledForm

__all__ = [
    "FILE",
    "ApplicationForm",
    "BatchForm",
    "BatchRowForm",
    "OffFileForm",
    "OfferForm",
    "UnfiledForm",
    "asked_labels",
]
