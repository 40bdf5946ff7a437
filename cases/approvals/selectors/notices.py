"""The line of an application on a notice (cases.notices)."""

from collections.abc import Sequence
from decimal import Decimal

from cases.applications.models import Application
from cases.applications.rules import source_of
from cases.notices import selectors as notices
from cases.notices.models import NoticeEntry
from hardship.kernel.together import read


def get_entry(application: Application) -> NoticeEntry | None:
    """The line of an application in its present round."""
    return notices.get_entry(source_of(application.pk), application.round)


def get_shown_sum(application: Application) -> Decimal | None:
    """What the notice of its present round says that it gets, in yuan; None where it says no sum."""
    return read(application, _shown)[application.pk]


def _shown(applications: Sequence[Application]) -> dict[int, Decimal | None]:
    lines = NoticeEntry.objects.filter(source__in=[source_of(row.pk) for row in applications])
    found = {(line.source, line.round): line.amount for line in lines}
    return {row.pk: found.get((source_of(row.pk), row.round)) for row in applications}


def get_objected(application: Application) -> notices.Objected:
    """What is objected to an application."""
    return read(application, _objected)[source_of(application.pk)]


def _objected(applications: Sequence[Application]) -> dict[str, notices.Objected]:
    return notices.find_objected([source_of(row.pk) for row in applications])
