"""提前撤下 of a whole notice: its lines go back to whoever made their rows."""

from django.db import transaction
from django.utils.translation import gettext as _

from cases.notices.models import PublicNotice
from cases.notices.selectors import list_waiting
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
