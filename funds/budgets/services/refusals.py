"""Why a plan may not be written or go on, as sentences for the user; the database's refusals among them."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.workflow import Refused
from hardship.kernel.writes import writes


class BudgetRefused(Refused):
    """A plan that may not be written or approved; the message says what to do."""


# Constraint or trigger → its sentence.
SENTENCES = {
    "budget_version_once": _("这一年度已经有使用计划或者正在起草，请在列表中打开它。"),
    "budget_begins": _("这一年度已经有使用计划或者已经结束，请重新打开，看最新状态。"),
    "budget_rows_stay": _("计划已经提交，不能再改；要改的，请对方退回。"),
    "budget_keeps": _("计划已经提交，不能再改；要改的，请对方退回。"),
    "budget_row_once": _("同一用途、项目和来源只能有一行，请合并。"),
    "distribution_once": _("这个文号已经有这条指标的分配表，请在列表中打开它。"),
    "distribution_keeps": _("分配表已经提交，不能再改；要改的，请审批人退回。"),
    "shares_stay": _("分配表已经提交，不能再改；要改的，请审批人退回。"),
    "share_goes_down": _("只能分配给下级工会，已撤销的不行。"),
    "virement_permitted": _("这笔资金的文件不准许这个用途，请另选。"),
    "virement_undoes_mirrors": _(
        "调回要和原来那笔对应：同一资金，调出、调入对换，金额不超过原来的；一笔只调回一次，"
        "已有申请的请在列表中打开它。"
    ),
    "virement_keeps": _("调剂申请已经提交，不能再改；要改的，作废后重新申请。"),
    "recall_once": _("这个文号已经有这项资金的收回通知，请在列表中打开它。"),
    "recall_keeps": _("收回通知已经提交，不能再改；要改的，请审批人退回。"),
    "recall_rows_stay": _("收回通知已经提交，不能再改；要改的，请审批人退回。"),
    "recall_row_of_the_grant": _("只能收回这项资金下拨给没有撤销的下级工会的款。"),
    "recall_row_answered_once": _("这一行已经办理过，或者收回已经结束，请刷新页面。"),
    "recall_row_by_another": _("收回通知是您编制或批准的，要由收款工会的另一位财务退回。"),
    "recall_due_later": (_("退回期限不能早于文件日期。"), "due_on"),
    "union_is_closed": _("工会已撤销，不能再办理。"),
}


budget_write = writes(BudgetRefused, SENTENCES)
