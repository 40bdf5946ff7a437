"""Where a notice hangs: put up, photographed, taken down; with the last board the notice is down itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.notices.models import BoardPhoto, NoticeBoard, PublicNotice
from cases.notices.selectors import get_due_end, list_notices, may_post
from cases.notices.services.entries import end_with_last_board
from cases.notices.services.lengths import lock_notice, move_end
from cases.notices.services.refusals import NoticeRefused
from cases.notices.states import BoardPlace, EndReason, Moment
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel.files import Accepted


@dataclass(frozen=True)
class Posted:
    """A poster that somebody put up: where, when, and who saw it; `late_reason` where that was not on the day
    of publication."""

    place: str
    where: str
    posted_on: date
    put_up_by: str
    seen_by: str
    late_reason: str = ""


@transaction.atomic
def post_board(*, notice_id: int, posted: Posted, by: User, photos: Sequence[Accepted] = ()) -> NoticeBoard:
    """Records a place at which the notice hangs. Its days count from the last board that went up; from the
    first board on, other rows go onto another notice.

    Raises NoticeRefused; PublicNotice.DoesNotExist for a notice that the person does not see.
    """
    notice = _lock(notice_id, by)
    _require_posting(notice, posted, by)
    board = NoticeBoard.objects.create(notice=notice, recorded_by=by, **vars(posted))
    _keep(board, Moment.START, photos, by)
    if not notice.is_closed:
        notice.is_closed = True
        notice.save(update_fields=["is_closed"])
    audit.record("notice.post", target=notice, by=by, board=board.pk, posted_on=posted.posted_on.isoformat())
    _count_from(board, by)
    return board


@transaction.atomic
def add_photo(*, board_id: int, moment: str, photo: Accepted, by: User) -> BoardPhoto:
    """Adds a picture of a board, taken when the poster went up or came down. Raises NoticeRefused."""
    board = _lock_board(board_id, by)
    [made] = _keep(board, Moment(moment), [photo], by)
    audit.record("notice.photo", target=board.notice, by=by, board=board.pk, moment=moment)
    return made


@transaction.atomic
def take_down_board(
    *, board_id: int, taken_down_on: date, by: User, photos: Sequence[Accepted] = ()
) -> NoticeBoard:
    """The poster is gone from one place. Raises NoticeRefused while the notice runs."""
    board = _lock_board(board_id, by)
    if not board.hangs:
        raise NoticeRefused(_("这一处已经登记取下。"))
    _require_end(board, taken_down_on)
    board.taken_down_on, board.taken_down_at, board.taken_down_by = taken_down_on, timezone.now(), by
    board.save(update_fields=["taken_down_on", "taken_down_at", "taken_down_by"])
    _keep(board, Moment.END, photos, by)
    audit.record("notice.take_down_board", target=board.notice, by=by, board=board.pk)
    end_with_last_board(board.notice, by=by)
    return board


@transaction.atomic
def set_proof(*, notice_id: int, needs_proof: bool, by: User) -> PublicNotice:
    """Whether lines wait for a photo of a board before they go on. Raises NoticeRefused."""
    notice = _lock(notice_id, by)
    if not (notice.is_running and notice.union_id == by.union_id):
        raise NoticeRefused(_("只有发布公示的工会可以改正在进行的公示。"))
    notice.needs_proof = needs_proof
    notice.save(update_fields=["needs_proof"])
    audit.record("notice.proof", target=notice, by=by, needs_proof=needs_proof)
    return notice


def _require_posting(notice: PublicNotice, posted: Posted, by: User) -> None:
    if not notice.is_running:
        raise NoticeRefused(_("公示已经结束或撤下，不能再登记张贴。"))
    if not notice.starts_on <= posted.posted_on <= timezone.localdate():
        words = _("张贴日期应在发布日期（%(day)s）到今天之间。")
        raise NoticeRefused(words % {"day": notice.starts_on.isoformat()}, "posted_on")
    if posted.posted_on > notice.starts_on and not posted.late_reason.strip():
        raise NoticeRefused(_("张贴晚于发布日期的，请写明原因。"), "late_reason")
    if posted.put_up_by == posted.seen_by:
        raise NoticeRefused(_("见证人要是张贴人以外的另一个人。"), "seen_by")
    if notice.boards.filter(place=posted.place, where=posted.where).exists():
        raise NoticeRefused(_("这一处已经登记过。"), "where")


def _require_end(board: NoticeBoard, day: date) -> None:
    notice, today = board.notice, timezone.localdate()
    if notice.is_running and today <= notice.ends_on:
        words = _("公示到 %(day)s 为止，期满后才取下；要提前取下的，请先提前撤下整份公示。")
        raise NoticeRefused(words % {"day": notice.ends_on.isoformat()})
    if not board.posted_on <= day <= today or (not notice.is_cancelled and day <= notice.ends_on):
        raise NoticeRefused(_("取下日期应在公示期满之后、今天之前（含今天）。"), "taken_down_on")


def _count_from(board: NoticeBoard, by: User) -> None:
    notice, end = board.notice, get_due_end(board.notice)
    if end > notice.ends_on:
        why = board.late_reason or _("张贴处晚于发布日期张贴")
        move_end(notice, end, kind=EndReason.POSTER, reason=f"{BoardPlace(board.place).label}：{why}", by=by)


def _keep(board: NoticeBoard, moment: Moment, photos: Sequence[Accepted], by: User) -> list[BoardPhoto]:
    known = set(board.photos.filter(moment=moment).values_list("sha256", flat=True))
    if any(photo.sha256 in known for photo in photos):
        raise NoticeRefused(_("这张照片已经上传过。"), "photo")
    return [
        BoardPhoto.objects.create(
            board=board, moment=moment, file=ContentFile(photo.content, f"photo.{photo.extension}"),
            original_name=photo.original_name, media_type=photo.media_type, size=photo.size,
            sha256=photo.sha256, by=by,
        )
        for photo in photos
    ]  # fmt: skip


def _lock(notice_id: int, by: User) -> PublicNotice:
    """A notice that the person sees and may say of where it hangs, locked."""
    if not list_notices(by).filter(pk=notice_id).exists():
        raise PublicNotice.DoesNotExist
    notice = lock_notice(PublicNotice.objects.all(), notice_id)
    if not may_post(notice, by):
        raise NoticeRefused(_("张贴由发布公示的工会或申报工会登记。"))
    return notice


def _lock_board(board_id: int, by: User) -> NoticeBoard:
    board = NoticeBoard.objects.get(pk=board_id)
    notice = _lock(board.notice_id, by)
    board.refresh_from_db()
    board.notice = notice
    return board
