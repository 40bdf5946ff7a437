"""公示期满: the rows of a notice go on to be decided, one by one, each with its own refusal."""

from dataclasses import dataclass, field

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.notices.models import NoticeEntry, PublicNotice
from cases.notices.selectors import list_waiting
from cases.notices.services.entries import close
from cases.notices.services.refusals import NoticeRefused
from cases.notices.states import NoticeState
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from hardship.messaging import services as messaging
from hardship.messaging.models import Message

ENDS = "notices.ends"


@dataclass
class Outcome:
    """What became of each line: its row went on, or was refused with the sentence why."""

    done: list[NoticeEntry] = field(default_factory=list)
    refused: list[tuple[NoticeEntry, str]] = field(default_factory=list)


def conclude_notice(*, notice_id: int, by: User | None) -> Outcome:
    """Conclude every line of a notice that may go on; the others stay, with the reason.

    `by` is None when the clock does it. Raises NoticeRefused before the notice has ended,
    PublicNotice.DoesNotExist outside the person's scope.
    """
    notices = PublicNotice.objects.all() if by is None else PublicNotice.objects.visible_to(by)
    notice = notices.get(pk=notice_id)
    if by is not None and notice.union_id != by.union_id:
        raise NoticeRefused(_("公示由发布它的工会办理。"))
    if timezone.localdate() <= notice.ends_on:
        day = notice.ends_on.isoformat()
        raise NoticeRefused(_("公示到 %(day)s 为止，期满后才能报审批。") % {"day": day})
    outcome = Outcome()
    for entry in list_waiting(notice):
        try:
            entry.room.conclude(entry.key, by)
        except Refused as refusal:
            outcome.refused.append((entry, str(refusal)))
        else:
            outcome.done.append(entry)
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
