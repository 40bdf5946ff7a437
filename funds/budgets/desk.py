"""What plans of use bring to the desk: a place, what waits, who has no plan, the names of what is done."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as L

from funds.budgets.models import Budget, Distribution, Recall, RecallRow, Virement
from funds.budgets.rules import last_day
from funds.budgets.selectors import (
    list_due_funds,
    list_own_missing,
    list_recalls_to_decide,
    list_to_approve,
    list_to_check,
    list_to_decide,
    list_to_give_back,
    list_to_send,
    list_virements_to_approve,
    list_virements_to_book,
    list_virements_to_check,
)
from funds.budgets.services.steps import ANSWERED
from funds.budgets.states import BOOKKEEPERS, CHECKERS, READERS, VIREMENT_CHECKERS, WRITERS
from funds.ledgers.models import Fund
from hardship.accounts.models import Union
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
    Post,
    Target,
    TodoItem,
    YearWork,
    label_actions,
    label_papers,
    label_targets,
)
from hardship.kernel.money import format_yuan
from hardship.messaging.services import KINDS, MessageKind

label_actions(
    {
        "budget.draft": L("起草使用计划"),
        "budget.save": L("修改使用计划"),
        "budget.adjust": L("起草使用计划的调整"),
        "budget.submit": L("提交使用计划"),
        "budget.check": L("复核使用计划"),
        "budget.return": L("退回使用计划"),
        "budget.approve": L("批准使用计划"),
        "budget.superseded": L("使用计划由调整后的代替"),
        "budget.drop": L("作废使用计划"),
        "budget.close": L("结束使用计划"),
        "distribution.draw_up": L("起草资金分配表"),
        "distribution.fill": L("修改资金分配表"),
        "distribution.put_share": L("修改一个工会的分配金额"),
        "distribution.submit": L("提交资金分配表"),
        "distribution.approve": L("批准资金分配表"),
        "distribution.return": L("退回资金分配表"),
        "distribution.send": L("按分配表下拨"),
        "distribution.drop": L("作废资金分配表"),
        "recall.draw_up": L("起草资金收回"),
        "recall.fill": L("修改资金收回"),
        "recall.submit": L("提交资金收回"),
        "recall.approve": L("批准资金收回"),
        "recall.return": L("退回资金收回"),
        "recall.finish": L("结束资金收回"),
        "recall.drop": L("作废资金收回"),
        "recall.answer": L("按收回通知退回"),
        "export.recalls": L("导出资金收回"),
        "export.recall_rows": L("导出资金收回明细"),
        "virement.ask": L("申请用途调剂"),
        "virement.check": L("复核用途调剂"),
        "virement.refuse": L("不同意用途调剂"),
        "virement.approve": L("批准用途调剂"),
        "virement.book": L("用途调剂记账"),
        "virement.drop": L("作废用途调剂"),
        "export.virements": L("导出用途调剂"),
        "export.distributions": L("导出资金分配表"),
        "export.distribution_shares": L("导出资金分配明细"),
        "export.budgets": L("导出使用计划"),
        "export.budget_rows": L("导出使用计划明细"),
        "export.budget_comparison": L("导出计划与执行"),
    }
)
label_papers("budgets:list", L("每份计划"), {"budget_paper": L("打印使用计划表")})
label_papers("budgets:distributions", L("每份分配表"), {"distribution_paper": L("打印资金分配表")})
label_papers("budgets:recalls", L("每份收回通知"), {"recall_paper": L("打印收回通知书")})
label_papers("budgets:virements", L("每次调剂"), {"virement_paper": L("打印调剂审批表")})
label_targets(
    {
        "budgets.budget": Target(L("使用计划"), "budgets:budget", naming=Naming(fields=("year", "number"))),
        "budgets.distribution": Target(
            L("资金分配表"), "budgets:distribution", naming=Naming(fields=("document_no",), is_numbered=True)
        ),
        "budgets.recall": Target(
            L("资金收回"), "budgets:recall", naming=Naming(fields=("document_no",), is_numbered=True)
        ),
        "budgets.virement": Target(
            L("用途调剂"), "budgets:virement", naming=Naming(fields=("document_no",), is_numbered=True)
        ),
    }
)
PLACES.add("budgets:list")(Place(L("使用计划"), "calendar", NavGroup.MONEY, 12, frozenset(READERS)))
HELP.add("budgets:list")(
    Help(
        purpose=L("一年打算把帮扶资金用在哪里：按用途、项目、季度列人次和金额，和实际批准、发放的对照。"),
        then=L(
            "经办人或财务编制，另一位复核，审批人凭会议纪要批准；一年可以自行调整一次，再调整由上级工会批准。"
        ),
        seen=L("经办人、财务、审核人、审批人和审计人员看得到本工会和下级工会的。"),
        year=(
            YearWork((11, 12), WRITERS, L("用今年的实际数编下一年的使用计划，年底前批准。")),
            YearWork((7,), (Role.FINANCE,), L("对照上半年的执行情况，差得多的调整计划。")),
            YearWork((12,), (Role.FINANCE,), L("年底结束本年的使用计划。")),
        ),
    )
)
PLACES.add("budgets:distributions")(
    Place(L("资金分配表"), "swap", NavGroup.MONEY, 14, frozenset(BOOKKEEPERS), tab_of="budgets:list")
)
HELP.add("budgets:distributions")(
    Help(
        purpose=L("一个文件的钱一次分给许多下级工会：每个工会多少、依据是什么、到账没有、用了多少。"),
        then=L("财务新建并填好金额，审批人凭文号批准，财务再全部下拨；双方账上同时登记，对方财务确认到账。"),
        seen=L("财务、审核人、审批人和审计人员看得到本工会和下级工会的。"),
        year=(YearWork((), (Role.FINANCE,), L("上级资金到账后，按文件期限分给下级工会。")),),
    )
)
PLACES.add("budgets:recalls")(
    Place(L("资金收回"), "return", NavGroup.MONEY, 16, frozenset(BOOKKEEPERS), tab_of="budgets:list")
)
HELP.add("budgets:recalls")(
    Help(
        purpose=L("下拨的钱到期没有用完，一份通知向许多下级工会收回：每个工会退多少、退了没有、为什么不退。"),
        then=L(
            "到期前三十日起，财务选资金并核对金额，审批人凭文号批准；下级财务按通知退回，双方账上同时登记，"
            "上级财务再确认收到。已批准待付、冻结的不收。"
        ),
        seen=L("财务、审核人、审批人和审计人员看得到本工会和下级工会的，以及上级向本工会收回的。"),
        year=(YearWork((11, 12), (Role.FINANCE,), L("核对到期的资金，下级用不完的收回。")),),
    )
)
PLACES.add("budgets:virements")(Place(L("用途调剂"), "swap", NavGroup.MONEY, 15, frozenset(BOOKKEEPERS)))
HELP.add("budgets:virements")(
    Help(
        purpose=L("同一笔资金的钱在文件准许的用途之间调剂：从哪个用途到哪个、多少、凭什么文件。"),
        then=L("财务申请，另一位复核，审批人批准，财务再记账；要调回的，按同样的办法再办一次。"),
        seen=L("财务、审核人、审批人和审计人员看得到本工会和下级工会的。"),
        year=(YearWork((9, 10), (Role.FINANCE,), L("核对各用途的进度，用不完的及早调剂。")),),
    )
)
KINDS.add(ANSWERED)(
    MessageKind(
        L("您编制的使用计划有了结果"), L("看计划"), lambda key: reverse("budgets:budget", args=[key])
    )
)  # fmt: skip


def _item(row: Budget) -> TodoItem:
    return TodoItem(row.title, row.union.name, reverse("budgets:budget", args=[row.pk]))


def _missing_item(union: Union) -> TodoItem:
    today = timezone.localdate()
    detail = _("%(year)s 年或 %(next)s 年还没有使用计划") % {"year": today.year, "next": today.year + 1}
    return TodoItem(union.name, detail, reverse("budgets:new"))


DUTIES.add("budgets.to_check")(
    Duty(
        "budgets:list", L("待复核的使用计划"), 219, tuple(Post(role) for role in CHECKERS), list_to_check,
        _item, "?state=submitted",
    )
)  # fmt: skip
DUTIES.add("budgets.to_approve")(
    Duty("budgets:list", L("待批准的使用计划"), 221, (APPROVER,), list_to_approve, _item, "?state=checked")
)
DUTIES.add("budgets.missing")(
    Duty(
        "budgets:list", L("还没有编的使用计划"), 222, tuple(Post(role) for role in WRITERS), list_own_missing,
        _missing_item,
    )
)  # fmt: skip


def _sheet_item(row: Distribution) -> TodoItem:
    return TodoItem(row.document_no, row.get_state_display(), reverse("budgets:distribution", args=[row.pk]))


DUTIES.add("budgets.distributions_to_decide")(
    Duty(
        "budgets:distributions", L("待批准的资金分配表"), 223, (APPROVER,), list_to_decide, _sheet_item,
        "?state=submitted",
    )
)  # fmt: skip
DUTIES.add("budgets.distributions_to_send")(
    Duty(
        "budgets:distributions", L("批准了还没下拨的分配表"), 224, (FINANCE,), list_to_send, _sheet_item,
        "?state=approved",
    )
)  # fmt: skip


def _virement_item(row: Virement) -> TodoItem:
    return TodoItem(row.document_no, row.get_state_display(), reverse("budgets:virement", args=[row.pk]))


for _key, _label, _order, _posts, _rows, _state in (
    ("to_check", L("待复核的用途调剂"), 227, tuple(Post(role) for role in VIREMENT_CHECKERS),
     list_virements_to_check, "submitted"),
    ("to_approve", L("待批准的用途调剂"), 228, (APPROVER,), list_virements_to_approve, "checked"),
    ("to_book", L("批准了还没记账的用途调剂"), 229, (FINANCE,), list_virements_to_book, "approved"),
):  # fmt: skip
    DUTIES.add(f"budgets.virements_{_key}")(
        Duty("budgets:virements", _label, _order, _posts, _rows, _virement_item, f"?state={_state}")
    )


def _due_item(fund: Fund) -> TodoItem:
    last = last_day(fund.use_by, fund.return_by)
    return TodoItem(str(fund), _("下级还有没用的钱"), f"{reverse('budgets:recall_new')}?fund={fund.pk}", last)


def _recall_item(row: Recall) -> TodoItem:
    return TodoItem(row.document_no, row.get_state_display(), reverse("budgets:recall", args=[row.pk]))


def _back_item(row: RecallRow) -> TodoItem:
    detail = f"{row.line.fund.name} · {row.line.use.name} · {format_yuan(row.amount)} {_('元')}"
    url = reverse("budgets:recall_answer", args=[row.pk])
    return TodoItem(row.recall.document_no, detail, url, row.recall.due_on)


DUTIES.add("budgets.recalls_due")(
    Duty("budgets:recalls", L("到期该收回的资金"), 232, (FINANCE,), list_due_funds, _due_item)
)
DUTIES.add("budgets.recalls_to_decide")(
    Duty(
        "budgets:recalls", L("待批准的资金收回"), 233, (APPROVER,), list_recalls_to_decide, _recall_item,
        "?state=submitted",
    )
)  # fmt: skip
DUTIES.add("budgets.recalls_to_answer")(
    Duty(
        "budgets:recalls", L("上级通知退回的款"), 234, (FINANCE,), list_to_give_back, _back_item,
        "?state=notified", ("recall__due_on", "pk"),
    )
)  # fmt: skip
