"""A notice ends when its days are over and no line of it waits any more."""

from django.db import transaction
from django.utils import timezone

from cases.applications.models import Application
from cases.approvals.models import PublicNotice
from cases.approvals.selectors import list_waiting
from cases.approvals.states import NoticeState
from hardship.accounts.models import User
from hardship.audit import services as audit


@transaction.atomic
def close(notice: PublicNotice, *, by: User | None) -> None:
    """A notice is over when no line of it waits any more."""
    notice = PublicNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if notice.state != NoticeState.RUNNING or list_waiting(notice):
        return
    notice.state = NoticeState.CONCLUDED
    notice.concluded_at, notice.concluded_by = timezone.now(), by
    notice.save(update_fields=["state", "concluded_at", "concluded_by"])
    audit.record("notice.conclude", target=notice, by=by)


def close_if_over(*, application: Application, by: User | None) -> None:
    """After a step on one application: close its notice when it was the last line and the days are over."""
    entry = application.notice_entries.filter(round=application.round).select_related("notice").first()
    if entry is not None and entry.notice.ends_on < timezone.localdate():
        close(entry.notice, by=by)
