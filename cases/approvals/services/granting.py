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
from cases.approvals.selectors.along import count_retracted, list_payers
from cases.approvals.selectors.paying import bars_of, get_whom
from cases.approvals.services.drawing import Drawn, keep_choice
from cases.approvals.services.moves import Move
from cases.approvals.services.payables import owe_applications
from cases.approvals.services.refusals import StepRefused
from cases.archives.rules.subjects import subject_of
from cases.giving import services as giving
from funds.donations.selectors import exclude_held_for_others
from funds.ledgers import services as ledger
from funds.ledgers.models import BudgetLine, Commitment
from funds.ledgers.services import Draw, LedgerRefused, Order
from funds.payments.services import void_payables
from hardship.accounts.models import User
from hardship.kernel.together import shared


def grant(move: Move, by: User) -> None:
    """What the approval gives, in the same transaction: a sum in one is ordered here and held by `hold_all`,
    one in instalments is held for each. A service takes no money: somebody has to do it. Raises StepRefused,
    and what the ledger refuses."""
    application, programme = move.application, move.application.programme
    if programme.is_service:
        _require_due(application)
        giving.make_fulfilment(application, by=by)
        return
    draws = _draws(application, move.line_id, move.drawn)
    if move.drawn is not None:
        keep_choice(application, draws, move.drawn.reason, by=by)
    if programme.rule.instalments is not None:
        rule, caps = programme.rule.instalments, claims_of(application)
        whom = _whom(application, draws)
        giving.make_plan(application, rule, draws=draws, caps=caps, whom=whom, by=by)
        return
    move.order = _order(application, draws)


def hold_all(moves: Sequence[Move], *, by: User | None) -> dict[int, LedgerRefused]:
    """Holds the sums that these steps of one person ordered, with the households' yearly caps, and owes them;
    of what the ledger refused why, by the application's key."""
    ordered = [(move.application, move.order) for move in moves if move.order is not None]
    if by is None or not ordered:
        return {}
    found = ledger.commit_each([order for _row, order in ordered], by=by)
    held = [(row, one) for (row, _order), one in zip(ordered, found, strict=True)]
    owe_applications([(row, one) for row, one in held if isinstance(one, Commitment)], by=by)
    return {row.pk: one for row, one in held if isinstance(one, LedgerRefused)}


def take_back(application: Application, *, by: User | None, reason: str, gives_up_rest: bool) -> None:
    """Voids the payable; what is held goes back to its line and off the cap, by nobody where it lapses. Money
    that has left stays, and so does a service that was done; with `gives_up_rest` so does what was set off
    (抵扣) of a sum in one."""
    programme = application.programme
    if programme.is_service:
        giving.revoke_fulfilment(application, by=by, reason=reason)
    elif programme.rule.instalments is not None:
        if by is None:
            raise StepRefused(_("分期发放的不会自动失效。"))
        giving.revoke_plan(application, by=by, reason=reason, gives_up_rest=gives_up_rest)
    else:
        _release(application, by, gives_up_rest)


def _require_due(application: Application) -> None:
    """No line of the ledger holds the times of a service: they are counted again, with the file locked."""
    offer = get_offer(application)
    if not offer.is_due_service:
        raise StepRefused(_("现在不能批准：%(why)s") % {"why": offer.why})


def _line(application: Application, line_id: int | None) -> BudgetLine:
    programme, year = application.programme, timezone.localdate().year
    line = shared(application, read_line, line_id or 0)
    if line is None or (
        line.union_id not in list_payers(application)
        or line.use_id not in programme.uses
        or line.year != year
    ):
        raise StepRefused(_("请选择审批工会当年可用于“%(use)s”的资金指标。") % {"use": programme.name})
    if why := bars_of(application, [line]).get(line.pk):
        raise StepRefused(why, "line")
    subject = subject_of(application.household_id)
    if shared(application, _is_for_one, line) and not _is_for(line, subject):
        raise StepRefused(_("这项资金是为另一位职工募集的，只能发给本人，请选择其他指标。"))
    return line


def read_line(line_id: int) -> BudgetLine | None:
    """A line with its fund; of many that are decided together it is read once (`shared`)."""
    return BudgetLine.objects.select_related("fund").filter(pk=line_id).first()


def _is_for_one(line: BudgetLine) -> bool:
    """Whether its money was collected for one household."""
    return not _is_for(line, "")


def _is_for(line: BudgetLine, subject: str) -> bool:
    return exclude_held_for_others(BudgetLine.objects.filter(pk=line.pk), subject).exists()


def _draws(application: Application, line_id: int | None, drawn: Drawn | None) -> list[Draw]:
    """How many yuan of which lines: of one the whole amount."""
    if application.amount is None:
        raise StepRefused(_("申请没有金额，不能批准。"))
    several = drawn.yuan if drawn else ()
    if not several:
        line = _line(application, line_id)
        return [Draw(line.pk, line.use_id, application.amount)]
    if sum((yuan for _key, yuan in several), Decimal(0)) != application.amount:
        words = {"amount": f"{application.amount:,.2f}"}
        raise StepRefused(_("各指标的金额合计应等于同意金额 %(amount)s 元，请核对。") % words, "line")
    return [Draw(key, _line(application, key).use_id, yuan) for key, yuan in several]


def _order(application: Application, draws: Sequence[Draw]) -> Order:
    return Order(
        draws=draws,
        source=source_of(application.pk),
        key=_key(application, "approve"),
        on=timezone.localdate(),
        caps=claims_of(application),
        whom=_whom(application, draws),
        memo=f"{application.number} {application.programme.name}",
    )


def _whom(application: Application, draws: Sequence[Draw]) -> ledger.Whom | None:
    lines = [shared(application, read_line, draw.line_id) for draw in draws]
    return get_whom(application, [line for line in lines if line is not None])


def _key(application: Application, what: str) -> uuid.UUID:
    """Of one approval, and of taking it back: in a round there may be several, one after the other."""
    undone = count_retracted(application)
    return uuid.uuid5(application.uid, f"{what}:{application.round}" + (f":{undone}" if undone else ""))


def _release(application: Application, by: User | None, gives_up_rest: bool) -> None:
    held = get_held(application)
    if held is None:
        raise StepRefused(_("这笔资金已经送银行或已发放，不能撤销批准。"))
    void_payables(source=source_of(application.pk), by=by, gives_up_rest=gives_up_rest)
    ledger.release(
        commitment_id=held.pk,
        by=by,
        key=_key(application, "revoke"),
        on=timezone.localdate(),
        reason=f"{application.number} {application.programme.name}",
    )
