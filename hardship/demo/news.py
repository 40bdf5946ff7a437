"""The demo's messages: those of the year were read as they came, the last ones wait."""

from collections.abc import Iterable

from hardship.accounts.models import User
from hardship.messaging.models import Receipt
from hardship.messaging.services import mark_all_read

LEFT_UNREAD = 3


def read_old_messages(people: Iterable[User]) -> None:
    """Everybody has read all but their last few messages."""
    for person in people:
        keys = Receipt.objects.filter(to=person).order_by("-pk").values_list("pk", flat=True)
        old = list(keys[LEFT_UNREAD : LEFT_UNREAD + 1])
        if old:
            mark_all_read(by=person, until=old[0])
