"""The digest of a day (每日汇总), by the ways that are registered."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel.registry import Registry
from hardship.messaging.models import DigestAddress, Receipt
from hardship.messaging.selectors import count_untold, list_unread
from hardship.messaging.services.sending import KINDS, MessageRefused

DIGEST_FROM = 8  # o'clock
logger = logging.getLogger(__name__)


class Channel(Protocol):
    """A way by which the digest leaves the house."""

    label: Any

    def is_open(self) -> bool:
        """Whether this installation can send by it."""

    def check(self, address: str) -> str:
        """What is wrong with an address, or ''."""

    def send(self, address: str, *, subject: str, text: str) -> None:
        """Hands one text over; raises what it likes when it cannot."""


# Counts without a name of anybody: "待审核的申请　3（明天到期 1）".
DIGEST_LINES: Registry[Callable[[User], Sequence[str]]] = Registry(
    "messaging.digest_lines", "What the daily digest says besides new messages."
)
CHANNELS: Registry[Channel] = Registry("messaging.channels", "The ways by which the daily digest is sent.")


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
