"""What an approval does with money: it is committed, with the payable, and taken back."""

import uuid

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.rules import source_of
from cases.applications.services.claims import claims_of
from cases.approvals.selectors import get_held
from cases.approvals.selectors.along import list_payers
from cases.approvals.services.payables import create_application_payable
from cases.approvals.services.refusals import StepRefused
from cases.giving import services as giving
from funds.ledgers import services as ledger
from funds.ledgers.models import BudgetLine
from funds.payments.services import void_payables
from hardship.accounts.models import User


def commit_money(application: Application, line_id: int | None, *, by: User | None) -> None:
    """Commits the money and the household's yearly cap and makes the payable, in the same transaction: one
    of each for the whole amount, or for each of its instalments."""
    if by is None or application.amount is None:
        raise StepRefused(_("申请没有金额，不能批准。"))
    today, programme = timezone.localdate(), application.programme
    line = BudgetLine.objects.filter(
        pk=line_id or 0, union__in=list_payers(application), use__in=programme.uses, year=today.year
    ).first()
    if line is None:
        raise StepRefused(_("请选择审批工会当年可用于“%(use)s”的资金指标。") % {"use": programme.name})
    if programme.rule.instalments is not None:
        caps = claims_of(application)
        giving.make_plan(application, programme.rule.instalments, line=line, caps=caps, by=by)
        return
    commitment = ledger.commit(
        line_id=line.pk,
        use=line.use_id,
        amount=application.amount,
        source=source_of(application.pk),
        by=by,
        key=uuid.uuid5(application.uid, f"approve:{application.round}"),
        on=today,
        caps=claims_of(application),
        memo=f"{application.number} {programme.name}",
    )
    create_application_payable(application=application, commitment=commitment, by=by)


def take_back_money(application: Application, *, by: User, reason: str) -> None:
    """Voids the payable; what is held goes back to its line and off the cap. Money that has left stays."""
    if application.programme.rule.instalments is not None:
        giving.revoke_plan(application, by=by, reason=reason)
        return
    held = get_held(application)
    if held is None:
        raise StepRefused(_("这笔资金已经送银行或已发放，不能撤销批准。"))
    void_payables(source=source_of(application.pk), by=by)
    ledger.release(
        commitment_id=held.pk,
        by=by,
        key=uuid.uuid5(application.uid, f"revoke:{application.round}"),
        on=timezone.localdate(),
        reason=f"{application.number} {application.programme.name}",
    )
