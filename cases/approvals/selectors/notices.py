"""The line of an application on a notice (cases.notices)."""

from cases.applications.models import Application
from cases.applications.rules import source_of
from cases.notices import selectors as notices
from cases.notices.models import NoticeEntry


def get_entry(application: Application) -> NoticeEntry | None:
    """The line of an application in its present round."""
    return notices.get_entry(source_of(application.pk), application.round)
