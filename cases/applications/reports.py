"""What stands on paper: 受理回执."""

from typing import Any

from cases.applications.models import Application, Receipt
from cases.offices.selectors import office_for

RECEIPT_TEMPLATE = "pdf/application_receipt.html"


def receipt_slip(application: Application, receipt: Receipt) -> dict[str, Any]:
    """受理回执 as it was given; the office is the one of today, whom the family calls."""
    return {
        "application": application,
        "receipt": receipt,
        "office": office_for(application.desk),
    }
