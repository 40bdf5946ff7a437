"""What bank accounts bring to the desk: a place, what waits for a second person, the names of actions."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funds.books.selectors import count_open_accounts, list_accounts_to_confirm, list_bookings_to_confirm
from funds.books.selectors.cash import get_box, list_counts_to_confirm
from funds.books.states import READERS
from hardship.accounts.models import Union
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

label_actions(
    {
        "bank_account.enter": _("登记银行账户"),
        "bank_account.confirm": _("启用银行账户"),
        "bank_account.decline": _("退回银行账户"),
        "bank_account.close": _("银行账户销户"),
        "bank_account.add_fund": _("资金归户"),
        "bank_account.remove_fund": _("资金移出账户"),
        "bank_account.headings": _("设置对账单列名"),
        "bank_statement.receive": _("上传银行对账单"),
        "bank_statement.take": _("导入银行对账单"),
        "bank_statement.drop": _("放弃银行对账单"),
        "bank_statement.withdraw": _("退回银行对账单"),
        "bank_match.hand": _("手工对账"),
        "bank_match.rule": _("按规则对账"),
        "bank_match.aside": _("标为非帮扶资金"),
        "bank_match.undo": _("撤销对账"),
        "bank_month.sign": _("余额调节表签字"),
        "line_booking.ask": _("提出补记入账"),
        "line_booking.book": _("确认补记入账"),
        "line_booking.refuse": _("退回补记入账"),
        "cash.open": _("启用现金日记账"),
        "cash.enter": _("登记现金"),
        "cash.undo": _("冲销现金登记"),
        "cash.count": _("盘点现金"),
        "cash.confirm_count": _("监盘确认"),
        "cash.recount": _("要求重新盘点"),
        "export.cash_entries": _("导出现金日记账"),
        "voucher.draw": _("生成记账凭证"),
        "voucher.check": _("审核记账凭证"),
        "voucher.papers": _("登记凭证附件"),
        "export.vouchers": _("导出记账凭证清单"),
        "export.bank_accounts": _("导出银行账户"),
    }
)
label_papers(
    "books:list",
    _("每个账户、月份"),
    {
        "bank_month": _("打印余额调节表"),
        "bank_proof": _("查看期初余额证明"),
        "bank_statement": _("下载银行对账单"),
    },
)
label_papers(
    "books:list",
    _("现金箱"),
    {"cash_count": _("打印现金盘点表"), "cash_journal": _("打印现金日记账")},
)
label_papers(
    "books:list",
    _("每个月份"),
    {"voucher_package": _("导出凭证到财务软件"), "voucher_sheets": _("打印记账凭证")},
)
label_targets(
    {
        "books.bankaccount": Target(
            _("银行账户"), "books:account", naming=Naming(fields=("bank_name", "name"))
        ),
        "books.linebooking": Target(_("补记入账"), "books:booking", naming=Naming(fields=("pk",))),
        "books.cashbox": Target(_("库存现金"), naming=Naming(fields=("union__name",))),
        "books.voucher": Target(_("记账凭证"), "books:voucher", naming=Naming(fields=("month", "number"))),
        "books.reconciliation": Target(_("余额调节表"), naming=Naming(fields=("month",))),
    }
)
PLACES.add("books:list")(Place(_("银行对账"), "check", NavGroup.MONEY, 25, frozenset(READERS)))
HELP.add("books:list")(
    Help(
        purpose=_("帮扶资金存在哪个账户，银行对账单与账上逐笔对得上，每月编一份余额调节表。"),
        then=_(
            "财务登记账户，另一位核对余额证明后启用；出纳或财务导入对账单，财务对账，利息和手续费由两个人补记入账；"
            "没有导入对账单的另一位签字，签字以后这个月不能再改。"
        ),
        seen=_("本工会和上级工会的财务、出纳、审核人、审批人和审计人员看得到；账号只显示后四位。"),
        year=(
            YearWork((), (Role.CASHIER, Role.FINANCE), _("每月初导入上月的银行对账单。")),
            YearWork((), (Role.FINANCE,), _("每月初对账，签余额调节表，再给上月结账。")),
        ),
    )
)


def _account_item(row: Any) -> TodoItem:
    day = timezone.localdate(row.entered_at)
    return TodoItem(str(row), row.name, reverse("books:account", args=[row.pk]), since_on=day)


def _booking_item(row: Any) -> TodoItem:
    title = f"{row.get_kind_display()} {format_yuan(row.line.amount)}"
    return TodoItem(
        title, str(row.line.account), reverse("books:booking", args=[row.pk]), since_on=row.line.on
    )


def _count_item(row: Any) -> TodoItem:
    title = gettext("盘点 %(found)s 元") % {"found": format_yuan(row.found)}
    return TodoItem(title, f"{row}", reverse("books:cash"), since_on=row.on)


SECONDS = (FINANCE, APPROVER)
DUTIES.add("books.accounts")(
    Duty(
        "books:list",
        _("待确认的银行账户"),
        225,
        SECONDS,
        list_accounts_to_confirm,
        _account_item,
        "?state=entered",
        ("entered_at", "pk"),
    )
)
DUTIES.add("books.bookings")(
    Duty("books:list", _("待确认的补记入账"), 226, SECONDS, list_bookings_to_confirm, _booking_item)
)


DUTIES.add("books.counts")(
    Duty("books:cash", _("待监盘确认的现金盘点"), 231, SECONDS, list_counts_to_confirm, _count_item)
)


@UNSETTLED.add("books.cash")
def left_cash(union: Union) -> str:
    """Cash that a union holds."""
    box = get_box(union)
    return gettext("库存现金 %(yuan)s 元") % {"yuan": format_yuan(box.balance)} if box and box.balance else ""


@UNSETTLED.add("books.accounts")
def open_accounts(union: Union) -> str:
    """Bank accounts of a union that are in use."""
    count = count_open_accounts(union)
    return gettext("没有销户的银行账户 %(n)s 个") % {"n": count} if count else ""
