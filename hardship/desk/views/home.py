"""工作台: what waits for me, what runs late, what I last touched, and the next step for somebody new."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.desk.selectors import address, list_recent, list_tiles, list_todo


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    groups = list_todo(request.user)
    for group in groups:
        group.url = address(group.place) + group.query
    late = sum(1 for group in groups for item in group.items if item.days is not None and item.days < 0)
    context = {
        "groups": groups,
        "waiting": sum(group.count for group in groups if not group.is_draft),
        "drafts": sum(group.count for group in groups if group.is_draft),
        "late": late,
        "recent": list_recent(request.user),
        "steps": first_steps(request.user),
        "tiles": list_tiles(request.user),
    }
    return render(request, "desk/home.html", context)


def first_steps(user: User) -> list[dict[str, Any]]:
    """What each role begins with."""
    steps = {
        Role.CLERK: [
            (_("新建一户档案"), _("录入职工和家庭情况，系统即时核算"), "archives:new"),
            (_("导入已有花名册"), _("全国 2017 版表格可直接导入"), "rosters:import_new"),
        ],
        Role.REVIEWER: [
            (_("审核下级提交的档案"), _("对照材料，逐项退回或建档"), "archives:list"),
            (_("审核帮扶申请"), _("核对金额和材料，通过后公示"), "approvals:inbox"),
        ],
        Role.APPROVER: [(_("审批公示期满的申请"), _("批准时占用资金指标"), "approvals:inbox")],
        Role.FINANCE: [
            (_("录入资金与指标"), _("按文号登记来源和允许的用途"), "ledgers:funds"),
            (_("制作发放批次"), _("已批准的申请生成银行名单"), "payments:new"),
        ],
        Role.AUDITOR: [
            (_("导出发放花名册"), _("与台账逐笔相符"), "payments:roster"),
            (_("查看操作日志"), _("谁在何时看过、改过、导出过什么"), "desk:log"),
        ],
        Role.ADMINISTRATOR: [
            (_("建立下级工会"), _("每个工会一个节点，档案随之归属"), "accounts:unions"),
            (_("开设人员账号"), _("按角色授权，首次登录改密码"), "accounts:users"),
        ],
    }
    return [
        {"title": title, "text": text, "url": url}
        for role, rows in steps.items()
        if role in user.roles
        for title, text, name in rows
        if (url := address(name))
    ]
