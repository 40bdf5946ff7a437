"""A line leaves its notice: its days are over and its row goes on, or it is withdrawn. A notice ends with its
days once no line of it waits any more."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.notices.models import NoticeEntry, PublicNotice
from cases.notices.selectors import get_entry, is_objected, lacks_proof
from cases.notices.services.refusals import NoticeRefused
from cases.notices.states import NOTICE_TRANSITIONS, EntryState, NoticeState
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.scope import Part


def require_over(*, source: str, round: int) -> NoticeEntry:  # as the column is called
    """The line of a row that may leave its notice: its days are over, a photo shows that it hung where one
    is asked for, each objection of each round was answered and none of this one was found right. Raises
    NoticeRefused."""
    entry = get_entry(source, round)
    if entry is None or not entry.is_on:
        raise NoticeRefused(_("这份申请没有公示，不能报审批。"))
    if timezone.localdate() <= entry.notice.ends_on:
        day = entry.notice.ends_on.isoformat()
        raise NoticeRefused(_("公示到 %(day)s 为止，期满后才能报审批。") % {"day": day})
    if entry.notice.needs_proof and lacks_proof(entry.notice):
        raise NoticeRefused(_("这份公示要有张贴照片才能报审批，请先上传。"))
    if is_objected(source):
        raise NoticeRefused(_("有异议还没有调查答复，答复后才能报审批。"))
    if any(row.is_upheld for row in entry.objections.all()):
        raise NoticeRefused(_("有异议成立，请退回经办人处理。"))
    return entry


@transaction.atomic
def pass_entry(*, source: str, round: int, by: User | None) -> NoticeEntry:
    """公示期满: the line leaves its notice for its row to go on. Raises NoticeRefused as `require_over`."""
    entry = require_over(source=source, round=round)
    _leave(entry, EntryState.PASSED, by=by)
    return entry


@transaction.atomic
def withdraw_entry(*, source: str, round: int, by: User | None, reason: str = "") -> NoticeEntry | None:
    """Takes the line of a row off its notice before it went on, if there is one: its row went back."""
    entry = get_entry(source, round)
    if entry is None or entry.state != EntryState.ON:
        return None
    entry.reason = reason
    _leave(entry, EntryState.WITHDRAWN, by=by)
    return entry


def _leave(entry: NoticeEntry, state: EntryState, *, by: User | None) -> None:
    entry.state, entry.closed_at, entry.closed_by = state, timezone.now(), by
    entry.save(update_fields=["state", "closed_at", "closed_by", "reason"])
    if entry.notice.ends_on < timezone.localdate():
        close(entry.notice, by=by)


@transaction.atomic
def close(notice: PublicNotice, *, by: User | None) -> None:
    """A notice is over when no line of it waits any more, and down at once if it hangs nowhere by then."""
    notice = PublicNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if notice.state != NoticeState.RUNNING or notice.entries.filter(state=EntryState.ON).exists():
        return
    move_notice(notice, "conclude", by=by)
    end_with_last_board(notice, by=by)


def end_with_last_board(notice: PublicNotice, *, by: User | None) -> None:
    """A notice that is over is down once it hung somewhere and hangs nowhere any more."""
    ends = list(notice.boards.values_list("taken_down_on", flat=True))
    if notice.state == NoticeState.CONCLUDED and ends and None not in ends:
        move_notice(notice, "take_down", by=by)


def move_notice(notice: PublicNotice, action: str, *, by: User | None) -> None:
    """What follows by itself from what somebody did, or the clock, in the name of the union that reviews."""
    workflow.take(
        NOTICE_TRANSITIONS, notice, action=action, by=by, roles={Role.REVIEWER}, parts=(Part.REVIEW,),
        stamp="concluded" if action == "conclude" else "",
        log=lambda _step: audit.record(f"notice.{action}", target=notice, by=by),
    )  # fmt: skip
