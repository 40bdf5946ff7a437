"""A meeting from its call to its minutes; each verb is one transaction and leaves one row in the log."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.bodies.models import AgendaItem, Attendance, Meeting, MinutesScan, Recusal
from cases.bodies.rules import has_quorum
from cases.bodies.selectors import (
    AGENDA,
    count_present,
    get_version,
    list_attendances,
    list_matters,
    sitting,
)
from cases.bodies.services.bodies import BodyRefused, lock_body, require_writer
from cases.bodies.services.votes import Votes, require_votes
from cases.bodies.states import TRANSITIONS, Decision, Presence
from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.files import Accepted

Attended = Mapping[int, tuple[str, str]]  # by the key of an attendance: presence and reason


@transaction.atomic
def call_meeting(*, body_id: int, on: date, place: str, by: User, note: str = "") -> Meeting:
    """A meeting of a body with everybody who sits in it on that day. Raises BodyRefused for a body without
    members on that day."""
    body = lock_body(body_id, by)
    members = list(body.members.filter(sitting(on)))
    if not members:
        raise BodyRefused(_("这一天没有在任成员，请先登记成员。"), "on")
    row = Meeting.objects.create(
        body=body, union=body.union, majority=body.majority, on=on, place=place, note=note, called_by=by
    )
    Attendance.objects.bulk_create(Attendance(meeting=row, member=member) for member in members)
    audit.record("meeting.call", target=row, by=by, members=len(members))
    return row


@transaction.atomic
def add_item(*, meeting_id: int, target: str, title: str, by: User) -> AgendaItem:
    """A matter for the agenda: "kind|key" of something that waits, or words alone.

    Raises BodyRefused for neither, for what does not wait (any more), and for what is on the agenda already.
    """
    meeting = _lock_open(meeting_id, by)
    kind, _bar, key = target.partition("|")
    if kind:
        title = _title_of(meeting, kind, key, by)
    if not title:
        raise BodyRefused(_("请选择要研究的事项，或填写议题。"), "title")
    live = meeting.items.filter(removed_at__isnull=True)
    if kind and live.filter(kind=kind, target_id=key).exists():
        raise BodyRefused(_("这一项已在议程上。"), "target")
    round_, content_hash = get_version(kind, key)
    row = AgendaItem.objects.create(
        meeting=meeting, position=live.count() + 1, kind=kind, target_id=key, title=title, round=round_,
        content_hash=content_hash,
    )  # fmt: skip
    audit.record("meeting.add_item", target=meeting, by=by, item=row.pk, item_kind=kind)
    return row


@transaction.atomic
def remove_item(*, meeting_id: int, item_id: int, by: User) -> AgendaItem:
    """Off the agenda; the row stays."""
    meeting = _lock_open(meeting_id, by)
    row: AgendaItem = workflow.lock(meeting.items.filter(removed_at__isnull=True), item_id)
    row.removed_at, row.removed_by = timezone.now(), by
    row.save(update_fields=["removed_at", "removed_by"])
    audit.record("meeting.remove_item", target=meeting, by=by, item=row.pk)
    return row


@transaction.atomic
def record_attendance(*, meeting_id: int, attended: Attended, by: User) -> Meeting:
    """Who came, who did not and why; everybody has to be told of.

    Raises BodyRefused for somebody left out, for an absence without a reason, and once the meeting is held.
    """
    meeting = _lock_open(meeting_id, by)
    if not meeting.is_called:
        raise BodyRefused(_("会议已登记召开，到会情况不能再改。"))
    for row in meeting.attendances.select_related("member"):
        presence, reason = attended.get(row.pk, ("", ""))
        if presence not in Presence.values:
            raise BodyRefused(_("请登记“%(name)s”是否到会。") % {"name": row.member.name})
        if presence == Presence.ABSENT and not reason:
            raise BodyRefused(_("请写明“%(name)s”没有到会的原因。") % {"name": row.member.name})
        row.presence, row.reason = presence, reason if presence == Presence.ABSENT else ""
        row.save(update_fields=["presence", "reason"])
    audit.record("meeting.attendance", target=meeting, by=by)
    return meeting


@transaction.atomic
def recuse(*, meeting_id: int, item_id: int, member_id: int, reason: str, by: User) -> Recusal:
    """A member withdraws from one matter, which is decided anew without them. Raises BodyRefused for one who
    withdrew already or is no member here, AgendaItem.DoesNotExist for a matter of another meeting."""
    meeting = _lock_open(meeting_id, by)
    item: AgendaItem = workflow.lock(meeting.items.filter(removed_at__isnull=True), item_id)
    if not meeting.attendances.filter(member=member_id).exists():
        raise BodyRefused(_("请选择本次会议的成员。"), "member_id")
    row, is_new = Recusal.objects.get_or_create(item=item, member_id=member_id, defaults={"reason": reason})
    if not is_new:
        raise BodyRefused(_("此人已对这一项回避。"), "member_id")
    _keep(item, decision="", departure="", **asdict(Votes()))
    audit.record("meeting.recuse", target=meeting, by=by, item=item.pk, member=member_id)
    return row


@transaction.atomic
def decide(
    *, meeting_id: int, item_id: int, decision: str, words: str, by: User, votes_for: int | None = None,
    votes_against: int | None = None, votes_abstained: int | None = None, departure: str = "",
) -> AgendaItem:  # fmt: skip
    """What was decided on one matter, with its words and the votes.

    Raises BodyRefused before the meeting was held, without reasons for a refusal or deferral, where too few
    of those not withdrawn were there, and for what the vote does not give (votes.require_votes).
    """
    meeting = _lock_open(meeting_id, by)
    if not meeting.is_held:
        raise BodyRefused(_("先登记召开，再登记决定。"))
    item: AgendaItem = workflow.lock(meeting.items.filter(removed_at__isnull=True), item_id)
    if decision not in Decision.values:
        raise BodyRefused(_("请选择决定。"), "decision")
    if decision != Decision.AGREED and not words:
        raise BodyRefused(_("不同意或暂缓的，请写明理由。"), "words")
    matter = next(row for row in list_matters(meeting, list_attendances(meeting)) if row.item.pk == item.pk)
    if decision != Decision.DEFERRED and not matter.has_quorum:
        raise BodyRefused(
            _("应到 %(entitled)d 人（回避的不计），实到 %(present)d 人，没有过半，这一项只能暂缓。")
            % {"entitled": matter.entitled, "present": matter.present}
        )
    votes = Votes(votes_for, votes_against, votes_abstained)
    departure = require_votes(meeting, matter, decision, votes, departure)
    _keep(item, decision=decision, words=words, departure=departure, **asdict(votes))
    audit.record("meeting.decide", target=meeting, by=by, item=item.pk, decision=decision)
    return item


@transaction.atomic
def take_step(*, meeting_id: int, action: str, by: User, comment: str = "") -> Meeting:
    """Hold, settle or cancel by states.TRANSITIONS. Raises Refused with what is missing."""
    meeting = _lock(meeting_id, by)
    workflow.take(
        TRANSITIONS, meeting, action=action, by=by, comment=comment, blocker=blocker, effect=_enter,
        log=lambda step: audit.record(f"meeting.{action}", target=meeting, by=by, state=meeting.state),
    )  # fmt: skip
    return meeting


@transaction.atomic
def add_scan(*, meeting_id: int, accepted: Accepted, by: User) -> MinutesScan:
    """The signed minutes (kernel.files.accept_upload), once those are settled. Raises BodyRefused before, and
    for the same file twice."""
    meeting = _lock(meeting_id, by)
    if not meeting.is_minuted:
        raise BodyRefused(_("纪要定稿、打印签字以后再上传扫描件。"), "document")
    if meeting.scans.filter(sha256=accepted.sha256).exists():
        raise BodyRefused(_("这个文件已经上传过。"), "document")
    row = MinutesScan(
        meeting=meeting, name=accepted.original_name[:120], media_type=accepted.media_type,
        size=accepted.size, sha256=accepted.sha256, uploaded_by=by,
    )  # fmt: skip
    row.file.save(f"file.{accepted.extension}", ContentFile(accepted.content), save=False)
    row.save()
    audit.record("meeting.scan", target=meeting, by=by, sha256=accepted.sha256)
    return row


def blocker(meeting: Meeting, row: workflow.Transition, by: User) -> str:
    """What keeps this person from a step, or ''."""
    if row.action == "hold":
        return _why_not_held(meeting)
    if row.action != "minute":
        return ""
    if by.pk == meeting.held_by_id:
        return _("会议纪要由记录人以外的人核对定稿。")
    items = meeting.items.filter(removed_at__isnull=True)
    if not items.exists() or items.filter(decision="").exists():
        return _("还有议题没有登记决定，全部登记后再定稿。")
    return ""


def _why_not_held(meeting: Meeting) -> str:
    if meeting.on > timezone.localdate():
        return _("会议日期还没有到。")
    attendances = list_attendances(meeting)
    if any(not row.presence for row in attendances):
        return _("请先登记到会情况。")
    present = count_present(attendances)
    if not has_quorum(present, len(attendances)):
        return _("应到 %(all)d 人，实到 %(present)d 人，没有过半，不能作为集体研究；请另行召集。") % {
            "all": len(attendances),
            "present": present,
        }
    return ""


def _enter(step: workflow.Step[Meeting]) -> None:
    names = {"hold": "held", "minute": "minuted", "cancel": "cancelled"}
    step.stamp(names[step.row.action])
    if step.row.action == "cancel":
        step.record.note = step.comment


def _keep(item: AgendaItem, **values: Any) -> None:
    for name, value in values.items():
        setattr(item, name, value)
    item.save(update_fields=list(values))


def _title_of(meeting: Meeting, kind: str, key: str, by: User) -> str:
    offered: Any = AGENDA.get(kind)
    titles = dict(offered.waiting(by, meeting.union)) if offered else {}
    if key not in titles:
        raise BodyRefused(_("这一项现在不等待研究，请重新选择。"), "target")
    title: str = titles[key]
    return title[:200]


def _lock(meeting_id: int, by: User) -> Meeting:
    """The meeting of the person's scope, locked. Raises BodyRefused for anybody who does not write."""
    row: Meeting = workflow.lock(Meeting.objects.visible_to(by).select_related("union", "body"), meeting_id)
    require_writer(row.union, by)
    return row


def _lock_open(meeting_id: int, by: User) -> Meeting:
    """The same while it can be written on. Raises BodyRefused once it is settled or cancelled."""
    row = _lock(meeting_id, by)
    if not row.is_open:
        raise BodyRefused(_("会议现在是“%(state)s”，不能再改。") % {"state": row.get_state_display()})
    return row
