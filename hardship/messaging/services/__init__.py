"""Sending and reading messages, the digest of a day, and what is told of posts that end."""

from hardship.messaging.services.addresses import check_email, check_mobile
from hardship.messaging.services.digests import (
    CHANNELS,
    DIGEST_LINES,
    Channel,
    digest_text,
    send_digests,
    set_digest,
)
from hardship.messaging.services.ending import remind_of_ending
from hardship.messaging.services.sending import (
    KINDS,
    UNDO_MINUTES,
    MessageKind,
    MessageRefused,
    Telling,
    mark_all_read,
    mark_read,
    mark_unread,
    remind,
    send,
    send_all,
    send_each,
    urge,
)

__all__ = [
    "CHANNELS",
    "DIGEST_LINES",
    "KINDS",
    "UNDO_MINUTES",
    "Channel",
    "MessageKind",
    "MessageRefused",
    "Telling",
    "check_email",
    "check_mobile",
    "digest_text",
    "mark_all_read",
    "mark_read",
    "mark_unread",
    "remind",
    "remind_of_ending",
    "send",
    "send_all",
    "send_digests",
    "send_each",
    "set_digest",
    "urge",
]
