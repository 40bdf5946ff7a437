"""What the ledgers bring to the desk: funds and budget lines, and the names of what is posted."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funds.ledgers.models import BudgetLine
from funds.ledgers.selectors import bucket_totals, list_orders_to_decide, list_to_confirm, numbered
from funds.ledgers.states import Bucket, Event
from hardship.accounts.models import Union
from hardship.accounts.selectors import UNSETTLED
from hardship.accounts.states import APPROVER, FINANCE, FUND_WORKERS, Role
from hardship.kernel.desk import (
    DUTIES,
    FIRST_STEPS,
    HELP,
    PLACES,
    Duty,
    FirstStep,
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

UNSPENT = (Bucket.AVAILABLE, Bucket.COMMITTED, Bucket.IN_TRANSIT, Bucket.FROZEN)

label_actions({f"ledger.{event.value}": event.label for event in Event})
label_papers(
    "ledgers:lines",
    _("每项资金"),
    {"fund_scan": _("查看资金文件"), "fund_usage": _("导出下拨资金使用情况")},
)
label_actions(
    {
        "ledger.fund": _("建立资金"),
        "ledger.fund_scan": _("补资金文件扫描件"),
        "ledger.open_line": _("建立指标"),
        "ledger.close_period": _("结账"),
        "export.journals": _("导出凭证清单"),
        "ledger.arrival": _("确认到账"),
        "fund_order.enter": _("拟订用款次序"),
        "fund_order.approve": _("同意用款次序"),
        "fund_order.decline": _("不同意用款次序"),
        "fund_order.withdraw": _("撤回用款次序"),
        "export.handings": _("导出下拨与退回"),
        "export.funds": _("导出资金清单"),
        "export.final_accounts": _("导出资金决算表"),
        "export.budget_lines": _("导出资金与指标"),
    }
)
label_targets(
    {
        "ledgers.journal": Target(
            _("凭证"), naming=Naming(fields=("year", "number"), pattern="记-{}-{:05d}", find=numbered)
        ),
        "ledgers.fund": Target(_("资金"), naming=Naming(fields=("document_no", "name"), is_numbered=True)),
        "ledgers.budgetline": Target(_("指标"), naming=Naming(fields=("fund__name", "use__name", "year"))),
        "ledgers.fundorder": Target(_("用款次序"), naming=Naming(fields=("from_on",))),
        "ledgers.allocation": Target(
            _("下拨与退回"), "ledgers:handing", naming=Naming(fields=("document_no",), is_numbered=True)
        ),
        "ledgers.period": Target(_("期间"), naming=Naming(fields=("month",))),
    }
)
PLACES.add("ledgers:lines")(Place(_("资金与指标"), "wallet", NavGroup.MONEY, 10, FUND_WORKERS))
HELP.add("ledgers:lines")(
    Help(
        purpose=_("每一笔帮扶资金从哪里来、能用在什么地方、还剩多少。到账、下拨、占用、付出都有凭证。"),
        then=_(
            "财务登记到账、编制指标、下拨、退回，收到的款确认到账；审批批准时自动占用，付款成功自动付讫。"
            "记错了用冲销，不能删改。"
        ),
        seen=_("财务、审核人、审批人和审计人员看得到本工会和下级工会的账。"),
        year=(
            YearWork((1, 2), (Role.FINANCE,), _("按上级文件登记本年度资金来源和指标。")),
            YearWork((), (Role.FINANCE,), _("月底对账，对平以后结账。")),
            YearWork((12,), (Role.FINANCE,), _("结清本年度的占用，没有付出去的弄清原因。")),
            YearWork((1,), (Role.FINANCE,), _("结转上年没有用完的指标，再给 12 月结账。")),
        ),
    )
)


def _handing_item(row: Any) -> TodoItem:
    detail = f"{row.giver.union.name} · {row.use.name} · {format_yuan(row.amount)} {gettext('元')}"
    return TodoItem(str(row), detail, reverse("ledgers:handing", args=[row.pk]), row.upper_journal.on)


DUTIES.add("ledgers.arrivals")(
    Duty(
        "ledgers:handings",
        _("等着确认到账的款"),
        218,
        (FINANCE,),
        lambda user: list_to_confirm(user=user),
        _handing_item,
        "?standing=sent",
        ("upper_journal__on", "pk"),
    )
)


def _order_item(row: Any) -> TodoItem:
    detail = f"{row.source_names} · {gettext('拟订')} {row.enterer}"
    return TodoItem(str(row), detail, reverse("ledgers:orders"), timezone.localdate(row.entered_at))


DUTIES.add("ledgers.orders")(
    Duty(
        "ledgers:orders",
        _("等着批准的用款次序"),
        217,
        (APPROVER,),
        lambda user: list_orders_to_decide(user=user),
        _order_item,
        "",
        ("entered_at", "pk"),
    )
)
FIRST_STEPS.add("ledgers.funds")(
    FirstStep(Role.FINANCE, 10, _("录入资金与指标"), _("按文号登记来源和允许的用途"), "ledgers:funds")
)


@UNSETTLED.add("ledgers.balance")
def money_left(union: Union) -> str:
    """Money on the lines of a union that is neither spent nor given back, in yuan."""
    totals = bucket_totals(BudgetLine.objects.filter(union=union))
    left = sum((totals[bucket] for bucket in UNSPENT), Decimal(0))
    return gettext("没有用完或退回的资金 %(yuan)s 元") % {"yuan": format_yuan(left)} if left else ""
