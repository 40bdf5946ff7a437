"""What the actions of the audit trail are called: taken from the transition tables, the rest named here."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.applications.states import State as ApplicationState
from cases.approvals.states import TRANSITIONS as APPLICATION_STEPS
from cases.archives.states import (
    CHECK_TRANSITIONS,
    DUPLICATE_TRANSITIONS,
    HIT_TRANSITIONS,
    IMPORT_TRANSITIONS,
    MERGE_TRANSITIONS,
    Section,
)
from cases.archives.states import TRANSITIONS as FILE_STEPS
from cases.archives.states import State as FileState
from cases.policies.states import POLICY_TRANSITIONS, PolicyState
from funds.ledgers.states import Event
from funds.payments.states import TRANSITIONS as BATCH_STEPS
from funds.payments.states import BatchState
from hardship.accounts.states import Role

ACTION_LABELS: dict[str, object] = {
    **{f"household.{row.action}": row.label for row in FILE_STEPS},
    **{f"application.{row.action}": row.label for row in APPLICATION_STEPS},
    **{f"batch.{row.action}": row.label for row in BATCH_STEPS},
    **{f"policy.{row.action}": format_lazy(_("制度：{}"), row.label) for row in POLICY_TRANSITIONS},
    **{f"import.{row.action}": format_lazy(_("花名册：{}"), row.label) for row in IMPORT_TRANSITIONS},
    **{f"crosscheck.{row.action}": format_lazy(_("核对名单：{}"), row.label) for row in CHECK_TRANSITIONS},
    **{f"crosscheck_hit.{row.action}": format_lazy(_("核对差异：{}"), row.label) for row in HIT_TRANSITIONS},
    **{f"duplicate.{row.action}": format_lazy(_("疑似重复：{}"), row.label) for row in DUPLICATE_TRANSITIONS},
    **{f"household.{row.action}": row.label for row in MERGE_TRANSITIONS},
    "crosscheck.upload": _("上传核对名单"),
    "duplicates.search": _("查找疑似重复"),
    "export.crosscheck_people": _("导出待核对人员名单"),
    **{f"ledger.{event.value}": event.label for event in Event},
    "household.start": _("建立档案草稿"),
    "household.save": _("保存档案内容"),
    "household.import": _("由花名册导入"),
    "household.evidence_add": _("上传材料"),
    "household.evidence_remove": _("移除材料"),
    "household.months": _("登记月度收支"),
    "household.cause": _("登记致困原因查明"),
    "household.reopen": _("重新建档"),
    "evidence.read": _("查看材料"),
    "case.open": _("打开档案"),
    "reveal": _("显示完整号码"),
    "assessment.request_override": _("提出人工认定"),
    "assessment.approve_override": _("同意人工认定"),
    "assessment.refuse_override": _("不同意人工认定"),
    "assessment.withdraw_override": _("撤回人工认定"),
    "assessment.overridden": _("按人工认定建档"),
    "export.assessment_sheet": _("打印困难认定核算表"),
    "id_check": _("查重得知在其他工会建档"),
    "application.start": _("发起申请"),
    "application.save": _("保存申请内容"),
    "application.attach": _("添加申请材料"),
    "application.detach": _("移除申请材料"),
    "application.object": _("登记异议"),
    "application.answer": _("答复异议"),
    "application.withdraw_notice": _("撤下公示"),
    "notice.publish": _("发布公示"),
    "notice.conclude": _("公示结束"),
    "batch.make": _("制作发放批次"),
    "batch.paid": _("登记到账"),
    "batch.failed": _("登记发放失败"),
    "payment.correct_account": _("更正收款账号"),
    "ledger.fund": _("建立资金"),
    "ledger.open_line": _("建立指标"),
    "ledger.close_period": _("结账"),
    "filter.save": _("保存常用筛选"),
    "filter.change": _("修改常用筛选"),
    "filter.default": _("设定默认筛选"),
    "filter.move": _("调整常用筛选次序"),
    "filter.remove": _("删除常用筛选"),
    "filter.restore": _("恢复常用筛选"),
    "import.upload": _("上传花名册"),
    "policy.what_if": _("制度：试行测算"),
    "policy.write": _("制度：保存草稿"),
    "policy.attach": _("制度：上传文件原件"),
    "policy.load": _("制度：由文件载入"),
    "layout.save": _("保存花名册版式"),
    "layout.remove": _("删除花名册版式"),
    "roster.ask_full": _("申请导出完整号码"),
    "household.import_update": _("按花名册更新"),
    "household.import_restore": _("撤销按花名册的更新"),
    "policies.add_standard": _("录入低保标准"),
    "policies.add_minimum_wage": _("录入最低工资标准"),
    "policies.load_programme": _("载入帮扶项目"),
    "policies.set_day": _("修改放假安排"),
    "policies.remove_day": _("删除放假安排"),
    "export.archive_roster": _("导出困难职工花名册"),
    "export.archive_form": _("打印档案表"),
    "export.authorisation": _("打印承诺与授权书"),
    "export.import_errors": _("下载花名册错误清单"),
    "export.applications": _("导出帮扶申请"),
    "export.approval_form": _("打印申请审批表"),
    "export.public_notice": _("打印公示"),
    "export.budget_lines": _("导出资金与指标"),
    "export.what_if": _("导出试行测算"),
    "export.policy": _("导出制度"),
    "export.archive_statistics": _("导出档案统计表"),
    "export.audit_log": _("导出操作日志"),
    "export.payment_roster": _("导出发放花名册"),
    "export.signature_roster": _("打印发放花名册"),
    "export.bank_list": _("导出银行名单"),
    "job.enqueue": _("提交后台任务"),
    "job.cancel": _("取消后台任务"),
    "job.retry": _("重试后台任务"),
    "job.finish": _("后台任务完成"),
    "job.give_up": _("后台任务失败"),
    "job.download": _("下载任务结果"),
    "job.expire": _("清除过期结果"),
    "login": _("登录"),
    "login.fail": _("登录失败"),
    "login.locked": _("登录被锁定"),
    "logout": _("退出"),
    "user.create": _("新建人员"),
    "user.change": _("修改人员"),
    "user.enable": _("启用人员"),
    "user.disable": _("停用人员"),
    "user.reset_password": _("重置密码"),
    "user.change_password": _("修改密码"),
    "union.create": _("新建工会"),
    "union.change": _("修改工会"),
    "union.close": _("撤销工会"),
}


def action_label(action: str) -> str:
    """The action in words; one without a name shows its code."""
    return str(ACTION_LABELS.get(action, action))


TARGET_LABELS: dict[str, object] = {
    "archives.household": _("档案"),
    "archives.member": _("人员"),
    "archives.evidence": _("材料"),
    "archives.rosterimport": _("花名册"),
    "archives.savedfilter": _("常用筛选"),
    "archives.crosscheck": _("核对名单"),
    "archives.crosscheckhit": _("核对差异"),
    "archives.duplicatesuspicion": _("疑似重复"),
    "applications.application": _("申请"),
    "approvals.publicnotice": _("公示"),
    "payments.paymentbatch": _("批次"),
    "payments.payment": _("发放"),
    "ledgers.journal": _("凭证"),
    "ledgers.fund": _("资金"),
    "ledgers.budgetline": _("指标"),
    "ledgers.period": _("期间"),
    "policies.policy": _("制度"),
    "archives.whatif": _("试行测算"),
    "policies.livingstandard": _("低保标准"),
    "policies.minimumwage": _("最低工资"),
    "policies.programme": _("帮扶项目"),
    "policies.calendarday": _("日期"),
    "accounts.user": _("账号"),
    "accounts.union": _("工会"),
    "jobs.job": _("任务"),
}

TARGET_PAGES = {"archives.household": "desk:case", "applications.application": "applications:detail"}

# Codes that stand in a record's data, by the key they stand under.
VALUE_LABELS: dict[str, dict[str, object]] = {
    "state": dict([*FileState.choices, *ApplicationState.choices, *BatchState.choices, *PolicyState.choices]),
    "section": {**dict(Section.choices), "months": _("月度收支"), "cause": _("致困原因查明")},
    "field": {"id_number": _("身份证号"), "phone": _("电话"), "bank_card": _("银行卡号")},
    "roles": dict(Role.choices),
}

# What of a record's data is told, and how it is called; the rest is for machines.
DETAIL_LABELS: dict[str, object] = {
    "rows": _("行数"),
    "masked": _("脱敏"),
    "filters": _("条件"),
    "sha256": _("文件指纹"),
    "section": _("部分"),
    "field": _("项目"),
    "fields": _("项目"),
    "state": _("状态"),
    "roles": _("角色"),
    "lines": _("序号"),
    "kind": _("种类"),
    "job_kind": _("种类"),
    "amount": _("金额"),
    "count": _("数量"),
    "on": _("日期"),
    "months": _("月份"),
    "code": _("编码"),
    "level": _("级别"),
}
