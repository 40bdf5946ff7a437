"""Sending and reading messages, and the digest of a day; what can be sent, and by which ways, is registered.

A room that has something to tell registers a kind in its `desk` and calls `send` in the transaction of the
step, so that a step which is taken back has told nobody.
"""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

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
from hardship.messaging.models import DigestAddress, Message, Receipt
from hardship.messaging.selectors import count_untold, list_messages, list_unread, list_urges

PERSONAL = re.compile(r"\d{15}")  # an ID number, a bank card
DIGEST_FROM = 8  # o'clock
UNDO_MINUTES = 30
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class MessageKind:
    """What a message of this kind says: a sentence without names, what its link is called, and the page of
    the thing by its `key`."""

    text: Any
    link: Any
    page: Callable[[str], str]
    key: str = "pk"


class Channel(Protocol):
    """A way by which the digest leaves the house."""

    label: Any

    def is_open(self) -> bool:
        """Whether this installation can send by it."""

    def check(self, address: str) -> str:
        """What is wrong with an address, or ''."""

    def send(self, address: str, *, subject: str, text: str) -> None:
        """Hands one text over; raises what it likes when it cannot."""


KINDS: Registry[MessageKind] = Registry("messaging.kinds", "What rooms tell people: the words and the page.")
# Counts without a name of anybody: "待审核的申请　3（明天到期 1）".
DIGEST_LINES: Registry[Callable[[User], Sequence[str]]] = Registry(
    "messaging.digest_lines", "What the daily digest says besides new messages."
)
CHANNELS: Registry[Channel] = Registry("messaging.channels", "The ways by which the daily digest is sent.")


class MessageRefused(Refused):
    """A write on messages that may not be made; the message says what to do."""


@transaction.atomic
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
    """Tells a person (`to`) or those who hold a post (`role` at `union`) that something happened to `about`.

    Nobody is told of what they did themselves, nor twice of the same while the first is unread; None when
    nobody is left. Raises LookupError for a kind that nobody registered, ValueError for a number that may
    be a person's or for neither or both of person and post.
    """
    if PERSONAL.search(number) or bool(to) == bool(role):
        raise ValueError(f"a message of kind {kind} is personal, or for nobody")
    told = _about(kind, about)
    unread = Receipt.objects.filter(
        read_at__isnull=True, **{f"message__{name}": value for name, value in told.items()}
    )
    people = holders_of(union, role) if role or to is None else User.objects.filter(pk=to.pk, is_active=True)
    found = [
        person for person in people.exclude(pk__in=unread.values("to")) if by is None or person.pk != by.pk
    ]
    if not found:
        return None
    return _write(Message(union=union, role=role, number=number, sent_by=by, **told), found)


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
    return _write(Message(union=union, role=role, number=number, sent_by=by, **_about(kind, about)), found)


@transaction.atomic
def send_each(kind: str, *, told: Sequence[tuple[ScopedModel, User, str]], by: User) -> int:
    """As `send` to a person, for many things at once in a fixed number of queries: thing, person and number
    of each. Nobody is told of what they did themselves, nor twice of the same while the first is unread;
    returns how many messages went. Raises ValueError for a number that may be a person's."""
    if any(PERSONAL.search(number) for _about_it, _to, number in told):
        raise ValueError(f"a message of kind {kind} is personal")
    asked = [(_about(kind, about), about, to, number) for about, to, number in told]
    unread = set(
        Receipt.objects.filter(
            read_at__isnull=True,
            message__kind=kind,
            message__about_id__in=[named["about_id"] for named, _thing, _to, _number in asked],
        ).values_list("to", "message__about_type", "message__about_id")
    )
    rows = [
        (about, to, number)
        for named, about, to, number in asked
        if to.pk != by.pk and to.is_active and (to.pk, named["about_type"], named["about_id"]) not in unread
    ]
    sent = Message.objects.bulk_create(
        Message(union=about.union, number=number, sent_by=by, **_about(kind, about))
        for about, _to, number in rows
    )
    Receipt.objects.bulk_create(
        Receipt(message=message, to=to) for message, (_about_it, to, _number) in zip(sent, rows, strict=True)
    )
    if sent:
        audit.record("message.send", target=sent[0], by=by, message_kind=kind, people=len(sent))
    return len(sent)


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


@transaction.atomic
def set_digest(*, channel: str, address: str, by: User) -> DigestAddress:
    """Where the person wants the digest; an empty address ends it. Raises MessageRefused for an address that
    cannot be one."""
    way = CHANNELS.get(channel)
    if way is None:
        raise MessageRefused(_("没有这种通知方式。"), "channel")
    if address and (wrong := way.check(address)):
        raise MessageRefused(wrong, "address")
    row, _is_new = DigestAddress.objects.update_or_create(
        user=by, defaults={"channel": channel, "address": address}
    )
    audit.record("message.digest", target=row, by=by, is_on=bool(address))
    return row


def send_digests() -> int:
    """One digest a day, from eight o'clock, to everybody who wants one and has something new or something
    that waits; how many went.

    A row is claimed by its lock and its day before anything is sent, so that two workers send one; what could
    not be handed over is unclaimed and tried with the next hour. What fails for one holds up nobody else.
    """
    now = timezone.localtime()
    if now.hour < DIGEST_FROM:
        return 0
    due = DigestAddress.objects.exclude(address="").exclude(sent_on=now.date())
    return sum(_try_digest(key) for key in list(due.values_list("pk", flat=True)))


def digest_text(counts: Mapping[str, int], waiting: Sequence[str] = ()) -> str:
    """How many of what, without a name or a number of anybody."""
    lines = [f"{KINDS[kind].text}　{number}" for kind, number in counts.items() if KINDS.get(kind)]
    head = _("您有 %(number)d 条新消息：") % {"number": sum(counts.values())}
    told = [head, *lines, ""] if counts else []
    work = [_("等您办的："), *waiting, ""] if waiting else []
    return "\n".join([*work, *told, _("请登录困难职工帮扶系统，在“工作台”和“消息”里查看。")])


def list_waiting_lines(user: User) -> list[str]:
    """What other rooms have to say of the work that waits for somebody, at every union that they work at."""
    return [line for lines in DIGEST_LINES for line in lines(user)]


def holders_of(union: Union, role: str) -> QuerySet[User]:
    """Who holds a post at a union today."""
    return User.objects.holding(role, union=union)


def _write(message: Message, people: Sequence[User]) -> Message:
    message.save()
    Receipt.objects.bulk_create(Receipt(message=message, to=person) for person in people)
    audit.record(
        "message.send", target=message, by=message.sent_by, message_kind=message.kind, people=len(people)
    )
    return message


def _about(kind: str, about: models.Model) -> dict[str, str]:
    """Kind and thing as a message has them. Raises LookupError for a kind that nobody registered."""
    key = str(getattr(about, KINDS[kind].key))
    return {"kind": kind, "about_type": about._meta.label_lower, "about_id": key}


def _try_digest(key: int) -> bool:
    """What waits for somebody is asked of every room; one that fails leaves theirs for the next hour."""
    try:
        return _send_digest(key)
    except Exception as failure:  # noqa: BLE001  # of any room; its words may be personal and stay out of the log
        logger.error("the digest of address %s failed: %s", key, type(failure).__name__)
        return False


def _send_digest(key: int) -> bool:
    with transaction.atomic():
        row = DigestAddress.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=key).first()
        today = timezone.localdate()
        if row is None or row.sent_on == today or not row.user.is_active:
            return False
        channel, counts = CHANNELS.get(row.channel), count_untold(row.user)
        if channel is None or not channel.is_open():
            return False
        waiting = list_waiting_lines(row.user)
        if not counts and not waiting:
            return False
        now = timezone.now()
        list_unread(row.user).filter(told_at__isnull=True).update(told_at=now)
        row.sent_on = today
        row.save(update_fields=["sent_on"])
    try:
        text = digest_text(counts, waiting)
        channel.send(row.address, subject=_("困难职工帮扶：今天要办的"), text=text)
    except Exception:
        logger.exception("the digest of address %s was not sent; tried again later", key)
        DigestAddress.objects.filter(pk=key).update(sent_on=None)
        Receipt.objects.filter(to=row.user, told_at=now).update(told_at=None)
        return False
    return True
