"""Reads of one's messages."""

from collections import Counter

from django.db.models import QuerySet

from hardship.accounts.models import User
from hardship.messaging.models import Receipt


def list_messages(user: User, *, unread: bool) -> QuerySet[Receipt]:
    """The messages of one person, the newest first; only the unread ones, or all."""
    rows = Receipt.objects.filter(to=user)
    rows = rows.filter(read_at__isnull=True) if unread else rows
    return rows.select_related("message__union").order_by("-pk")


def list_unread(user: User) -> QuerySet[Receipt]:
    """What the badge counts: compiled into the one statement of what waits (hardship.desk)."""
    return Receipt.objects.filter(to=user, read_at__isnull=True)


def count_untold(user: User) -> Counter[str]:
    """How many unread messages of each kind no digest has told of."""
    rows = list_unread(user).filter(told_at__isnull=True)
    return Counter(rows.values_list("message__kind", flat=True))
