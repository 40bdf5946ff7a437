"""Objections that came from one telephone: whoever looks into one sees the others."""

from datetime import timedelta

from cases.notices.models import Objection
from cases.notices.selectors.objections import list_objections, may_know
from hardship.accounts.models import User

WITHIN_DAYS = 30
MOST_COMPARED = 500  # numbers are encrypted, each is opened to be compared


def list_same_phone(objection: Objection, user: User) -> list[Objection]:
    """The other objections of about the same time that left the same number, the newest first: of those of
    which this person may know where they come from. Of an objection of which they may not, none."""
    if not objection.contact or not may_know(objection.entry, user):
        return []
    number, day = objection.contact.reveal(), objection.received_on
    near = timedelta(WITHIN_DAYS)
    rows = list_objections(user).filter(
        received_on__range=(day - near, day + near), contact__isnull=False,
        entry__notice__union=objection.entry.notice.union_id,
    )  # fmt: skip
    others = rows.exclude(pk=objection.pk).order_by("-received_on", "-pk")[:MOST_COMPARED]
    return [row for row in others if row.contact.reveal() == number and may_know(row.entry, user)]
