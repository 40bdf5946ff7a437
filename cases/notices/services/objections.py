"""异议: recorded while the notice runs, investigated, answered before the case goes on (requirement B4)."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.notices.models import NoticeEntry, Objection, PublicNotice
from cases.notices.selectors import find_visible
from cases.notices.services.refusals import NoticeRefused
from hardship.accounts.models import User
from hardship.accounts.states import CASE_REVIEWER, Role
from hardship.audit import services as audit
from hardship.messaging import services as messaging

OBJECTED = "notices.objected"


@transaction.atomic
def record_objection(
    *, entry_id: int, text: str, received_on: date, by: User, objector: str = ""
) -> Objection:
    """Put an objection against one line of a notice on record; without an `objector` it is anonymous.

    Raises NoticeRefused when the line is no longer on the notice, or for somebody who is neither clerk nor
    reviewer of the notice's union or of the row's; NoticeEntry.DoesNotExist outside their scope.
    """
    entry = _lock_entry(entry_id, by)
    homes = (entry.notice.union_id, entry.union_id)
    if not (by.has_role(Role.CLERK, Role.REVIEWER) and by.union_id in homes):
        raise NoticeRefused(_("异议由发布公示的工会或申报工会登记。"))
    if not text.strip():
        raise NoticeRefused(_("请填写异议内容。"))
    if received_on < entry.notice.starts_on or received_on > timezone.localdate():
        raise NoticeRefused(_("收到日期应在公示开始之后、今天之前。"))
    row = Objection.objects.create(
        entry=entry, text=text.strip(), objector=objector.strip(), received_on=received_on, recorded_by=by
    )
    audit.record("objection.record", target=entry.notice, by=by, objection=row.pk, source=entry.source)
    _tell(entry, by=by)
    return row


@transaction.atomic
def answer_objection(*, objection_id: int, answer: str, is_upheld: bool, by: User) -> Objection:
    """The outcome of the investigation. What an upheld objection does to its row, the row's room says.

    Raises NoticeRefused for anybody but a reviewer of the notice's union who wrote nothing of the row,
    or when it was answered before.
    """
    entry_id = Objection.objects.values_list("entry_id", flat=True).get(pk=objection_id)
    entry = _lock_entry(entry_id, by)
    row = Objection.objects.select_for_update(of=("self",)).get(pk=objection_id)
    if not (CASE_REVIEWER.is_held_by(by) and by.union_id == entry.notice.union_id):
        raise NoticeRefused(_("异议由发布公示的工会的审核人调查答复。"))
    if by.pk in entry.room.find_makers(entry.key):
        raise NoticeRefused(_("不能答复对自己所办申请的异议，请由其他审核人办理。"))
    if row.answered_at is not None:
        raise NoticeRefused(_("这条异议已经答复。"))
    if not answer.strip():
        raise NoticeRefused(_("请填写调查结论与答复。"))
    row.answer, row.is_upheld = answer.strip(), is_upheld
    row.answered_at, row.answered_by = timezone.now(), by
    row.save(update_fields=["answer", "is_upheld", "answered_at", "answered_by"])
    audit.record(
        "objection.answer",
        target=entry.notice,
        by=by,
        objection=row.pk,
        source=entry.source,
        upheld=is_upheld,
    )
    if is_upheld:
        entry.room.uphold(entry.key, row, by)
    return row


def _lock_entry(entry_id: int, by: User) -> NoticeEntry:
    """The line of a notice in the person's scope, its row locked before it, and still on the notice."""
    entry = NoticeEntry.objects.select_related("notice").get(pk=entry_id)
    is_in_scope = PublicNotice.objects.visible_to(by).filter(pk=entry.notice_id).exists()
    if not is_in_scope and not find_visible(by, [entry]):
        raise NoticeEntry.DoesNotExist
    entry.room.lock(entry.key)
    rows = NoticeEntry.objects.select_for_update(of=("self",)).select_related("notice__union", "union")
    entry = rows.get(pk=entry_id)
    if not entry.is_on:
        raise NoticeRefused(_("这条公示已经结束或撤下，不能再登记或答复异议。"))
    return entry


def _tell(entry: NoticeEntry, *, by: User) -> None:
    """To whoever is told of the row, and to the reviewers who are to answer."""
    notice, owner = entry.notice, entry.room.get_owner(entry.key)
    if owner is not None:
        messaging.send(OBJECTED, about=notice, union=entry.union, to=owner, by=by, number=entry.number)
    messaging.send(OBJECTED, about=notice, union=notice.union, role=Role.REVIEWER, by=by, number=entry.number)
