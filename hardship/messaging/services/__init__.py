"""Sending and reading messages, the digest of a day, and what is told of posts that end."""

from hardship.messaging.services.ending import remind_of_ending
from hardship.messaging.services.sending import (
    CHANNELS,
    KINDS,
    UNDO_MINUTES,
    Channel,
    MessageKind,
    MessageRefused,
    check_email,
    digest_text,
    mark_all_read,
    mark_read,
    mark_unread,
    remind,
    send,
    send_digests,
    send_each,
    set_digest,
    urge,
)

__all__ = [
    "CHANNELS",
    "KINDS",
    "UNDO_MINUTES",
    "Channel",
    "MessageKind",
    "MessageRefused",
    "check_email",
    "digest_text",
    "mark_all_read",
    "mark_read",
    "mark_unread",
    "remind",
    "remind_of_ending",
    "send",
    "send_digests",
    "send_each",
    "set_digest",
    "urge",
]
