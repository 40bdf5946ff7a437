"""A notice runs longer than it was published for: its poster went up later, it was extended, the calendar of
working days changed meanwhile. Each leaves the old day on record; none makes it shorter."""

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from cases.notices.models import SOURCES, EndChange, PublicNotice
from cases.notices.selectors import get_due_end, list_waiting, may_extend, may_lead
from cases.notices.selectors.boards import add_days
from cases.notices.services.refusals import NoticeRefused
from cases.notices.states import MOST_EXTENDED, EndReason, NoticeState
from cases.policies.selectors import get_calendar
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel import workflow

if TYPE_CHECKING:
    from django.db.models import QuerySet


@transaction.atomic
def extend_notice(*, notice_id: int, days: int, reason: str, by: User) -> EndChange:
    """Lets a running notice hang `days` days longer, of its kind. Raises NoticeRefused;
    PublicNotice.DoesNotExist outside the person's scope."""
    notice = lock_notice(PublicNotice.objects.visible_to(by), notice_id)
    if not may_lead(notice, by):
        raise NoticeRefused(_("只有发布公示的工会的审核人可以延长正在进行的公示。"))
    if not may_extend(notice, by):
        raise NoticeRefused(_("公示已经满期，不能再延长。"))
    if not 0 < days <= MOST_EXTENDED:
        raise NoticeRefused(_("每次延长 1 到 %(n)s 天。") % {"n": MOST_EXTENDED}, "days")
    if not reason.strip():
        raise NoticeRefused(_("请写明延长的原因。"), "reason")
    end = add_days(notice, notice.ends_on, days)
    return move_end(notice, end, kind=EndReason.EXTENDED, days=days, reason=reason.strip(), by=by)


def move_end(
    notice: PublicNotice, ends_on: date, *, kind: EndReason, reason: str, by: User | None, days: int = 0
) -> EndChange:
    """Writes down the new last day of a locked notice and tells the rooms of its lines. Raises UnknownYear to
    a person whose notice of working days would end in a year without holidays on record."""
    if by is not None and notice.in_workdays:
        get_calendar().require_known(ends_on)
    change = EndChange.objects.create(
        notice=notice, kind=kind, old_ends_on=notice.ends_on, new_ends_on=ends_on, days=days, reason=reason,
        by=by,
    )  # fmt: skip
    notice.ends_on = ends_on
    notice.save(update_fields=["ends_on"])
    audit.record("notice.extend", target=notice, by=by, why=kind.value, ends_on=ends_on.isoformat())
    _delay_rows(notice)
    return change


@transaction.atomic
def follow_calendar(notice_id: int) -> bool:
    """Moves the end of a running notice where the calendar got another holiday meanwhile; whether it did."""
    notice = lock_notice(PublicNotice.objects.all(), notice_id)
    end = get_due_end(notice)
    if not notice.is_running or end <= notice.ends_on:
        return False
    reason = _("公示期间的放假安排有调整，按新的工作日重新计算")
    move_end(notice, end, kind=EndReason.CALENDAR, reason=reason, by=None)
    return True


def follow_calendars() -> int:
    """`follow_calendar` for every running notice that counts working days; how many moved."""
    running = PublicNotice.objects.filter(state=NoticeState.RUNNING, in_workdays=True).order_by("pk")
    return sum(follow_calendar(pk) for pk in running.values_list("pk", flat=True))


def lock_notice(rows: "QuerySet[PublicNotice]", notice_id: int) -> PublicNotice:
    """One of these notices, locked after the rows of its lines as in each of their own steps, so that no two
    wait for each other. Raises PublicNotice.DoesNotExist."""
    for entry in list_waiting(rows.get(pk=notice_id)):
        entry.room.lock(entry.key)
    return workflow.lock(rows.select_related("union"), notice_id)


def _delay_rows(notice: PublicNotice) -> None:
    keys: dict[str, list[str]] = defaultdict(list)
    for row in list_waiting(notice):
        keys[row.source.partition(":")[0]].append(row.key)
    for label, found in keys.items():
        SOURCES[label].delay(found, notice.ends_on)
