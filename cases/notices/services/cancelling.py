"""提前撤下 of a whole notice, or of one line of it: what stood there goes back to whoever made it."""

from django.db import transaction
from django.utils.translation import gettext as _

from cases.notices.models import NoticeEntry, PublicNotice
from cases.notices.selectors import list_waiting, may_lead
from cases.notices.services.lengths import lock_notice
from cases.notices.services.refusals import NoticeRefused
from cases.notices.states import NOTICE_TRANSITIONS
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.workflow import Refused


@transaction.atomic
def cancel_notice(*, notice_id: int, reason: str, by: User) -> PublicNotice:
    """Takes a running notice down before its days are over; each row that stood there goes back.

    Raises Refused, also where one of the rows may not be sent back by this person;
    PublicNotice.DoesNotExist outside the person's scope.
    """
    notice = lock_notice(PublicNotice.objects.visible_to(by), notice_id)
    workflow.take(
        NOTICE_TRANSITIONS, notice, action="cancel", by=by, comment=reason, note="reason", stamp="concluded",
        blocker=_blocker, log=_send_back,
    )  # fmt: skip
    return notice


@transaction.atomic
def take_line_down(*, entry_id: int, reason: str, by: User) -> NoticeEntry:
    """One line leaves a running notice early, such as for a consent that was taken back: its row goes back,
    the others hang on, and the poster is another version. Raises Refused; NoticeEntry.DoesNotExist outside
    the person's scope."""
    scope = PublicNotice.objects.visible_to(by).values("pk")
    entry = NoticeEntry.objects.select_related("notice__union").get(pk=entry_id, notice__in=scope)
    if not may_lead(entry.notice, by):
        raise NoticeRefused(_("公示由发布它的工会的审核人办理，结束以后不能再撤。"))
    if not entry.is_on:
        raise NoticeRefused(_("这一条已经不在公示中。"))
    if not reason.strip():
        raise NoticeRefused(_("请写明撤下的原因。"), "reason")
    entry.room.take_down(entry.key, reason.strip(), by)
    audit.record("notice.take_line_down", target=entry.notice, by=by, source=entry.source)
    entry.refresh_from_db()
    return entry


def _blocker(notice: PublicNotice, _row: workflow.Transition, by: User) -> str:
    return "" if notice.union_id == by.union_id else _("公示由发布它的工会办理。")


def _send_back(step: workflow.Step[PublicNotice]) -> None:
    """After the notice is over: the last line that leaves would end it otherwise as if its days were over."""
    notice, by = step.record, step.by
    audit.record("notice.cancel", target=notice, by=by)
    for entry in list_waiting(notice):
        try:
            entry.room.take_down(entry.key, notice.reason, by)
        except Refused as refusal:
            raise NoticeRefused(f"{entry.number}：{refusal}") from refusal
