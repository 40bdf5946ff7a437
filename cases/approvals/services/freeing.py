"""Frees the money of an approval that does not stand any more."""

import uuid

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.rules import source_of
from cases.approvals.selectors.held import get_held
from cases.approvals.services.refusals import StepRefused
from cases.giving import services as giving
from funds.ledgers import services as ledger
from funds.payments.services import void_payables
from hardship.accounts.models import User


def free_money(application: Application, *, by: User | None, comment: str) -> None:
    """Voids the payable; what is held goes back to its line and off the cap. Raises StepRefused, or the
    refusal of the instalments, for money that has left."""
    if application.programme.rule.instalments is not None and by is not None:
        giving.revoke_plan(application, by=by, reason=comment)
        return
    held = get_held(application)
    if held is None or by is None:
        raise StepRefused(_("这笔资金已经送银行或已发放，不能撤销批准。"))
    void_payables(source=source_of(application.pk), by=by)
    ledger.release(
        commitment_id=held.pk,
        by=by,
        key=uuid.uuid5(application.uid, f"revoke:{application.round}"),
        on=timezone.localdate(),
        reason=f"{application.number} {application.programme.name}",
    )
