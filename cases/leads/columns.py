"""The list of leads, for the page and its workbook."""

from django.utils.translation import gettext_lazy as _

from cases.leads.states import ANSWER_TONES, CALL_TONES, LEAD_TONES, QUESTIONNAIRE_TONES
from hardship.kernel.columns import Column, choose

# A row is a Lead.
LEAD_COLUMNS = (
    Column("name", _("姓名"), "name", kind="name", width=10, is_main=True, below="employer"),
    Column("employer", _("单位"), "employer", personal=True, width=24),
    Column("hardship", _("困难情况"), "hardship", personal=True, width=40, wide_only=True),
    Column("state", _("状态"), "state", kind="badge", tones=LEAD_TONES, width=10),
    Column("due_on", _("办理期限"), "due_on", kind="date", width=12),
    Column("channel", _("线索来源"), "get_channel_display", width=14, below="heard_on"),
    Column("heard_on", _("获知日期"), "heard_on", kind="date", width=12),
    Column("union", _("办理工会"), "union.name", kind="union", width=26),
    Column("phone", _("手机号码"), "phone", kind="phone", width=15, default=False),
    Column("id_number", _("身份证号"), "id_number", kind="id_number", width=20, default=False),
    Column("address", _("住址"), "address", personal=True, width=30, default=False),
    Column("cause", _("困难原因"), "get_cause_display", personal=True, width=12, default=False),
    Column(
        "monthly_per_head",
        _("人均月收入（元）"),
        "monthly_per_head",
        kind="money",
        personal=True,
        width=14,
        default=False,
    ),
    Column("demands", _("利益诉求"), "shown_demands", personal=True, width=24, default=False),
    Column("demand_note", _("诉求内容"), "demand_note", personal=True, width=30, default=False),
    Column("heard_from", _("提供人"), "heard_from", personal=True, width=14, default=False),
    Column("note", _("最近办理情况"), "note", personal=True, width=30, default=False),
    Column("reason", _("不需办理的原因"), "get_reason_display", width=18, default=False),
    Column("file_no", _("档案号"), "household.file_no", kind="code", width=20, default=False),
    Column("created_by", _("登记人"), "created_by.name", width=10, default=False),
    Column("closed_at", _("办结时间"), "closed_at", kind="datetime", width=17, default=False),
)
# A row is a Call of selectors.calls.list_calls.
CALL_COLUMNS = (
    Column("title", _("名称"), "title", is_main=True),
    Column("state", _("状态"), "state", kind="badge", tones=CALL_TONES),
    Column("due_on", _("截止日期"), "due_on", kind="date"),
    Column("union", _("发出工会"), "union.name", kind="union"),
    Column("unions", _("应答复"), "unions", kind="count"),
    Column("answered", _("已答复"), "answered", kind="count"),
)
# A row is a CallUnit.
UNIT_COLUMNS = (
    Column("union", _("工会"), "union.name", kind="union", width=30, is_main=True),
    Column("state", _("答复"), "state", kind="badge", tones=ANSWER_TONES, width=10),
    Column("persons", _("上报人数"), "persons", kind="count", width=10),
    Column("note", _("说明"), "note", width=30),
    Column("answered_at", _("答复时间"), "answered_at", kind="datetime", width=17, below="answered_by"),
    Column("answered_by", _("答复人"), "answered_by.name", width=10),
    Column("is_late", _("逾期"), "is_late", kind="boolean", width=8),
    Column("reminded_at", _("催办时间"), "reminded_at", kind="datetime", width=17, wide_only=True),
)
# A row is a Questionnaire of selectors.questionnaires.list_questionnaires.
QUESTIONNAIRE_COLUMNS = (
    Column("union", _("工会"), "union.name", kind="union", width=30, is_main=True, below="call"),
    Column("call", _("收集通知"), "call.title", width=30),
    Column("state", _("状态"), "state", kind="badge", tones=QUESTIONNAIRE_TONES, width=10),
    Column("ends_on", _("填写截止"), "last_on", kind="date", width=12),
    Column("sent", _("填写份数"), "sent", kind="count", width=10),
    Column("persons", _("线索"), "persons", kind="count", width=8),
    Column(
        "opened_at", _("开通时间"), "opened_at", kind="datetime", width=17, below="opened_by", wide_only=True
    ),
    Column("opened_by", _("开通人"), "opened_by.name", width=10),
)
# What a filled-in questionnaire or any list of people may have, one row for a lead.
LEAD_SHEET = choose(
    LEAD_COLUMNS,
    {"name", "phone", "id_number", "employer", "address", "cause", "hardship", "monthly_per_head", "channel",
     "heard_on", "heard_from", "union"},
)  # fmt: skip
