"""The list of files, once for the page, the workbook and paper. A row is a selectors.lists.Row."""

from django.utils.translation import gettext_lazy as _

from cases.archives.states import Preset
from hardship.kernel.columns import Column

COLUMNS = (
    Column("name", _("姓名"), "household.head.name", kind="name", width=10),
    Column("id_number", _("身份证号"), "household.head.id_number", kind="id_number", width=21),
    Column("union", _("申报工会"), "household.union.name", width=26),
    Column("file_no", _("档案号"), "household.file_no", width=20),
    Column("category", _("困难类别"), "household.category", kind="badge", width=10),
    Column("state", _("状态"), "household.state", kind="badge", width=10),
    Column("main_cause", _("主要致困原因"), "household.get_main_cause_display", width=20),
    Column("persons", _("家庭人口"), "persons", kind="number", width=9),
    Column("net", _("人均月收入（元）"), "net", kind="money", width=14),
    Column("filed_on", _("建档日期"), "household.filed_on", kind="date", width=12),
    Column("worker_type", _("用工类别"), "household.get_worker_type_display", default=False, width=10),
    Column("sex", _("性别"), "household.head.get_sex_display", personal=True, default=False, width=6),
    Column(
        "birth_on",
        _("出生日期"),
        "household.head.birth_on",
        kind="date",
        personal=True,
        default=False,
        width=12,
    ),
    Column("phone", _("手机号码"), "household.head.phone", kind="phone", default=False, width=15),
    Column("employer", _("工作单位"), "household.head.employer", personal=True, default=False, width=26),
    Column(
        "status", _("人员身份"), "household.head.get_status_display", personal=True, default=False, width=12
    ),
    Column(
        "health", _("健康状况"), "household.head.get_health_display", personal=True, default=False, width=14
    ),
    Column("housing_type", _("住房类型"), "household.get_housing_type_display", default=False, width=12),
    Column("is_on_dibao", _("享受低保"), "household.is_on_dibao", kind="boolean", default=False, width=9),
    Column("filing_level", _("建档标准"), "household.get_filing_level_display", default=False, width=10),
    Column("review_due_on", _("下次核查"), "household.review_due_on", kind="date", default=False, width=12),
    Column("retain_until", _("保存到"), "household.retain_until", kind="date", default=False, width=12),
    Column("former_no", _("原编号"), "household.former_no", default=False, width=16),
    Column("updated_at", _("更新时间"), "household.updated_at", kind="datetime", default=False, width=17),
)

# What a policy would change; no names, the file number is enough.
WHAT_IF_COLUMNS = (
    Column("file_no", _("档案号"), "household.file_no", width=20),
    Column("union", _("申报工会"), "household.union.name", width=26),
    Column("before", _("现在的类别"), "household.get_category_display", width=12),
    Column("after", _("按新制度"), "after_label", width=14),
    Column("is_changed", _("有变化"), "is_changed", kind="boolean", width=8),
    Column("amount_before", _("现制度金额（元）"), "amount_before", kind="money", width=16),
    Column("amount_after", _("新制度金额（元）"), "amount_after", kind="money", width=16),
    Column("missing", _("还缺"), "missing", width=24),
    Column("sentence", _("理由"), "sentence", width=60),
)

# The register of students and job seekers; a row is a selectors.register.Person.
STUDENT_COLUMNS = (
    Column("name", _("姓名"), "name", personal=True, width=10),
    Column("age", _("年龄"), "age", kind="number", personal=True, width=6),
    Column("stage", _("在读阶段"), "member.get_stage_display", personal=True, width=14),
    Column("school", _("学校"), "member.employer", personal=True, width=24),
    Column("grade", _("年级"), "member.grade", kind="number", personal=True, width=6),
    Column("entry_year", _("入学年份"), "member.entry_year", kind="number", personal=True, width=9),
    Column("school_years", _("学制（年）"), "member.school_years", kind="number", personal=True, width=9),
    Column("graduates_in", _("预计毕业"), "graduates_in", kind="number", personal=True, width=9),
    Column("head", _("户主"), "household.head.name", kind="name", width=10),
    Column("file_no", _("档案号"), "household.file_no", width=20),
    Column("category", _("困难类别"), "household.get_category_display", width=12),
    Column("union", _("申报工会"), "household.union.name", width=26),
)
SEEKER_COLUMNS = (
    Column("name", _("姓名"), "name", personal=True, width=10),
    Column("age", _("年龄"), "age", kind="number", personal=True, width=6),
    Column("status", _("人员身份"), "member.get_status_display", personal=True, width=12),
    Column("education", _("学历"), "member.get_education_display", personal=True, width=10),
    Column("seeks_work", _("求职"), "member.seeks_work", kind="boolean", personal=True, width=6),
    Column("skills", _("技能特长"), "member.skills", personal=True, width=24),
    Column("job_wishes", _("就业意愿"), "member.job_wishes", personal=True, width=24),
    Column("training_wishes", _("培训意愿"), "member.training_wishes", personal=True, width=24),
    Column("head", _("户主"), "household.head.name", kind="name", width=10),
    Column("file_no", _("档案号"), "household.file_no", width=20),
    Column("category", _("困难类别"), "household.get_category_display", width=12),
    Column("union", _("申报工会"), "household.union.name", width=26),
)

# How a state looks in a badge; the word beside it says the same.

# Columns of the ready-made layouts, in their order; the national one has its own.
PRESETS = {
    Preset.CITY: (
        "name", "sex", "id_number", "union", "employer", "file_no", "category", "worker_type", "main_cause",
        "persons", "net", "is_on_dibao", "phone", "filed_on", "review_due_on",
    ),
    Preset.AUDIT: (
        "file_no", "former_no", "name", "id_number", "union", "state", "category", "filing_level",
        "main_cause", "persons", "net", "is_on_dibao", "filed_on", "review_due_on", "updated_at",
    ),
}  # fmt: skip

# The year's verification: how far each union is, and each file of a list.
SURVEY_PROGRESS_COLUMNS = (
    Column("union", _("工会"), "union.name", width=30),
    Column("files", _("应核查"), "files", kind="number", width=10),
    Column("done", _("已完成"), "done", kind="number", width=10),
    Column("percent", _("完成率（%）"), "percent", kind="number", width=12),
    Column("verified", _("核查无变化"), "verified", kind="number", width=12),
    Column("changed", _("变更已完成"), "changed", kind="number", width=12),
    Column("pending", _("变更待审"), "pending", kind="number", width=10),
    Column("left", _("已退出"), "left", kind="number", width=10),
    Column("excused", _("未能核查"), "excused", kind="number", width=10),
    Column("undone", _("未核查"), "undone", kind="number", width=10),
    Column("returned", _("其中退回重查"), "returned", kind="number", width=14),
    Column("added", _("新增"), "added", kind="number", width=8),
    Column("visited", _("已入户"), "visited", kind="number", width=10),
    Column("state", _("清单状态"), "unit.get_state_display", width=12),
    Column("submitted_at", _("提交时间"), "unit.submitted_at", kind="datetime", width=17),
)
SURVEY_FILE_COLUMNS = (
    Column("name", _("户主"), "household.head.name", kind="name", width=12),
    Column("file_no", _("档案号"), "household.file_no", width=20),
    Column("union", _("申报工会"), "household.union.name", width=26),
    Column("category", _("困难类别"), "household.get_category_display", width=12),
    Column("status", _("核查情况"), "status_label", width=12),
    Column("visits", _("入户次数"), "visits", kind="number", width=10),
    Column("reason", _("退回或未能核查的原因"), "reason", personal=True, width=40),
    Column("verified_at", _("上次核查"), "household.verified_at", kind="datetime", width=17),
    Column("address", _("家庭住址"), "household.address", personal=True, width=30),
    Column("phone", _("手机号码"), "household.head.phone", kind="phone", width=15),
)
SURVEY_BADGES = {"draft": "muted", "open": "info", "closed": "muted"}
UNIT_BADGES = {"open": "muted", "submitted": "info", "returned": "warning", "accepted": "success"}
ENTRY_BADGES = {
    "returned": "danger",
    "open": "warning",
    "pending": "info",
    "excused": "warning",
    "verified": "success",
    "changed": "success",
    "left": "muted",
    "added": "info",
}
SPOT_COLUMNS = (
    Column("position", _("序号"), "position", kind="number", width=6),
    Column("name", _("户主"), "household.head.name", kind="name", width=12),
    Column("file_no", _("档案号"), "household.file_no", width=20),
    Column("union", _("申报工会"), "household.union.name", width=26),
    Column("category", _("困难类别"), "household.get_category_display", width=12),
    Column("address", _("家庭住址"), "household.address", personal=True, width=30),
    Column("state", _("抽查结果"), "get_state_display", width=10),
    Column("note", _("情况说明"), "note", personal=True, width=40),
    Column("checked_by", _("登记人"), "checked_by.name", width=10),
    Column("checked_at", _("登记时间"), "checked_at", kind="datetime", width=17),
)
SPOT_BADGES = {"open": "warning", "matches": "success", "differs": "danger", "unreached": "muted"}
