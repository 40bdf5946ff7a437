"""异议: recorded until its row is decided, investigated by somebody who had no hand in the row, answered in
writing before that row, and no other, goes on (requirement B4)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.notices.models import NoticeEntry, Objection, PublicNotice
from cases.notices.selectors import Objected, find_visible, is_objectable, objection_blocker
from cases.notices.services.refusals import NoticeRefused
from cases.notices.states import (
    ANSWER_WORKDAYS,
    OBJECTION_TRANSITIONS,
    Channel,
    Outcome,
)
from cases.policies.selectors import get_calendar
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.messaging import services as messaging

OBJECTED = "notices.objected"
Effect = Callable[[workflow.Step[Objection]], None]


@dataclass(frozen=True)
class Answer:
    """What an investigation found and what is answered; `rule` is what the answer rests on."""

    outcome: str
    findings: str
    answer: str
    told_how: str
    told_on: date
    rule: str = ""


@transaction.atomic
def record_objection(
    *,
    entry_id: int,
    text: str,
    received_on: date,
    by: User,
    objector: str = "",
    contact: str = "",
    channel: str = Channel.VISIT,
) -> Objection:
    """Put an objection against one line of a notice on record; without an `objector` it is anonymous.

    Raises NoticeRefused when its row was decided or the line withdrawn, or for somebody who is neither clerk
    nor reviewer of the notice's union or of the row's; UnknownYear; NoticeEntry.DoesNotExist outside their
    scope.
    """
    entry = _lock_entry(entry_id, by)
    homes = (entry.notice.union_id, entry.union_id)
    if not (by.has_role(Role.CLERK, Role.REVIEWER) and by.union_id in homes):
        raise NoticeRefused(_("异议由发布公示的工会或申报工会登记。"))
    if not text.strip():
        raise NoticeRefused(_("请填写异议内容。"), "text")
    if received_on < entry.notice.starts_on or received_on > timezone.localdate():
        raise NoticeRefused(_("收到日期应在公示开始之后、今天之前。"), "received_on")
    told = {
        "text": text.strip(),
        "objector": objector.strip(),
        "contact": contact or None,
        "channel": channel,
    }
    due_on = get_calendar().fix_workday(received_on, ANSWER_WORKDAYS)
    row = keep_objection(entry, received_on=received_on, due_on=due_on, recorded_by=by, **told)
    audit.record("objection.record", target=entry.notice, by=by, objection=row.pk, source=entry.source)
    tell_objection(entry, by=by)
    return row


def keep_objection(entry: NoticeEntry, *, received_on: date, due_on: date, **told: object) -> Objection:
    """The row of an objection, due within ANSWER_WORKDAYS of the day on which it came."""
    return Objection.objects.create(entry=entry, received_on=received_on, due_on=due_on, **told)


@transaction.atomic
def answer_objection(*, objection_id: int, answer: Answer, by: User) -> Objection:
    """The outcome of an investigation. What an upheld objection does to its row, the row's room says.

    Raises Refused for somebody who had a hand in the row or is of another union, or when it was answered
    before; Objection.DoesNotExist outside the person's scope.
    """
    row = _lock_objection(objection_id, by)
    if not answer.findings.strip() or not answer.answer.strip():
        raise NoticeRefused(_("请填写调查情况和答复。"))
    if answer.outcome == Outcome.REFUSED and not answer.rule.strip():
        raise NoticeRefused(_("不予帮扶要写明依据的规定，例如：帮扶管理办法第十二条。"), "rule")
    if not row.received_on <= answer.told_on <= timezone.localdate():
        raise NoticeRefused(_("告知日期应在收到日期到今天之间。"), "told_on")

    def enter(step: workflow.Step[Objection]) -> None:
        row.outcome, row.rule = answer.outcome, answer.rule.strip()
        row.findings, row.answer = answer.findings.strip(), answer.answer.strip()
        row.told_how, row.told_on = answer.told_how, answer.told_on
        row.effect = _foretell(row)
        step.stamp("answered")

    _take(row, "answer", by=by, effect=enter)
    if row.is_upheld:
        row.entry.room.uphold(row.entry.key, row, by)
    return row


@transaction.atomic
def move_objection(*, objection_id: int, action: str, comment: str, by: User) -> Objection:
    """Takes what came through the public page as an objection or not, or notes that it was taken back.
    Raises Refused, Objection.DoesNotExist outside the person's scope."""
    row = _lock_objection(objection_id, by)
    if action == "answer":
        raise NoticeRefused(_("没有这个操作。"))
    _take(row, action, by=by, comment=comment, effect=None if action == "accept" else _close)
    return row


def require_free(objected: Objected, *, round: int) -> None:  # as the column is called
    """Refuses while an objection to a row waits, in whichever round it came, or one of this round was found
    right, also after the notice ended. Raises NoticeRefused."""
    if objected.waits:
        raise NoticeRefused(_("有异议还没有调查答复，答复后才能办理。"))
    if round in objected.found_right:
        raise NoticeRefused(_("有异议成立，请退回经办人处理，或不予帮扶。"))


def tell_objection(entry: NoticeEntry, *, by: User | None) -> None:
    """To whoever is told of the row, and to the reviewers of the union that published it."""
    notice, owner = entry.notice, entry.room.get_owner(entry.key)
    if owner is not None:
        messaging.send(OBJECTED, about=notice, union=entry.union, to=owner, by=by, number=entry.number)
    messaging.send(OBJECTED, about=notice, union=notice.union, role=Role.REVIEWER, by=by, number=entry.number)


def _foretell(row: Objection) -> str:
    """What becomes of the row, as far as the objection was found right; said once, when it is answered."""
    entry = row.entry
    return entry.room.foretell(entry.key, entry.round, row.outcome) if row.is_upheld else ""


def _close(step: workflow.Step[Objection]) -> None:
    step.stamp("closed")


def _take(row: Objection, action: str, *, by: User, comment: str = "", effect: Effect | None = None) -> None:
    entry = row.entry
    workflow.take(
        OBJECTION_TRANSITIONS, row, action=action, by=by, comment=comment, note="note" if comment else "",
        blocker=objection_blocker, effect=effect,
        log=lambda _step: audit.record(
            f"objection.{action}", target=entry.notice, by=by, objection=row.pk, source=entry.source
        ),
    )  # fmt: skip


def _lock_objection(objection_id: int, by: User) -> Objection:
    """An objection to a notice of the person's scope, locked after its row."""
    visible = PublicNotice.objects.visible_to(by)
    row = Objection.objects.filter(entry__notice__in=visible).select_related("entry").get(pk=objection_id)
    row.entry.room.lock(row.entry.key)
    rows = Objection.objects.select_related("entry__notice__union", "entry__union")
    return workflow.lock(rows, objection_id)


def _lock_entry(entry_id: int, by: User) -> NoticeEntry:
    """The line of a notice in the person's scope, its row locked before it, that may be objected to still."""
    entry = NoticeEntry.objects.select_related("notice").get(pk=entry_id)
    is_in_scope = PublicNotice.objects.visible_to(by).filter(pk=entry.notice_id).exists()
    if not is_in_scope and not find_visible(by, [entry]):
        raise NoticeEntry.DoesNotExist
    entry.room.lock(entry.key)
    rows = NoticeEntry.objects.select_related("notice__union", "union")
    entry = workflow.lock(rows, entry_id)
    if not is_objectable(entry):
        raise NoticeRefused(_("这条公示已经撤下或已经批过，不能再登记异议。"))
    return entry
