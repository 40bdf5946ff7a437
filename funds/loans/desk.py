"""What loans bring to the desk: what is late, what waits to be written off."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

from funds.loans.models import Loan
from funds.loans.selectors import list_overdue, list_to_write_off
from funds.loans.services import DECLINED
from funds.loans.states import READERS
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
    label_targets,
)
from hardship.kernel.money import format_yuan
from hardship.messaging.services import KINDS, MessageKind

label_actions(
    {
        "loan.grant": L("批准周转金借款"),
        "loan.cancel": L("取消周转金借款"),
        "loan.lend": L("周转金借款到账"),
        "loan.bounce": L("周转金借款退汇"),
        "loan.repay": L("登记周转金还款"),
        "loan.settle": L("周转金借款还清"),
        "loan.ask_write_off": L("申请核销周转金借款"),
        "loan.write_off": L("批准核销周转金借款"),
        "loan.decline_write_off": L("不同意核销周转金借款"),
        "export.loans": L("导出周转金借款台账"),
    }
)
label_targets(
    {
        "loans.loan": Target(
            L("周转金借款"),
            "loans:loan",
            naming=Naming(fields=("number",), person="borrower", is_numbered=True, subject="subject"),
        )
    }
)
PLACES.add("loans:list")(Place(L("周转金借款"), "return", NavGroup.MONEY, 26, frozenset(READERS)))
HELP.add("loans:list")(
    Help(
        purpose=L("借给困难职工创业的周转金：借了多少、还了多少、还有多少在外面、哪些逾期，不计利息。"),
        then=L("还来的本金回到原来的指标，可以再借。收不回的由财务凭文件申请核销，审批人批准。"),
        seen=L(
            "财务、出纳、审核人、审批人和审计人员看得到管辖范围内的；经办人在家庭的“资金往来”里看得到这户还有多少没有还。"
        ),
        year=(YearWork((6, 12), (Role.FINANCE,), L("清一次逾期未还的借款。")),),
    )
)

KINDS.add(DECLINED)(
    MessageKind(L("您申请的周转金核销没有同意"), L("看借款"), lambda key: reverse("loans:loan", args=[key]))
)


def _item(row: Loan) -> TodoItem:
    detail = _("未还 %(left)s 元 · %(number)s") % {"left": format_yuan(row.left), "number": row.number}
    return TodoItem(row.borrower, detail, reverse("loans:loan", args=[row.pk]))


DUTIES.add("loans.overdue")(
    Duty("loans:list", L("逾期未还的周转金借款"), 41, (FINANCE,), list_overdue, _item)
)
DUTIES.add("loans.to_write_off")(
    Duty("loans:list", L("待批准核销的周转金借款"), 42, (APPROVER,), list_to_write_off, _item)
)
