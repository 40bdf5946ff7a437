"""An objection that came through the page of a poster: from anybody, checked by nobody yet."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.leads.services.sendings import may_send
from cases.notices.models import NoticeEntry, Objection
from cases.notices.selectors import get_public
from cases.notices.services.objections import keep_objection, tell_objection
from cases.notices.services.refusals import NoticeRefused, TooMany
from cases.notices.states import ANSWER_WORKDAYS, MOST_UNCHECKED, Channel, EntryState, ObjectionState
from cases.policies.selectors import get_calendar
from hardship.audit import services as audit


@transaction.atomic
def object_publicly(
    *, token: str, entry_id: int, text: str, client: str, objector: str = "", contact: str = ""
) -> Objection:
    """Keeps it to be checked by hand; it holds nothing up before. Raises NoticeRefused when the notice is
    over or the line is gone, TooMany when more came than an hour or a notice takes."""
    notice = get_public(token)
    rows = NoticeEntry.objects.filter(pk=entry_id, notice=notice, state=EntryState.ON)
    entry = rows.select_related("notice__union", "union").first()
    if notice is None or entry is None:
        raise NoticeRefused(_("这一条已经不在公示中，请刷新后再看。"))
    waiting = Objection.objects.filter(entry__notice=notice, state=ObjectionState.TO_CHECK).count()
    if waiting >= MOST_UNCHECKED or not may_send(token=token, client=client):
        raise TooMany(_("这会儿提交的次数太多，没有收下，请过一小时再提交，或打电话告诉我们。"))
    today = timezone.localdate()
    due_on = get_calendar().add_workdays(today, ANSWER_WORKDAYS)  # a citizen can enter no holidays
    row = keep_objection(
        entry, received_on=today, due_on=due_on, text=text, objector=objector, contact=contact or None,
        channel=Channel.PAGE, state=ObjectionState.TO_CHECK,
    )  # fmt: skip
    audit.record("objection.record", target=notice, by=None, objection=row.pk, source=entry.source)
    tell_objection(entry, by=None)
    return row
