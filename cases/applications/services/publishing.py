"""An application as a line on a public notice (cases.notices)."""

from cases.applications.models import Application
from cases.applications.rules import source_of
from cases.notices import services as notices
from cases.notices.models import NoticeEntry
from cases.notices.rules import Line, public_line
from hardship.accounts.models import Union, User


def publish_application(
    application: Application, union: Union, *, by: User | None, number: int | None = None
) -> NoticeEntry:
    """Puts it on today's notice of a union, for as long as its programme says, as the line of its present
    round or of the one with this number."""
    programme = application.programme
    row = notices.Published(
        source=source_of(application.pk),
        round=application.round if number is None else number,
        union=application.union,
        number=application.number or "",
        line=_line(application),
    )
    return notices.publish(
        row=row, union=union, days=programme.notice_days, in_workdays=programme.in_workdays, by=by
    )


def _line(application: Application) -> Line:
    head = application.household.head
    return public_line(
        name=head.name if head else "",
        unit=(head.employer if head else "") or application.union.name,
        programme=application.programme.name,
        amount=application.amount,
    )
