"""What becomes of applications that stand on public notices."""

from cases.applications.models import Application
from cases.applications.rules import SOURCE
from cases.approvals.services import notices
from cases.approvals.services.steps import conclude, take_step
from cases.notices.models import SOURCES, NoticeSource, Objection
from hardship.accounts.models import User


def conclude_row(key: str, by: User | None) -> None:
    """公示期满, by a person or by the clock."""
    conclude(application_id=int(key), by=by)


def uphold(key: str, objection: Objection, by: User) -> None:
    """Returns the application to its clerk with what was found."""
    seen = Application.objects.values_list("content_hash", flat=True).get(pk=key)
    take_step(
        application_id=int(key), action="return", by=by, seen_hash=seen,
        comment=notices.said_of(objection.answer),
    )  # fmt: skip


SOURCES.add(SOURCE)(
    NoticeSource(
        page="applications:detail",
        lock=notices.lock_row,
        read_names=notices.read_names,
        find_visible=notices.find_visible,
        find_makers=notices.find_makers,
        get_owner=notices.get_owner,
        conclude=conclude_row,
        uphold=uphold,
    )
)
