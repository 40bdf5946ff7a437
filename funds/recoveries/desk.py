"""What recoveries bring to the desk: what is late, what waits to be waived."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.recoveries.models import Recovery, SetOff
from funds.recoveries.selectors import count_open, list_overdue, list_to_decide, list_to_waive
from funds.recoveries.services.setting_off import ANSWERED
from funds.recoveries.states import READERS
from hardship.accounts.models import Union, User
from hardship.accounts.selectors import UNSETTLED
from hardship.accounts.states import APPROVER, FINANCE, Role
from hardship.kernel.desk import (
    DUTIES,
    HELP,
    PLACES,
    Duty,
    Help,
    Naming,
    NavGroup,
    Place,
    Target,
    TodoItem,
    YearWork,
    label_actions,
    label_papers,
    label_targets,
)
from hardship.kernel.money import format_yuan
from hardship.messaging.services import KINDS, MessageKind

L = gettext_lazy
label_actions(
    {
        "recovery.open": L("发起追回"),
        "recovery.agree": L("约定分期还款"),
        "recovery.repay": L("登记追回收款"),
        "recovery.settle": L("登记追回收款，结清"),
        "recovery.ask_waiver": L("申请豁免追回"),
        "recovery.waive": L("批准豁免追回"),
        "recovery.decline": L("不同意豁免追回"),
        "recovery.ask_set_off": L("申请抵扣追回"),
        "recovery.approve_set_off": L("同意抵扣追回"),
        "recovery.decline_set_off": L("不同意抵扣追回"),
        "recovery.withdraw_set_off": L("撤回抵扣追回"),
        "recovery.ask_undo_set_off": L("申请撤销抵扣"),
        "recovery.undo_set_off": L("同意撤销抵扣"),
        "recovery.keep_set_off": L("不同意撤销抵扣"),
        "recovery.reopen": L("抵扣撤销，继续追回"),
        "recovery.void": L("作废追回"),
        "recovery.bounce": L("银行已退汇，作废追回"),
        "export.recoveries": L("导出追回台账"),
    }
)
label_papers(
    "recoveries:list",
    L("每笔追回"),
    {"recovery_letter": L("打印追回通知书"), "set_off_proof": L("查看抵扣同意书")},
)
label_targets(
    {
        "recoveries.recovery": Target(
            L("追回"),
            "recoveries:recovery",
            naming=Naming(
                fields=("number",),
                person="payment__payee",
                is_numbered=True,
                subject="payment__payable__subject",
            ),
        ),
        "recoveries.setoff": Target(
            L("抵扣"),
            "recoveries:set_off",
            naming=Naming(fields=("recovery__number",), person="payable__payee", subject="payable__subject"),
        ),
    }
)
PLACES.add("recoveries:list")(Place(L("追回"), "return", NavGroup.MONEY, 24, frozenset(READERS)))
HELP.add("recoveries:list")(
    Help(
        purpose=L(
            "发出去又要收回来的帮扶款：多发、发错人、撤销批准、急难查实不符合、发放前去世的，一笔一张追回单。"
        ),
        then=L(
            "财务发起并打印通知书，可以约定分期，本人书面同意的也可以从以后应发的款里抵扣，由审批人批准；收到的钱回到原来的资金和指标，限额同时恢复。收不回的申请豁免，由审批人批准；发起错了、还没有收到钱的可以作废。"
        ),
        seen=L("财务、出纳、审核人、审批人和审计人员看得到管辖范围内的。"),
        year=(YearWork((12,), (Role.FINANCE,), L("年底清一次逾期未还的，能收的收，收不回的报豁免。")),),
    )
)

KINDS.add(ANSWERED)(
    MessageKind(
        L("您申请的抵扣有了结果"),
        L("看抵扣"),
        lambda key: reverse("recoveries:set_off", args=[key]),
    )
)


def _item(row: Recovery) -> TodoItem:
    detail = _("还应收回 %(left)s 元 · %(number)s") % {"left": format_yuan(row.left), "number": row.number}
    return TodoItem(row.payment.payee, detail, reverse("recoveries:recovery", args=[row.pk]), row.next_due_on)


def _overdue(user: User) -> QuerySet[Recovery]:
    return list_overdue(user)


DUTIES.add("recoveries.overdue")(
    Duty(
        "recoveries:list",
        L("逾期未还的追回"),
        38,
        (FINANCE,),
        _overdue,
        _item,
        "?show=overdue",
        ("next_due_on", "pk"),
    )
)
DUTIES.add("recoveries.waive")(
    Duty("recoveries:list", L("申请豁免的追回"), 39, (APPROVER,), list_to_waive, _item, "?show=open", ("pk",))
)


def _set_off_item(row: SetOff) -> TodoItem:
    words = {"yuan": format_yuan(row.amount), "number": row.recovery.number}
    detail = _("从%(purpose)s里抵扣 %(yuan)s 元 · %(number)s") % {"purpose": row.payable.purpose, **words}
    return TodoItem(row.payable.payee, detail, reverse("recoveries:set_off", args=[row.pk]))


DUTIES.add("recoveries.set_off")(
    Duty(
        "recoveries:list",
        L("申请抵扣的追回"),
        43,
        (APPROVER,),
        list_to_decide,
        _set_off_item,
        "?show=open",
        ("pk",),
    )
)


@UNSETTLED.add("recoveries.open")
def open_recoveries(union: Union) -> str:
    """What a union is still to get back."""
    count = count_open(union.pk)
    return _("没有收完的追回 %(n)s 笔") % {"n": count} if count else ""
