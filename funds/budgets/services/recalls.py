"""Money that was handed down is called back: drawn up by finance, approved by another, given back by the
union that has it, as far as it is free there."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from funds.budgets.models import Recall, RecallRow
from funds.budgets.rules import is_recallable, last_day
from funds.budgets.selectors.recalls import list_recallable
from funds.budgets.services.refusals import BudgetRefused, budget_write
from funds.budgets.states import RECALL_TRANSITIONS
from funds.ledgers.models import Fund
from funds.ledgers.rules import is_exact
from funds.ledgers.selectors import line_buckets
from funds.ledgers.services import give_back
from hardship.accounts.models import Union, User, people_of, stood_in_for
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.money import format_yuan

STAMPS = {"submit": "submitted", "approve": "approved"}


@dataclass(frozen=True)
class Notice:
    """The document that calls the money back, until when, and why."""

    document_no: str
    document_on: date
    due_on: date
    reason: str


@budget_write
def draw_up_recall(*, fund_id: int, notice: Notice, by: User) -> Recall:
    """起草收回: of a grant of the person's own union whose last day is near or over, with a row for each line
    below on which something is free. Raises BudgetRefused, also where nothing is."""
    fund = Fund.objects.visible_to(by).select_related("union").get(pk=fund_id)
    _require_finance(fund.union, by)
    _require_near(fund)
    lines = list_recallable(fund)
    if not lines:
        raise BudgetRefused(_("下级没有可以收回的钱：可用的都已批准、冻结、再下拨或者退回。"), "fund_id")
    row = Recall.objects.create(
        union=fund.union, fund=fund, made_by=by, made_for=stood_in_for(by), **vars(notice)
    )
    RecallRow.objects.bulk_create(RecallRow(recall=row, line=line, amount=line.free) for line in lines)
    total = sum((line.free for line in lines), Decimal(0))
    audit.record("recall.draw_up", target=row, by=by, lines=len(lines), total=format_yuan(total))
    return row


@budget_write
def fill_recall(*, recall_id: int, amounts: Mapping[int, Decimal], by: User) -> Recall:
    """Writes how much each line below is to give back, by the key of the line, in place of what stood there.
    Raises BudgetRefused for more than is free on a line, and for an amount that is none."""
    row = _lock(recall_id, by)
    _require_finance(row.union, by)
    if not row.is_fillable:
        raise BudgetRefused(_("收回通知已经提交，不能再改；要改的，请审批人退回。"))
    lines = {line.pk: line for line in list_recallable(row.fund, recall=row)}
    for key, amount in amounts.items():
        if not is_exact(amount):
            raise BudgetRefused(_("金额必须大于零，最多两位小数。"), f"amount-{key}")
        if key not in lines:
            raise BudgetRefused(_("有的指标已经没有可以收回的钱，请刷新页面。"))
        if amount > lines[key].free:
            words = {"union": lines[key].union.name, "free": format_yuan(lines[key].free)}
            raise BudgetRefused(_("“%(union)s”可以收回的只有 %(free)s 元。") % words, f"amount-{key}")
    row.rows.all().delete()
    RecallRow.objects.bulk_create(
        RecallRow(recall=row, line=lines[key], amount=amount) for key, amount in amounts.items()
    )
    total = format_yuan(sum(amounts.values(), Decimal(0)))
    audit.record("recall.fill", target=row, by=by, lines=len(amounts), total=total)
    return row


@budget_write
def take_recall_step(
    *, recall_id: int, action: str, by: User, comment: str = "", approval_no: str = ""
) -> Recall:
    """Take one row of states.RECALL_TRANSITIONS; what is approved waits for the unions below. Raises Refused
    with a sentence."""
    row = _lock(recall_id, by)
    workflow.take(
        RECALL_TRANSITIONS, row, action=action, by=by, comment=comment, blocker=recall_blocker, note="note",
        stamp=STAMPS.get(action, ""), effect=lambda step: _effect(step, approval_no.strip()),
        log=lambda step: audit.record(f"recall.{action}", target=row, by=by),
    )  # fmt: skip
    return row


def recall_blocker(row: Recall, step: workflow.Transition, by: User) -> str:
    """Why this person may not take a step that their role allows, or ''."""
    if by.union_id != row.union_id:
        return _("由“%(union)s”办理。") % {"union": row.union.name}
    hands = {row.made_by_id, row.made_for_id, row.submitted_by_id, row.submitted_for_id}
    if step.is_decision and not hands.isdisjoint(people_of(by)):
        return _("收回通知是您编制的，要由另一个人批准。")
    return ""


def _effect(step: workflow.Step[Recall], approval_no: str) -> None:
    row, action = step.record, step.row.action
    if action in ("submit", "approve"):
        setattr(row, f"{STAMPS[action]}_for", stood_in_for(step.by))
    if action == "submit" and not row.rows.exists():
        raise BudgetRefused(_("收回通知还没有内容，请先填写各指标应退的金额。"))
    if action == "approve":
        if not approval_no:
            raise BudgetRefused(_("请填写批准文号或会议纪要。"), "approval_no")
        row.approval_no = approval_no


@budget_write
def answer_recall(*, row_id: int, by: User, kept_reason: str = "") -> RecallRow:
    """按通知退回: what a notice asks for goes back, as far as it is free on the line today: both books in one
    transaction, as any return. What is approved, on its way, frozen or handed on stays, with the reason; the
    last answer ends the notice.

    Raises Refused for anybody but the finance of the union that has it, for whoever had a hand in the notice,
    the second time, and where less is free without a reason."""
    recall_id = (
        RecallRow.objects.filter(line__union=by.union_id).values_list("recall", flat=True).get(pk=row_id)
    )
    recall: Recall = workflow.lock(Recall.objects.select_related("union"), recall_id)
    row = recall.rows.select_related("line__union", "line__fund").get(pk=row_id)
    _require_finance(row.line.union, by)
    if not recall.is_notified or row.is_answered:
        raise BudgetRefused(_("这一行已经办理过，或者收回已经结束，请刷新页面。"))
    hands = {
        recall.made_by_id, recall.made_for_id, recall.submitted_by_id, recall.submitted_for_id,
        recall.approved_by_id, recall.approved_for_id,
    }  # fmt: skip
    if not hands.isdisjoint(people_of(by)):
        raise BudgetRefused(_("收回通知是您编制或批准的，要由收款工会的另一位财务退回。"))
    amount, kept_reason = min(row.amount, line_buckets(row.line_id)["available"]), kept_reason.strip()
    if amount < row.amount and not kept_reason:
        words = {"free": format_yuan(amount), "kept": format_yuan(row.amount - amount)}
        raise BudgetRefused(
            _("现在可以退的是 %(free)s 元，还差 %(kept)s 元，请写明不退的原因。") % words, "kept_reason"
        )
    row.kept_reason = kept_reason if amount < row.amount else ""
    if amount > 0:
        row.allocation = give_back(
            line_id=row.line_id, amount=amount, document_no=recall.document_no,
            document_on=recall.document_on, reason=recall.reason, by=by,
            key=uuid.uuid5(recall.uid, str(row.pk)), on=timezone.localdate(),
        )  # fmt: skip
    row.answered_at, row.answered_by, row.answered_for = timezone.now(), by, stood_in_for(by)
    row.save()
    kept = format_yuan(row.amount - amount)
    audit.record("recall.answer", target=recall, by=by, amount=format_yuan(amount), kept=kept)
    if not recall.rows.filter(answered_by__isnull=True).exists():
        workflow.take(
            RECALL_TRANSITIONS, recall, action="finish", by=None, roles={Role.FINANCE}, is_explained=True,
            log=lambda step: audit.record("recall.finish", target=recall, by=by),
        )  # fmt: skip
    return row


def _require_near(fund: Fund) -> None:
    today = timezone.localdate()
    if is_recallable(fund.use_by, fund.return_by, today):
        return
    last = last_day(fund.use_by, fund.return_by)
    if last is None:
        raise BudgetRefused(_("这项资金没有使用期限和退回期限，不能到期收回。"), "fund_id")
    words = {"day": f"{last:%Y-%m-%d}"}
    raise BudgetRefused(_("这项资金 %(day)s 才到期，到期前三十日起可以收回。") % words, "fund_id")


def _lock(recall_id: int, by: User) -> Recall:
    rows = Recall.objects.visible_to(by).select_related("union", "fund")
    row: Recall = workflow.lock(rows, recall_id)
    return row


def _require_finance(union: Union, by: User) -> None:
    if not (by.has_role(Role.FINANCE) and by.union_id == union.pk):
        raise BudgetRefused(_("只有“%(union)s”的财务可以办理。") % {"union": union.name})
