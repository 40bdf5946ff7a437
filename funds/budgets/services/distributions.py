"""A table of allocation is drawn up, filled in, approved by another and sent as a whole."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.budgets.models import Distribution, Share
from funds.budgets.rules import PlannedShare
from funds.budgets.services.refusals import BudgetRefused, budget_write
from funds.budgets.states import DISTRIBUTION_TRANSITIONS
from funds.ledgers.models import BudgetLine
from funds.ledgers.rules import is_exact
from funds.ledgers.selectors import line_buckets
from funds.ledgers.services import Part, allocate_many, require_use_by
from hardship.accounts.models import Union, User, people_of, stood_in_for
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.money import format_yuan

STAMPS = {"submit": "submitted", "approve": "approved", "send": "sent"}


@dataclass(frozen=True)
class Letter:
    """The document that hands the money down, and what the sums rest on."""

    document_no: str
    document_on: date
    basis: str
    standard: Decimal | None = None


@budget_write
def draw_up(*, line_id: int, letter: Letter, shares: Sequence[PlannedShare], by: User) -> Distribution:
    """起草: a table of a line of the person's own union, with the sums that it begins with. Raises
    BudgetRefused, also for money whose last day is over."""
    line = BudgetLine.objects.visible_to(by).select_related("union", "fund").get(pk=line_id)
    _require_finance(line.union, by)
    require_use_by(line.fund.use_by, timezone.localdate())
    row = Distribution.objects.create(
        union=line.union, line=line, made_by=by, made_for=stood_in_for(by), **vars(letter)
    )
    _write(row, shares)
    _record("draw_up", row, shares, by)
    return row


@budget_write
def fill(*, distribution_id: int, shares: Sequence[PlannedShare], by: User) -> Distribution:
    """Writes what each union gets, in place of what stood there. Raises BudgetRefused for a sum above what
    is available, an amount that is none, and a union that is not below."""
    row = _lock_fillable(distribution_id, by)
    _write(row, shares)
    _record("fill", row, shares, by)
    return row


@budget_write
def put_share(*, distribution_id: int, share: PlannedShare, by: User) -> Distribution:
    """What one union gets, the others as they are. Raises as `fill` does."""
    row = _lock_fillable(distribution_id, by)
    _require_possible(row, [share])
    others = row.shares.exclude(union=share.union_id).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    _require_covered(row, others + share.amount)
    row.shares.filter(union=share.union_id).delete()
    row.shares.create(**vars(share))
    amount = format_yuan(share.amount)
    audit.record("distribution.put_share", target=row, by=by, receiver=share.union_id, amount=amount)
    return row


@budget_write
def take_distribution_step(
    *, distribution_id: int, action: str, by: User, comment: str = "", approval_no: str = ""
) -> Distribution:
    """Take one row of states.DISTRIBUTION_TRANSITIONS; what is sent makes the vouchers of all unions in the
    same transaction. Raises Refused with a sentence, also what the ledger refuses."""
    row = _lock(distribution_id, by)
    workflow.take(
        DISTRIBUTION_TRANSITIONS, row, action=action, by=by, comment=comment, blocker=distribution_blocker,
        note="note", stamp=STAMPS.get(action, ""), effect=lambda step: _effect(step, approval_no.strip()),
        log=lambda step: audit.record(f"distribution.{action}", target=row, by=by),
    )  # fmt: skip
    return row


def distribution_blocker(row: Distribution, step: workflow.Transition, by: User) -> str:
    """Why this person may not take a step that their role allows, or ''."""
    if by.union_id != row.union_id:
        return _("由“%(union)s”办理。") % {"union": row.union.name}
    hands = {row.made_by_id, row.made_for_id, row.submitted_by_id, row.submitted_for_id}
    if step.is_decision and not hands.isdisjoint(people_of(by)):
        return _("分配表是您编制的，要由另一个人批准。")
    return ""


def _effect(step: workflow.Step[Distribution], approval_no: str) -> None:
    row, action = step.record, step.row.action
    if action in ("submit", "approve"):
        setattr(row, f"{STAMPS[action]}_for", stood_in_for(step.by))
        require_use_by(row.line.fund.use_by, timezone.localdate())
        _require_covered(row, sum((share.amount for share in row.shares.all()), Decimal(0)))
    if action == "submit" and not row.shares.exists():
        raise BudgetRefused(_("分配表还没有内容，请先填写各工会的金额。"))
    if action == "approve":
        if not approval_no:
            raise BudgetRefused(_("请填写批准文号或会议纪要。"), "approval_no")
        row.approval_no = approval_no
    if action == "send":
        row.sent_on = timezone.localdate()
        _send(row, step.by)


def _send(row: Distribution, by: User) -> None:
    shares = list(row.shares.select_related("union").order_by("union__path"))
    parts = [Part(share.union_id, share.amount, uuid.uuid5(row.uid, str(share.union_id))) for share in shares]
    made = allocate_many(
        line_id=row.line_id, parts=parts, document_no=row.document_no, document_on=row.document_on, by=by,
        on=row.sent_on or timezone.localdate(),
    )  # fmt: skip
    for share in shares:
        share.allocation = made[share.union_id]
    Share.objects.bulk_update(shares, ["allocation"], batch_size=500)


def _lock(distribution_id: int, by: User) -> Distribution:
    rows = Distribution.objects.visible_to(by).select_related("union", "line__fund")
    row: Distribution = workflow.lock(rows, distribution_id)
    return row


def _lock_fillable(distribution_id: int, by: User) -> Distribution:
    row = _lock(distribution_id, by)
    _require_finance(row.union, by)
    if not row.is_fillable:
        raise BudgetRefused(_("分配表已经提交，不能再改；要改的，请审批人退回。"))
    return row


def _write(row: Distribution, shares: Sequence[PlannedShare]) -> None:
    _require_possible(row, shares)
    _require_covered(row, sum((share.amount for share in shares), Decimal(0)))
    row.shares.all().delete()
    Share.objects.bulk_create(
        Share(distribution=row, union_id=share.union_id, amount=share.amount, weight=share.weight)
        for share in shares
    )


def _require_possible(row: Distribution, shares: Sequence[PlannedShare]) -> None:
    unions = {share.union_id for share in shares}
    if len(unions) != len(shares):
        raise BudgetRefused(_("一个工会只能有一行，请合并。"))
    below = Union.objects.open().filter(pk__in=unions, path__startswith=row.union.path)
    if below.exclude(pk=row.union_id).count() != len(unions):
        raise BudgetRefused(_("只能分配给“%(union)s”的下级工会。") % {"union": row.union.name}, "union")
    if not all(is_exact(share.amount) for share in shares):
        raise BudgetRefused(_("金额必须大于零，最多两位小数。"), "amount")


def _require_covered(row: Distribution, total: Decimal) -> None:
    free = line_buckets(row.line_id)["available"]
    if total > free:
        words = {"total": format_yuan(total), "free": format_yuan(free), "more": format_yuan(total - free)}
        raise BudgetRefused(
            _("合计 %(total)s 元，指标可用只有 %(free)s 元，多出 %(more)s 元。") % words, "amount"
        )


def _require_finance(union: Union, by: User) -> None:
    if not (by.has_role(Role.FINANCE) and by.union_id == union.pk):
        raise BudgetRefused(_("只有“%(union)s”的财务可以办理分配。") % {"union": union.name})


def _record(action: str, row: Distribution, shares: Sequence[PlannedShare], by: User) -> None:
    total = sum((share.amount for share in shares), Decimal(0))
    audit.record(f"distribution.{action}", target=row, by=by, unions=len(shares), total=format_yuan(total))
