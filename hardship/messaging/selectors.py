"""Reads of one's messages."""

from collections import Counter

from django.db.models import Count, Model, QuerySet

from hardship.accounts.models import User
from hardship.messaging.models import URGED, Message, Receipt


def list_messages(user: User, *, unread: bool, kind: str = "") -> QuerySet[Receipt]:
    """The messages of one person, the newest first; only the unread ones, or all, of one kind or of any."""
    rows = Receipt.objects.filter(to=user)
    rows = rows.filter(message__kind=kind) if kind else rows
    rows = rows.filter(read_at__isnull=True) if unread else rows
    return rows.select_related("message__union").order_by("-pk")


def list_unread(user: User) -> QuerySet[Receipt]:
    """What the badge counts: compiled into the one statement of what waits (hardship.desk)."""
    return Receipt.objects.filter(to=user, read_at__isnull=True)


def count_kinds(user: User, *, unread: bool) -> dict[str, int]:
    """How many messages of each kind somebody has."""
    rows = list_messages(user, unread=unread).order_by().values_list("message__kind")
    return dict(rows.annotate(number=Count("pk")).order_by("message__kind"))


def list_messages_about(kind: str, about: Model) -> QuerySet[Message]:
    """What was told of a thing in one way."""
    return _about(about).filter(kind=kind)


def _about(about: Model) -> QuerySet[Message]:
    return Message.objects.filter(about_type=about._meta.label_lower, about_id=str(about.pk))


def list_urges(about: Model) -> QuerySet[Message]:
    """How often a thing was urged (催办), the newest first."""
    return _about(about).filter(kind__endswith=URGED).select_related("sent_by", "union").order_by("-pk")


def count_untold(user: User) -> Counter[str]:
    """How many unread messages of each kind no digest has told of."""
    rows = list_unread(user).filter(told_at__isnull=True)
    return Counter(rows.values_list("message__kind", flat=True))
