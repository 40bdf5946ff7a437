"""Writes of certificates: issued, lost and found, renewed by another one, ended; what they were used for."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from cases.archives.models import Household, Member
from cases.certificates.models import Certificate, CertificateStep, CertificateUse
from cases.certificates.selectors import WITH, issue_blocker, may_use, step_blocker
from cases.certificates.states import RENEW, TRANSITIONS
from hardship.accounts.models import User, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.writes import writes


class CertificateRefused(workflow.Refused):
    """A write that may not be made; the message says what to do."""


certificate_write = writes(
    CertificateRefused,
    {
        "certificate_number_once": (_lazy("这个证号已经用过，请核对。"), "number"),
        "certificate_live_once": (_lazy("这个人已有这种证，请在原证上换发。"), "holder"),
    },
)


@dataclass(frozen=True)
class Card:
    """What a certificate says beside its holder."""

    kind: str
    number: str
    from_on: date
    until_on: date


@certificate_write
def issue(*, household_id: int, holder: Member, card: Card, by: User) -> Certificate:
    """One for somebody of a household in force. Raises CertificateRefused for anybody but a clerk of its
    union, a number that was used, somebody who has one; Household.DoesNotExist outside the scope."""
    files = Household.objects.visible_to(by).select_related("union", "head")
    household: Household = files.select_for_update(of=("self",)).get(pk=household_id)
    if why := issue_blocker(household, by):
        raise CertificateRefused(why)
    if holder.household_id != household.pk or holder.removed_at is not None:
        raise CertificateRefused(_("请选择这户的家庭成员。"), "holder")
    return _make(household, holder, card, by=by)


@certificate_write
def renew(*, certificate_id: int, number: str, from_on: date, until_on: date, by: User) -> Certificate:
    """Another certificate in place of one; returns the new one. Raises as `issue` does."""
    row = _lock(certificate_id, by)
    if why := issue_blocker(row.household, by):
        raise CertificateRefused(why)
    if row.holder.removed_at is not None:
        raise CertificateRefused(_("持证人已经不是这户的成员，请注销，不能换发。"))
    _move(row, RENEW, by=by)
    return _make(row.household, row.holder, Card(row.kind, number, from_on, until_on), by=by, previous=row)


@transaction.atomic
def take_step(*, certificate_id: int, action: str, by: User, comment: str = "") -> Certificate:
    """Takes one row of states.TRANSITIONS but to renew, which needs a number. Raises Refused."""
    if action == RENEW:
        raise CertificateRefused(_("换发请先填新的证号。"))
    return _move(_lock(certificate_id, by), action, by=by, comment=comment)


@transaction.atomic
def use(*, certificate_id: int, on: date, kind: str, giver: str, worth: Decimal, by: User) -> CertificateUse:
    """What the holder was let off. Raises CertificateRefused for a day on which it was not valid."""
    row = _lock(certificate_id, by)
    if not may_use(row, by):
        raise CertificateRefused(_("有效的证才能登记优待，由本工会的经办人登记。"))
    if not row.from_on <= on <= min(row.until_on, timezone.localdate()):
        raise CertificateRefused(_("日期要在有效期之内，不晚于今天。"), "on")
    made: CertificateUse = CertificateUse.objects.create(
        certificate=row, on=on, kind=kind, giver=giver, worth=worth, by=by, stood_in_for=stood_in_for(by)
    )
    audit.record("certificate.use", target=row, by=by, use=made.pk, what=kind)
    return made


def _make(
    household: Household, holder: Member, card: Card, *, by: User, previous: Certificate | None = None
) -> Certificate:
    if card.until_on <= card.from_on:
        raise CertificateRefused(_("有效期止要晚于有效期起。"), "until_on")
    made: Certificate = Certificate.objects.create(
        household=household, issuer=household.union, holder=holder, previous=previous, created_by=by,
        stood_in_for=stood_in_for(by), **vars(card),
    )  # fmt: skip
    audit.record("certificate.issue", target=made, by=by, household=household.pk)
    return made


def _move(row: Certificate, action: str, *, by: User, comment: str = "") -> Certificate:
    """The step is written before the row moves: the database lets no state change without one."""

    def enter(step: workflow.Step[Certificate]) -> None:
        step.trace = CertificateStep.objects.create(
            certificate=row, action=action, source=step.source, target=step.row.target, comment=step.comment,
            by=by, stood_in_for=stood_in_for(by),
        )  # fmt: skip

    def log(step: workflow.Step[Certificate]) -> Certificate:
        audit.record(f"certificate.{action}", target=row, by=by, step=step.trace.pk)
        return row

    return workflow.take(
        TRANSITIONS, row, action=action, by=by, comment=comment, blocker=step_blocker, effect=enter, log=log
    )


def _lock(certificate_id: int, by: User) -> Certificate:
    row: Certificate = workflow.lock(Certificate.objects.visible_to(by).select_related(*WITH), certificate_id)
    return row
