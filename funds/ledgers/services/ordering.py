"""用款次序: finance draws it up, an approver of the union agrees to it."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from funds.ledgers.models import FundOrder
from funds.ledgers.services.posting import require_bookkeeper
from funds.ledgers.services.refusals import LedgerRefused, ledger_write
from funds.ledgers.states import ORDER_TRANSITIONS
from hardship.accounts.models import User, people_of, stood_in_for
from hardship.audit import services as audit
from hardship.kernel import workflow


@ledger_write
def enter_order(*, sources: Sequence[str], from_on: date, basis: str, by: User) -> FundOrder:
    """拟订 of the order of the person's own union from a day on, which is not past. Raises LedgerRefused,
    also while another one waits."""
    require_bookkeeper(by.union, by)
    if from_on < timezone.localdate():
        raise LedgerRefused(_("次序从今天或以后的一天起。"), "from_on")
    if len(set(sources)) != len(sources) or not sources:
        raise LedgerRefused(_("请至少选一个资金来源，同一来源只选一次。"))
    order = FundOrder.objects.create(
        union=by.union, from_on=from_on, sources=list(sources), basis=basis.strip()[:200], entered_by=by,
        entered_for=stood_in_for(by),
    )  # fmt: skip
    audit.record("fund_order.enter", target=order, by=by, sources=list(sources))
    return order


@ledger_write
def take_order_step(*, order_id: int, action: str, by: User, comment: str = "") -> FundOrder:
    """同意、不同意、撤回: takes one row of states.ORDER_TRANSITIONS. Raises Refused with a sentence,
    FundOrder.DoesNotExist outside the person's scope."""
    order: FundOrder = workflow.lock(FundOrder.objects.visible_to(by).select_related("union"), order_id)

    def decide(_step: workflow.Step[FundOrder]) -> None:
        order.decided_for = stood_in_for(by)

    workflow.take(
        ORDER_TRANSITIONS, order, action=action, by=by, comment=comment[:300], blocker=order_blocker,
        effect=decide, stamp="decided", note="why" if comment else "",
        log=lambda _step: audit.record(f"fund_order.{action}", target=order, by=by),
    )  # fmt: skip
    return order


def order_blocker(order: FundOrder, row: workflow.Transition, by: User) -> str:
    """Why this person may not take a step that their role allows, or ''."""
    if order.union_id != by.union_id:
        return _("只能办理本工会的用款次序。")
    if row.is_decision and not {order.entered_by_id, order.entered_for_id}.isdisjoint(people_of(by)):
        return _("这份次序是您拟订的，要由另一位审批人批准。")
    if row.action == "approve" and order.from_on < timezone.localdate():
        return _("起用的日期已经过去，请财务撤回，改日期后重新拟订。")
    return ""
