"""What an approval gives, and what is taken back with it: money of a line, or a service to be done."""

import uuid
from collections.abc import Sequence
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.rules import source_of
from cases.applications.selectors import get_offer
from cases.applications.services.claims import claims_of
from cases.approvals.selectors import get_held
from cases.approvals.selectors.along import list_payers
from cases.approvals.services.drawing import Drawn, keep_choice
from cases.approvals.services.payables import create_application_payable
from cases.approvals.services.refusals import StepRefused
from cases.archives.rules.subjects import subject_of
from cases.giving import services as giving
from funds.donations.selectors import exclude_held_for_others
from funds.ledgers import services as ledger
from funds.ledgers.models import BudgetLine
from funds.payments.services import void_payables
from hardship.accounts.models import User


def grant(application: Application, *, line_id: int | None, by: User, drawn: Drawn | None = None) -> None:
    """Commits the money and the household's yearly cap and makes the payable, in the same transaction: one
    of each for the whole amount, or for each of its instalments. A service takes no money: somebody has to do
    it. `drawn` is what somebody chose by hand, on one line or on several. Raises StepRefused, and what the
    ledger refuses."""
    programme = application.programme
    if programme.is_service:
        _require_due(application)
        giving.make_fulfilment(application, by=by)
        return
    draws = _draws(application, line_id, drawn)
    if drawn is not None:
        keep_choice(application, draws, drawn.reason, by=by)
    if programme.rule.instalments is not None:
        if len(draws) > 1:
            raise StepRefused(_("分期发放的每一期都要占用同一个指标，请只选一个。"), "line")
        line, caps = BudgetLine.objects.get(pk=draws[0].line_id), claims_of(application)
        giving.make_plan(application, programme.rule.instalments, line=line, caps=caps, by=by)
        return
    _commit(application, draws, by)


def take_back(application: Application, *, by: User, reason: str) -> None:
    """Voids the payable; what is held goes back to its line and off the cap. Money that has left stays, and
    so does a service that was done."""
    programme = application.programme
    if programme.is_service:
        giving.revoke_fulfilment(application, by=by, reason=reason)
    elif programme.rule.instalments is not None:
        giving.revoke_plan(application, by=by, reason=reason)
    else:
        _release(application, by)


def _require_due(application: Application) -> None:
    """No line of the ledger holds the times of a service: they are counted again, with the file locked."""
    offer = get_offer(application)
    if not offer.is_due_service:
        raise StepRefused(_("现在不能批准：%(why)s") % {"why": offer.why})


def _line(application: Application, line_id: int | None) -> BudgetLine:
    programme, year = application.programme, timezone.localdate().year
    rows = BudgetLine.objects.filter(union__in=list_payers(application), use__in=programme.uses, year=year)
    line: BudgetLine | None = rows.filter(pk=line_id or 0).first()
    if line is None:
        raise StepRefused(_("请选择审批工会当年可用于“%(use)s”的资金指标。") % {"use": programme.name})
    if not exclude_held_for_others(rows, subject_of(application.household_id)).filter(pk=line.pk).exists():
        raise StepRefused(_("这项资金是为另一位职工募集的，只能发给本人，请选择其他指标。"))
    return line


def _draws(application: Application, line_id: int | None, drawn: Drawn | None) -> list[ledger.Draw]:
    """How many yuan of which lines: of one the whole amount."""
    if application.amount is None:
        raise StepRefused(_("申请没有金额，不能批准。"))
    several = drawn.yuan if drawn else ()
    if not several:
        line = _line(application, line_id)
        return [ledger.Draw(line.pk, line.use_id, application.amount)]
    if sum((yuan for _key, yuan in several), Decimal(0)) != application.amount:
        words = {"amount": f"{application.amount:,.2f}"}
        raise StepRefused(_("各指标的金额合计应等于申请金额 %(amount)s 元，请核对。") % words, "line")
    return [ledger.Draw(key, _line(application, key).use_id, yuan) for key, yuan in several]


def _commit(application: Application, draws: Sequence[ledger.Draw], by: User) -> None:
    commitment = ledger.commit_on(
        draws=draws,
        source=source_of(application.pk),
        by=by,
        key=uuid.uuid5(application.uid, f"approve:{application.round}"),
        on=timezone.localdate(),
        caps=claims_of(application),
        memo=f"{application.number} {application.programme.name}",
    )
    create_application_payable(application=application, commitment=commitment, by=by)


def _release(application: Application, by: User) -> None:
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
