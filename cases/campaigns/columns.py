"""What is listed of campaigns: campaigns, the groups of one, what falls to which union, lists and whoever is
on one, those who may be put there, teams and whom they see."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from cases.campaigns.states import LIST_TONES, PART_TONES, TONES
from hardship.kernel.columns import Column

# A row is a Campaign of `selectors.list_campaigns`.
CAMPAIGNS = (
    Column("name", _("慰问活动"), "name", width=28, is_main=True, below="union"),
    Column("union", _("工会"), "union.name", kind="union", width=26),
    Column("kind", _("活动类型"), "get_kind_display", width=18),
    Column("from_on", _("开始日期"), "from_on", kind="date", sorts="from_on"),
    Column("until_on", _("结束日期"), "until_on", kind="date"),
    Column("document_no", _("通知文号"), "document_no", kind="code", width=24, default=False),
    Column("people", _("名额（人）"), "people", kind="count", width=12),
    Column("yuan", _("名额（元）"), "yuan", kind="money", width=16),
    Column("state", _("状态"), "state", kind="badge", width=12, tones=TONES),
)
# A row is a TargetGroup.
GROUPS = (
    Column("name", _("慰问对象"), "name", width=24, is_main=True, below="proof"),
    Column("proof", _("认定依据"), "proof", width=30),
    Column("cash", _("现金（元/人）"), "cash", kind="money", width=16),
    Column("goods", _("物资折价（元/人）"), "goods", kind="money", width=18),
    Column("each", _("合计（元/人）"), "group.each", kind="money", width=16),
    Column("by_heads", _("登记方式"), "way", width=14),
)
# A row is a Quota of `selectors.list_quotas`.
QUOTAS = (
    Column("union", _("工会"), "union.name", kind="union", width=28, is_main=True),
    Column("households", _("户数"), "households", kind="count", width=10),
    Column("people", _("人数"), "people", kind="count", width=10),
    Column("yuan", _("金额（元）"), "yuan", kind="money", width=16),
)
# A row is a CampaignList of `selectors.list_lists`.
LISTS = (
    Column("union", _("工会"), "union.name", kind="union", width=28, is_main=True, below="campaign"),
    Column("campaign", _("慰问活动"), "campaign.name", width=28),
    Column("people", _("人数"), "people", kind="count", width=10),
    Column("households", _("户数"), "households", kind="count", width=10),
    Column("cash", _("现金（元）"), "cash", kind="money", width=16),
    Column("goods", _("物资折价（元）"), "goods", kind="money", width=16),
    Column("yuan", _("合计（元）"), "yuan", kind="money", width=16),
    Column("submitted_at", _("上报时间"), "submitted_at", kind="date", width=12, sorts="submitted_at"),
    Column("state", _("状态"), "state", kind="badge", width=10, tones=LIST_TONES),
)
# A row is a Beneficiary of `selectors.list_beneficiaries`; `remark` is drawn by the page.
BENEFICIARIES = (
    Column("name", _("姓名或单位"), "name", kind="name", width=14, is_main=True, below="remark"),
    Column("group", _("慰问对象"), "group.name", width=18),
    Column("id_number", _("身份证号"), "id_number", kind="id_number", width=22),
    Column("employer", _("工作单位"), "employer", width=26, wide_only=True),
    Column("phone", _("手机号码"), "phone", kind="phone", width=16, default=False),
    Column("file_no", _("档案号"), "household.file_no", kind="code", width=20, default=False),
    Column("heads", _("人数"), "heads", kind="count", width=8),
    Column("cash", _("现金（元）"), "cash", kind="money", width=14),
    Column("goods", _("物资折价（元）"), "goods", kind="money", width=14),
    Column("yuan", _("合计（元）"), "yuan", kind="money", width=14),
    Column("reason", _("慰问原因"), "reason", width=24, personal=True, default=False),
    Column("paid", _("发放"), "paid_words", width=10),
    Column("remark", _("提示"), "remark", width=24, personal=True),
)
# A row is a selectors.renewals.Candidate.
RENEWALS = (
    Column("name", _("学生"), "name", kind="name", width=14, is_main=True),
    Column("stage", _("在读阶段"), "stage", width=12),
    Column("graduates", _("毕业年份"), "graduates", width=10),
    Column("aid_year", _("第几年资助"), "aid_year", kind="count", width=10),
    Column("why", _("列入或不列入的原因"), "words", width=36),
)
# A row is a Member of `selectors.list_files`.
FILES = (
    Column("name", _("姓名"), "name", kind="name", width=12, is_main=True, below="file_no"),
    Column("file_no", _("档案号"), "household.file_no", kind="code", width=20),
    Column("relation", _("与户主关系"), "get_relation_display", width=10),
    Column("stage", _("在读阶段"), "get_stage_display", width=12),
    Column("category", _("困难类别"), "household.category", kind="badge", width=12),
    Column("cause", _("主要致困原因"), "household.get_main_cause_display", width=18, wide_only=True),
    Column("union", _("工会"), "household.union.name", kind="union", width=26),
)
# A row is a Person of `selectors.list_people`.
PEOPLE = (
    Column("name", _("姓名"), "name", kind="name", width=12, is_main=True, below="employer"),
    Column("employer", _("工作单位"), "employer", width=26),
    Column("groups", _("人员类别"), "group_names", width=24),
    Column("union", _("工会"), "union.name", kind="union", width=26),
)
# A row is a VisitTeam of `selectors.list_teams`.
TEAMS = (
    Column("team", _("慰问组"), "name", width=12, is_main=True, below="union"),
    Column("union", _("派出工会"), "union.name", kind="union", width=26),
    Column("leader", _("带队领导"), "led_by", width=24, personal=True),
    Column("members", _("随行人员"), "member_names", width=26, personal=True, wide_only=True),
    Column("visits_on", _("慰问日期"), "visits_on", kind="date", width=12),
    Column("stops", _("走访（个）"), "stops", kind="count", width=10),
    Column("people", _("人数"), "people", kind="count", width=8),
    Column("households", _("建档户数"), "households", kind="count", width=10),
    Column("yuan", _("金额（元）"), "yuan", kind="money", width=14),
)
# A row is a Beneficiary of `selectors.list_to_see` or `list_seen_by`.
TO_SEE = (
    Column("name", _("姓名或单位"), "name", kind="name", width=14, is_main=True, below="union"),
    Column("union", _("工会"), "union.name", kind="union", width=26),
    Column("group", _("慰问对象"), "group.name", width=18),
    Column("employer", _("工作单位"), "employer", width=26, wide_only=True),
    Column("heads", _("人数"), "heads", kind="count", width=8),
    Column("cash", _("现金（元）"), "cash", kind="money", width=14),
    Column("goods", _("物资折价（元）"), "goods", kind="money", width=14),
    Column("team", _("慰问组"), "allotment.team", width=14),
    Column("handed", _("走访结果"), "handed_words", width=14, empty="—"),
)
# A row is a Part of `selectors.propose`.
SPREAD = (
    Column("team", _("慰问组"), "team.name", width=12, is_main=True, below="leader"),
    Column("leader", _("带队领导"), "team.led_by", width=24, personal=True),
    Column("has", _("已有"), "has", kind="count", width=8),
    Column("gets", _("新分派"), "gets", kind="count", width=8),
    Column("unions", _("哪些工会的"), "unions", width=40, empty="—"),
)
# A row is a Wish of `selectors.visits.list_wishes`.
WISHES = (
    Column("text", _("愿望"), "text", width=40, is_main=True, below="name", personal=True),
    Column("name", _("慰问对象"), "visit.beneficiary.name", kind="name", width=14),
    Column("campaign", _("慰问活动"), "visit.beneficiary.campaign.name", width=24, wide_only=True),
    Column("union", _("工会"), "union.name", kind="union", width=26),
    Column("owner", _("谁来办"), "owner.name", width=12, personal=True),
    Column("due_on", _("办理期限"), "due_on", kind="date", width=12, sorts="due_on"),
    Column("state", _("状态"), "state_words", width=10),
    Column("answer", _("办理结果"), "answer", width=40, default=False, personal=True),
)
# A row is a Line of `rules.reports`.
LINES = (
    Column("label", _("项目"), "label", width=28, is_main=True),
    Column("people", _("人数"), "people", kind="count", width=10),
    Column("times", _("人次"), "times", kind="count", width=10),
    Column("households", _("建档户数"), "households", kind="count", width=10),
    Column("cash", _("现金（元）"), "cash", kind="money", width=16),
    Column("goods", _("物资折价（元）"), "goods", kind="money", width=16),
    Column("yuan", _("合计（元）"), "yuan", kind="money", width=16),
)
# A row is a Detail of `selectors.figures`.
DETAILS = (
    Column("union", _("工会"), "union", width=28),
    Column("group", _("慰问对象"), "line.label", width=24),
    *(replace(one, path=f"line.{one.path}") for one in LINES[1:]),
)
# A row is an Against of `selectors.figures`.
AGAINST = (
    Column("union", _("工会"), "union.name", kind="union", width=28, is_main=True),
    Column("quota_people", _("计划人数"), "share.people", kind="count", width=10, empty="—"),
    Column("listed_people", _("名单人次"), "listed.times", kind="count", width=10),
    Column("given_people", _("发到人次"), "given.times", kind="count", width=10),
    Column("quota_yuan", _("计划（元）"), "share.yuan", kind="money", width=16, empty="—"),
    Column("listed_yuan", _("名单（元）"), "listed.yuan", kind="money", width=16),
    Column("given_yuan", _("发到（元）"), "given.yuan", kind="money", width=16),
)
# A row is a Source of `selectors.figures`.
SOURCES = (
    Column("name", _("资金"), "name", width=36, is_main=True),
    Column("yuan", _("发到人（元）"), "yuan", kind="money", width=16),
)
# A row is a ReportPart.
PARTS = (
    Column("union", _("工会"), "union.name", kind="union", width=28, is_main=True),
    Column("people", _("人数"), "people", kind="count", width=10),
    Column("households", _("建档户数"), "households", kind="count", width=10),
    Column("cash", _("现金（元）"), "cash", kind="money", width=16),
    Column("goods", _("物资折价（元）"), "goods", kind="money", width=16),
    Column("submitted_at", _("上报时间"), "submitted_at", kind="date", width=12),
    Column("state", _("状态"), "state", kind="badge", width=10, tones=PART_TONES),
)
