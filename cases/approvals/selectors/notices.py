"""The line of an application on a notice (cases.notices)."""

from collections.abc import Sequence

from cases.applications.models import Application
from cases.applications.rules import source_of
from cases.notices import selectors as notices
from cases.notices.models import NoticeEntry
from hardship.kernel.together import read


def get_entry(application: Application) -> NoticeEntry | None:
    """The line of an application in its present round."""
    return notices.get_entry(source_of(application.pk), application.round)


def get_objected(application: Application) -> notices.Objected:
    """What is objected to an application."""
    return read(application, _objected)[source_of(application.pk)]


def _objected(applications: Sequence[Application]) -> dict[str, notices.Objected]:
    return notices.find_objected([source_of(row.pk) for row in applications])
