"""Sending and reading messages; what can be sent is registered.

A room that has something to tell registers a kind in its `desk` and calls `send` in the transaction of the
step, so that a step which is taken back has told nobody.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel.registry import Registry
from hardship.kernel.scope import ScopedModel
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Message, Receipt
from hardship.messaging.selectors import list_messages, list_urges

PERSONAL = re.compile(r"\d{15}")  # an ID number, a bank card
UNDO_MINUTES = 30


@dataclass(frozen=True)
class MessageKind:
    """What a message of this kind says: a sentence without names, what its link is called, and the page of
    the thing by its `key`."""

    text: Any
    link: Any
    page: Callable[[str], str]
    key: str = "pk"


KINDS: Registry[MessageKind] = Registry("messaging.kinds", "What rooms tell people: the words and the page.")


class MessageRefused(Refused):
    """A write on messages that may not be made; the message says what to do."""


@dataclass(frozen=True)
class Telling:
    """That something happened to `about`, for a person (`to`) or for those who hold a post (`role` at
    `union`)."""

    kind: str
    about: models.Model
    union: Union
    to: User | None = None
    role: str = ""
    number: str = ""

    def require(self) -> None:
        """Raises ValueError for a number that may be a person's, or for neither or both of person and
        post."""
        if PERSONAL.search(self.number) or bool(self.to) == bool(self.role):
            raise ValueError(f"a message of kind {self.kind} is personal, or for nobody")


def send(
    kind: str,
    *,
    about: models.Model,
    union: Union,
    by: User | None,
    to: User | None = None,
    role: str = "",
    number: str = "",
) -> Message | None:
    """Tells somebody of one thing, as `send_all` does; None when nobody is left to tell."""
    return next(iter(send_all([Telling(kind, about, union, to, role, number)], by=by)), None)


@transaction.atomic
def send_all(told: Sequence[Telling], *, by: User | None) -> list[Message]:
    """One message for each of these things that somebody is told of, in a few queries however many they are.

    Nobody is told of what they did themselves, nor twice of the same while the first is unread. Raises
    LookupError for a kind that nobody registered, ValueError as `Telling.require`.
    """
    if not told:
        return []
    for one in told:
        one.require()
    named = [_about(one.kind, one.about) for one in told]
    people, known = _people_of(told), _unread(named)
    sent: list[tuple[Message, list[User]]] = []
    for one, about in zip(told, named, strict=True):
        keys = {person.pk: (person.pk, *about.values()) for person in people[_whom(one)]}
        left = [
            person for person in people[_whom(one)]
            if keys[person.pk] not in known and (by is None or person.pk != by.pk)
        ]  # fmt: skip
        known.update(keys[person.pk] for person in left)
        if left:
            message = Message(union=one.union, role=one.role, number=one.number, sent_by=by, **about)
            sent.append((message, left))
    return _write(sent, by)


def remind(kind: str, *, union: Union, role: str) -> Message | None:
    """Tells the holders of a post once a day that something there is about to run out; None when they were
    told today, or nobody is left to tell."""
    today = timezone.localdate()
    if Message.objects.filter(kind=kind, union=union, role=role, sent_at__date=today).exists():
        return None
    return send(kind, about=union, union=union, role=role, by=None)


@transaction.atomic
def urge(
    kind: str, *, about: models.Model, union: Union, role: str, since: date, by: User, number: str = ""
) -> Message:
    """催办: asks those who hold a post at `union` to go on with a thing, also while the last message about it
    is unread.

    `kind` ends with models.URGED, `since` is the working day that has not passed yet. Raises MessageRefused
    when the post has been urged about it since then, or nobody holds it. The caller has locked the thing.
    """
    last = list_urges(about).filter(union=union, role=role, sent_at__date__gte=since).first()
    if last is not None:
        raise MessageRefused(_("今天已经催办过了，下一个工作日可以再催。"))
    found = list(holders_of(union, role))
    if not found:
        raise MessageRefused(
            _("“%(union)s”现在没有%(role)s，请联系那里的管理员。")
            % {"union": union.name, "role": Role(role).label}
        )
    message = Message(union=union, role=role, number=number, sent_by=by, **_about(kind, about))
    return _write([(message, found)], by)[0]


def send_each(kind: str, *, told: Sequence[tuple[ScopedModel, User, str]], by: User) -> int:
    """As `send` to a person, for many things at once: thing, person and number of each; returns how many
    messages went."""
    return len(send_all([Telling(kind, about, about.union, to, "", no) for about, to, no in told], by=by))


@transaction.atomic
def mark_read(*, receipt_id: int, by: User) -> Receipt:
    """Read from now on. Raises Receipt.DoesNotExist for a message of somebody else."""
    receipt: Receipt = Receipt.objects.select_related("message").get(pk=receipt_id, to=by)
    if receipt.read_at is None:
        receipt.read_at = timezone.now()
        receipt.save(update_fields=["read_at"])
    return receipt


def mark_all_read(*, by: User, until: int, kind: str = "", at: datetime | None = None) -> int:
    """All that the page showed are read: those of its kind up to the receipt `until`, as newer ones were not
    seen. `at` is the moment by which `mark_unread` finds them again."""
    rows = list_messages(by, unread=True, kind=kind).order_by()
    return rows.select_related(None).filter(pk__lte=until).update(read_at=at or timezone.now())


def mark_unread(*, by: User, at: datetime) -> int:
    """Takes back a `mark_all_read` of this moment; nothing after UNDO_MINUTES, as the database keeps an hour
    (migrations/sql/receipts.sql)."""
    if at < timezone.now() - timedelta(minutes=UNDO_MINUTES):
        return 0
    return Receipt.objects.filter(to=by, read_at=at).update(read_at=None)


def holders_of(union: Union, role: str) -> QuerySet[User]:
    """Who holds a post at a union today."""
    return User.objects.holding(role, union=union)


def _write(sent: Sequence[tuple[Message, Sequence[User]]], by: User | None) -> list[Message]:
    messages = Message.objects.bulk_create(message for message, _people in sent)
    Receipt.objects.bulk_create(
        Receipt(message=message, to=person) for message, people in sent for person in people
    )
    trail = [(message, {"message_kind": message.kind, "people": len(people)}) for message, people in sent]
    audit.record_each("message.send", trail, by=by)
    return messages


def _whom(told: Telling) -> tuple[str, int]:
    """A post, or a person as one of no post."""
    return (told.role, told.union.pk) if told.to is None else ("", told.to.pk)


def _people_of(told: Sequence[Telling]) -> dict[tuple[str, int], list[User]]:
    """Those with a working account whom each is for."""
    asked = {one.to.pk for one in told if one.to is not None}
    active = User.objects.filter(pk__in=asked, is_active=True) if asked else User.objects.none()
    found: dict[tuple[str, int], list[User]] = {("", key): [] for key in asked}
    found |= {("", person.pk): [person] for person in active}
    for one in told:
        if one.to is None and _whom(one) not in found:
            found[_whom(one)] = list(holders_of(one.union, one.role))
    return found


def _unread(named: Sequence[Mapping[str, str]]) -> set[tuple[Any, ...]]:
    """Person, kind and thing of what nobody needs to be told again."""
    rows = Receipt.objects.filter(
        read_at__isnull=True,
        message__kind__in={about["kind"] for about in named},
        message__about_id__in={about["about_id"] for about in named},
    )
    return set(rows.values_list("to", "message__kind", "message__about_type", "message__about_id"))


def _about(kind: str, about: models.Model) -> dict[str, str]:
    """Kind and thing as a message has them. Raises LookupError for a kind that nobody registered."""
    key = str(getattr(about, KINDS[kind].key))
    return {"kind": kind, "about_type": about._meta.label_lower, "about_id": key}
