"""公示期满: the applications of a notice go on to be decided, one by one, each with its own refusal."""

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.approvals.models import PublicNotice
from cases.approvals.selectors import list_waiting
from cases.approvals.services.closing import close
from cases.approvals.services.many import Outcome
from cases.approvals.services.refusals import StepRefused
from cases.approvals.services.steps import conclude
from cases.approvals.states import NoticeState
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from hardship.messaging import services as messaging
from hardship.messaging.models import Message

ENDS = "approvals.notice_ends"


def conclude_notice(*, notice_id: int, by: User | None) -> Outcome:
    """Conclude every line of a notice that may go on; the others stay, with the reason.

    `by` is None when the clock does it. Raises StepRefused before the notice has ended,
    PublicNotice.DoesNotExist outside the person's scope.
    """
    notices = PublicNotice.objects.all() if by is None else PublicNotice.objects.visible_to(by)
    notice = notices.get(pk=notice_id)
    if by is not None and notice.union_id != by.union_id:
        raise StepRefused(_("公示由发布它的工会办理。"))
    if timezone.localdate() <= notice.ends_on:
        raise StepRefused(_("公示到 %(day)s 为止，期满后才能报审批。") % {"day": notice.ends_on.isoformat()})
    outcome = Outcome()
    for entry in list_waiting(notice):
        application = entry.application
        try:
            conclude(application_id=application.pk, by=by)
        except Refused as refusal:
            outcome.refused.append((application, str(refusal)))
        else:
            outcome.done.append(application)
    close(notice, by=by)
    return outcome


def conclude_due(*, by: User | None = None) -> Outcome:
    """Conclude every notice whose days are over."""
    outcome = Outcome()
    due = PublicNotice.objects.filter(state=NoticeState.RUNNING, ends_on__lt=timezone.localdate())
    for pk in due.order_by("pk").values_list("pk", flat=True):
        part = conclude_notice(notice_id=pk, by=by)
        outcome.done += part.done
        outcome.refused += part.refused
    return outcome


def tell_of_ending() -> int:
    """Tells the reviewers of each union once of a notice whose last day is today; how many notices."""
    about = Cast(OuterRef("pk"), CharField())
    told = Message.objects.filter(kind=ENDS, about_type=PublicNotice._meta.label_lower, about_id=about)
    ending = PublicNotice.objects.filter(state=NoticeState.RUNNING, ends_on=timezone.localdate())
    rows = list(ending.exclude(Exists(told)).select_related("union").order_by("pk"))
    for row in rows:
        messaging.send(ENDS, about=row, union=row.union, role=Role.REVIEWER, number=row.number, by=None)
    return len(rows)
