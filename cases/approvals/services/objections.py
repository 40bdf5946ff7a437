"""异议: recorded while the notice runs, investigated, answered before the case goes on (requirement B4)."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.models import NoticeEntry, Objection, PublicNotice
from cases.approvals.selectors import has_entered
from cases.approvals.services.refusals import StepRefused
from cases.approvals.services.steps import take_step
from cases.approvals.services.telling import tell_objection
from hardship.accounts.models import User
from hardship.accounts.states import CASE_REVIEWER, Role
from hardship.audit import services as audit


@transaction.atomic
def record_objection(
    *, entry_id: int, text: str, received_on: date, by: User, objector: str = ""
) -> Objection:
    """Put an objection against one line of a notice on record; without an `objector` it is anonymous.

    Raises StepRefused when the line is no longer on the notice, or for somebody who is neither clerk nor
    reviewer of the notice's union or of the applying one; NoticeEntry.DoesNotExist outside their scope.
    """
    entry = _lock_entry(entry_id, by)
    homes = (entry.notice.union_id, entry.application.union_id)
    if not (by.has_role(Role.CLERK, Role.REVIEWER) and by.union_id in homes):
        raise StepRefused(_("异议由发布公示的工会或申报工会登记。"))
    if not text.strip():
        raise StepRefused(_("请填写异议内容。"))
    if received_on < entry.notice.starts_on or received_on > timezone.localdate():
        raise StepRefused(_("收到日期应在公示开始之后、今天之前。"))
    row = Objection.objects.create(
        entry=entry, text=text.strip(), objector=objector.strip(), received_on=received_on, recorded_by=by
    )
    audit.record("application.object", target=entry.application, by=by, objection=row.pk)
    tell_objection(row, by=by)
    return row


@transaction.atomic
def answer_objection(*, objection_id: int, answer: str, is_upheld: bool, by: User) -> Objection:
    """The outcome of the investigation. An upheld objection returns the application to its clerk.

    Raises StepRefused for anybody but a reviewer of the notice's union who wrote nothing of the application,
    or when it was answered before.
    """
    entry_id = Objection.objects.values_list("entry_id", flat=True).get(pk=objection_id)
    entry = _lock_entry(entry_id, by)
    row = Objection.objects.select_for_update(of=("self",)).get(pk=objection_id)
    application = entry.application
    if not (CASE_REVIEWER.is_held_by(by) and by.union_id == entry.notice.union_id):
        raise StepRefused(_("异议由发布公示的工会的审核人调查答复。"))
    makers = (application.created_by_id, application.submitted_by_id)
    if by.pk in makers or has_entered(application, by):
        raise StepRefused(_("不能答复对自己所办申请的异议，请由其他审核人办理。"))
    if row.answered_at is not None:
        raise StepRefused(_("这条异议已经答复。"))
    if not answer.strip():
        raise StepRefused(_("请填写调查结论与答复。"))
    row.answer, row.is_upheld = answer.strip(), is_upheld
    row.answered_at, row.answered_by = timezone.now(), by
    row.save(update_fields=["answer", "is_upheld", "answered_at", "answered_by"])
    audit.record("application.answer", target=application, by=by, objection=row.pk, upheld=is_upheld)
    if is_upheld:
        take_step(
            application_id=application.pk,
            action="return",
            by=by,
            seen_hash=application.content_hash,
            comment=_("公示异议成立：%(answer)s") % {"answer": row.answer[:480]},
        )
    return row


def _lock_entry(entry_id: int, by: User) -> NoticeEntry:
    """The line of a notice in the person's scope, its application locked and still on the notice."""
    entry = NoticeEntry.objects.select_related("notice").get(pk=entry_id)
    if not PublicNotice.objects.visible_to(by).filter(pk=entry.notice_id).exists():
        applications = Application.objects.visible_to(by)
        if not applications.filter(pk=entry.application_id).exists():
            raise NoticeEntry.DoesNotExist
    application = Application.objects.select_for_update(of=("self",)).get(pk=entry.application_id)
    entry.application = application
    is_on = application.state == State.PUBLIC_NOTICE and application.round == entry.round
    if entry.withdrawn_at is not None or not is_on:
        raise StepRefused(_("这条公示已经结束或撤下，不能再登记或答复异议。"))
    return entry
