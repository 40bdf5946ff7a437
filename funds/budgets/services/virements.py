"""调剂 is asked for, checked, approved and booked."""

import uuid
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from funds.budgets.models import Virement
from funds.budgets.services.refusals import BudgetRefused, budget_write
from funds.budgets.states import VIREMENT_TRANSITIONS
from funds.ledgers import services as ledger
from funds.ledgers.models import BudgetLine
from funds.ledgers.rules import is_exact
from funds.ledgers.selectors import line_buckets
from funds.ledgers.states import POOL, Source
from hardship.accounts.models import User, people_of, stood_in_for
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.money import format_yuan

STAMPS = {"check": "checked", "approve": "approved", "book": "booked"}


@dataclass(frozen=True)
class Wish:
    """How many yuan of a line are wanted for which other use, why, and by which document."""

    line_id: int
    use: str
    amount: Decimal
    reason: str
    document_no: str
    document_on: date


@budget_write
def ask_virement(*, wish: Wish, by: User, undoes: int | None = None) -> Virement:
    """申请调剂: of a line of the person's own union. Raises BudgetRefused for a use that the fund's document
    does not permit, and for more than is free: what is committed stays."""
    line = BudgetLine.objects.visible_to(by).select_related("union", "fund", "use").get(pk=wish.line_id)
    _require_finance(line, by)
    _require_permitted(line, wish.use)
    _require_free(line, wish.amount)
    row = Virement.objects.create(
        union=line.union, line=line, use_id=wish.use, amount=wish.amount, reason=wish.reason,
        document_no=wish.document_no, document_on=wish.document_on, undoes_id=undoes,
        made_by=by, made_for=stood_in_for(by),
    )  # fmt: skip
    audit.record("virement.ask", target=row, by=by, use=wish.use, amount=format_yuan(wish.amount))
    return row


@budget_write
def take_virement_step(*, virement_id: int, action: str, by: User, comment: str = "") -> Virement:
    """Take one row of states.VIREMENT_TRANSITIONS; what is booked moves the money in the same transaction.
    Raises Refused with a sentence, also what the ledger refuses."""
    rows = Virement.objects.visible_to(by).select_related("union", "line__fund", "line__use")
    row: Virement = workflow.lock(rows, virement_id)
    workflow.take(
        VIREMENT_TRANSITIONS, row, action=action, by=by, comment=comment, blocker=virement_blocker,
        note="note", stamp=STAMPS.get(action, ""), effect=_effect,
        log=lambda step: audit.record(f"virement.{action}", target=row, by=by),
    )  # fmt: skip
    return row


def virement_blocker(row: Virement, step: workflow.Transition, by: User) -> str:
    """Why this person may not take a step that their role allows, or ''."""
    if by.union_id != row.union_id:
        return _("由“%(union)s”办理。") % {"union": row.union.name}
    hands = {row.made_by_id, row.made_for_id, row.checked_by_id, row.checked_for_id}
    if step.is_decision and not hands.isdisjoint(people_of(by)):
        return _("申请、复核、批准要由三个人分别办理，您已经办过其中一步。")
    return ""


def _effect(step: workflow.Step[Virement]) -> None:
    row, action = step.record, step.row.action
    if action in ("check", "approve"):
        setattr(row, f"{STAMPS[action]}_for", stood_in_for(step.by))
    if action in STAMPS:
        _require_free(row.line, row.amount)
    if action == "book":
        row.journal = ledger.shift(
            line_id=row.line_id, use=row.use_id, amount=row.amount, by=step.by,
            key=uuid.uuid5(row.uid, "book"), on=timezone.localdate(),
            memo=f"{row.document_no} {row.reason}"[:200],
        )  # fmt: skip


def _require_finance(line: BudgetLine, by: User) -> None:
    if not (by.has_role(Role.FINANCE) and by.union_id == line.union_id):
        raise BudgetRefused(_("只有“%(union)s”的财务可以申请调剂。") % {"union": line.union.name})


def _require_permitted(line: BudgetLine, use: str) -> None:
    fund = line.fund
    if fund.source == Source.ENTRUSTED:
        raise BudgetRefused(_("代管的钱只用于指明的职工，不能调剂。"), "line_id")
    if line.use_id == POOL:
        raise BudgetRefused(_("还没有编制用途的钱请在指标页“编制指标”，不用调剂。"), "line_id")
    if use == line.use_id:
        raise BudgetRefused(_("调入的用途和原来一样，请另选。"), "use")
    if use == POOL or not fund.permits.filter(use=use).exists():
        words = {"fund": fund, "uses": fund.use_names.replace(" ", "、")}
        raise BudgetRefused(_("“%(fund)s”的文件只准用于：%(uses)s。请另选用途。") % words, "use")


def _require_free(line: BudgetLine, amount: Decimal) -> None:
    if not is_exact(amount):
        raise BudgetRefused(_("金额必须大于零，最多两位小数。"), "amount")
    free = line_buckets(line.pk)["available"]
    if amount > free:
        words = {"free": format_yuan(free)}
        raise BudgetRefused(_("这条指标可用只有 %(free)s 元，已占用的不能调剂。") % words, "amount")
