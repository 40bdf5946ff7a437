"""The demo's messages: those of the year were read as they came, the last ones wait."""

from collections.abc import Iterable
from datetime import date, timedelta

from hardship.accounts.models import User
from hardship.messaging.models import Receipt
from hardship.messaging.services import mark_all_read

NEW_DAYS = 12


def read_old_messages(people: Iterable[User], today: date) -> None:
    """Everybody has read what is older than some days."""
    since = today - timedelta(days=NEW_DAYS)
    for person in people:
        old = Receipt.objects.filter(to=person, message__sent_at__date__lt=since).order_by("-pk").first()
        if old is not None:
            mark_all_read(by=person, until=old.pk)
