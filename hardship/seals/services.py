"""A day of the trail is sealed once it is over, and told outside the machine."""

import logging
import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction
from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from hardship.accounts.models import User
from hardship.audit import services as audit
from hardship.kernel.registry import Registry
from hardship.seals.models import Anchor, Seal, Verification
from hardship.seals.rules import NOTHING_BEFORE, SIZE, anchor_line, chain_of, digest_of
from hardship.seals.selectors import find_faults, list_seals, next_day, prints_of, start_of

logger = logging.getLogger(__name__)
TOLD_AGAIN = 40  # of so many last days it is tried again where a way was closed then

VERIFY = "verify_audit"
MOST_TOLD = 20
TURNS, PAUSE = 40, 0.25  # seconds between two looks at who still writes


class Way(Protocol):
    """How a line leaves the machine; raises OSError where it could not."""

    def is_open(self) -> bool: ...
    def send(self, line: str) -> None: ...


WAYS: Registry[Way] = Registry("seals.ways", "Takes the line of a sealed day out of the machine.")


def seal_days() -> int:
    """Seals each day that is over and is not sealed yet; returns how many. By several workers at once each
    day is sealed once. While somebody still writes who began before, it is left for the next hour."""
    sealed = 0
    if next_day() is None or not _writers_are_done():
        return sealed
    while (day := next_day()) is not None:
        with transaction.atomic():
            _one_at_a_time()
            if next_day() != day:
                continue
            prints = b"".join(prints_of(day))
            last = Seal.objects.order_by("-day").only("chain").first()
            previous, digest, rows = (
                last.chain if last else NOTHING_BEFORE,
                digest_of(prints),
                len(prints) // SIZE,
            )
            Seal.objects.create(
                day=day, until=start_of(day + timedelta(days=1)), rows=rows, prints=prints, digest=digest,
                previous=previous, stamp=timezone.now(),
                chain=chain_of(day=day, rows=rows, digest=digest, previous=previous),
            )  # fmt: skip
        sealed += 1
    return sealed


def _writers_are_done() -> bool:
    """Whether all who had written in the trail when this began have ended; nobody is made to wait for it."""
    began = _writers()
    for _turn in range(TURNS):
        if not began & _writers():
            return True
        time.sleep(PAUSE)
    return False


def _writers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT virtualtransaction FROM pg_locks WHERE relation = 'audit_auditrecord'::regclass"
            " AND mode = 'RowExclusiveLock' AND granted AND pid <> pg_backend_pid()"
        )
        return {row[0] for row in cursor.fetchall()}


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('seals_seal'))")


def tell_anchors() -> int:
    """Each of the last days goes out by every way that is open and did not take it yet; returns how many
    lines went. A way that fails is logged and tried again an hour later."""
    seals = list(list_seals()[:TOLD_AGAIN])
    sent = 0
    for name, way in WAYS.items():
        if not way.is_open():
            continue
        missing = [seal for seal in reversed(seals) if name not in {one.way for one in seal.anchors.all()}]
        for seal in missing:
            try:
                way.send(anchor_line(day=seal.day, rows=seal.rows, chain=seal.chain))
            except OSError:
                logger.exception("the anchor of a day did not go out by %s; tried again later", name)
                break
            Anchor.objects.get_or_create(seal=seal, way=name, defaults={"at": timezone.now()})
            sent += 1
    return sent


def verify(*, by: User | None = None, tell: Callable[[int], object] = lambda _done: None) -> Verification:
    """Reads the whole trail against its seals and puts on record what was found."""
    found, first = 0, []
    for fault in find_faults(tell=tell):
        found += 1
        if found <= MOST_TOLD:
            first.append(str(fault))
    told = Seal.objects.aggregate(days=Count("pk"), rows=Coalesce(Sum("rows"), 0))
    made: Verification = Verification.objects.create(
        at=timezone.now(), by=by, faults=found, told=first, **told
    )
    if by is not None:
        audit.record("seals.verify", target=None, by=by, days=made.days, faults=found)
    return made


class AnchorFile:
    """A line at the end of settings.ANCHOR_FILE, which lies on another machine or on a medium that is only
    written once; it is on the disk before it counts."""

    def is_open(self) -> bool:
        return bool(settings.ANCHOR_FILE)

    def send(self, line: str) -> None:
        with Path(settings.ANCHOR_FILE).open("a", encoding="ascii") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())


class AnchorMail:
    """By e-mail to settings.ANCHOR_EMAIL, people outside who keep what they get."""

    def is_open(self) -> bool:
        return bool(settings.EMAIL_HOST and settings.ANCHOR_EMAIL)

    def send(self, line: str) -> None:
        text = _("请保留这封邮件。它可以证明这一天的操作日志以后没有被改动：\n\n%(line)s\n") % {"line": line}
        send_mail(_("操作日志校验码"), text, None, settings.ANCHOR_EMAIL.split(","))
