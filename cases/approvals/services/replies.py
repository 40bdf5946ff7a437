"""What the receipt of an application promises: the working days of the first stage of its route."""

from cases.applications.models import Application
from cases.applications.services.receiving import REPLY_DAYS
from cases.approvals.selectors.along import list_stages_to_come


@REPLY_DAYS.add("approvals")
def get_reply_workdays(application: Application) -> int:
    """0 where no route is found for it."""
    return next((stage.workdays for stage in list_stages_to_come(application)), 0)
