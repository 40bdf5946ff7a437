"""Where notices hang, whether a photo shows it, and until when they run."""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from cases.notices.models import BoardPhoto, EndChange, NoticeBoard, PublicNotice
from cases.notices.states import EndReason, EntryState, Moment, NoticeState
from cases.policies.selectors import get_calendar
from hardship.accounts.models import User
from hardship.accounts.states import CASE_REVIEWER, Role

PROOF = BoardPhoto.objects.filter(moment=Moment.START)


def list_boards(notice: PublicNotice) -> list[NoticeBoard]:
    """The places at which it hangs or hung, with their photos."""
    photos = BoardPhoto.objects.select_related("by").order_by("moment", "pk")
    rows = notice.boards.select_related("recorded_by", "taken_down_by")
    return list(rows.prefetch_related(Prefetch("photos", photos)).order_by("posted_on", "pk"))


def list_end_changes(notice: PublicNotice) -> list[EndChange]:
    return list(notice.end_changes.select_related("by").order_by("pk"))


def lacks_proof(notice: PublicNotice) -> bool:
    """Whether no photo shows that the notice hung anywhere."""
    return not PROOF.filter(board__notice=notice).exists()


def list_outdated(notice: PublicNotice) -> list[NoticeBoard]:
    """Where a line still stands that was withdrawn since: no photo of a later poster is there."""
    withdrawn = notice.entries.filter(state=EntryState.WITHDRAWN).order_by("-closed_at").first()
    if withdrawn is None or withdrawn.closed_at is None or not notice.is_running:
        return []
    return list(_hanging_since_before(withdrawn.closed_at).filter(notice=notice).order_by("pk"))


def _hanging_since_before(moment: datetime) -> QuerySet[NoticeBoard]:
    newer = PROOF.filter(board=OuterRef("pk"), at__gt=moment)
    rows: QuerySet[NoticeBoard] = NoticeBoard.objects.filter(taken_down_on__isnull=True)
    return rows.filter(~Exists(newer), recorded_at__lt=moment)


def counts_from(notice: PublicNotice) -> date:
    """The day that the days are counted from: of publication, or later that of the last board."""
    return max([notice.starts_on, *notice.boards.values_list("posted_on", flat=True)])


def get_due_end(notice: PublicNotice) -> date:
    """The last day as the boards, the extensions and the calendar of working days have it now."""
    added = notice.end_changes.filter(kind=EndReason.EXTENDED).aggregate(days=Sum("days"))["days"] or 0
    return add_days(notice, counts_from(notice), notice.days + added)


def add_days(notice: PublicNotice, day: date, count: int) -> date:
    """A day that lies `count` of the notice's kind of days later."""
    return get_calendar().add_workdays(day, count) if notice.in_workdays else day + timedelta(count)


def may_post(notice: PublicNotice, user: User) -> bool:
    """Whether this person may say where it hangs: of the union that published it, or of one with a line on
    it."""
    if not user.has_role(Role.CLERK, Role.REVIEWER):
        return False
    return user.union_id == notice.union_id or notice.entries.filter(union=user.union_id).exists()


def may_lead(notice: PublicNotice, user: User) -> bool:
    """Whether this person has the say over it while it runs, such as to take it down early."""
    return notice.is_running and user.union_id == notice.union_id and CASE_REVIEWER.is_held_by(user)


def may_extend(notice: PublicNotice, user: User) -> bool:
    """Whether this person lets it hang longer: while its days are not over."""
    return may_lead(notice, user) and timezone.localdate() <= notice.ends_on


def may_title(notice: PublicNotice, user: User) -> bool:
    """Whether this person writes its title: before the first poster hangs."""
    return may_lead(notice, user) and not notice.is_closed


def list_board_duties(user: User) -> QuerySet[PublicNotice]:
    """The union's notices that run since yesterday or longer without a photo, and those that are over and
    hang on a wall still."""
    hanging = NoticeBoard.objects.filter(notice=OuterRef("pk"), taken_down_on__isnull=True)
    proof = PROOF.filter(board__notice=OuterRef("pk"))
    unproved = Q(state=NoticeState.RUNNING, starts_on__lt=timezone.localdate()) & ~Exists(proof)
    over = Q(state__in=(NoticeState.CONCLUDED, NoticeState.CANCELLED)) & Exists(hanging)
    rows: QuerySet[PublicNotice] = PublicNotice.objects.visible_to(user).filter(union=user.union_id)
    return rows.filter(unproved | over).select_related("union")
