"""The list of files, once for the page, the workbook and paper. A row is a selectors.lists.Row."""

from django.utils.translation import gettext_lazy as _

from cases.archives.states.files import FILE_TONES
from hardship.kernel.columns import Column

COLUMNS = (
    Column(
        "name", _("姓名"), "household.head.name", kind="name", width=10,
        is_main=True, below="id_number", empty=_("未填姓名"),
    ),
    Column("id_number", _("身份证号"), "household.head.id_number", kind="id_number", width=21),
    Column("union", _("申报工会"), "household.union.name", kind="union", width=26, below="file_no"),
    Column("file_no", _("档案号"), "household.file_no", kind="code", width=20),
    Column("category", _("困难类别"), "household.category", kind="badge", width=10),
    Column("state", _("状态"), "household.state", kind="badge", width=10, tones=FILE_TONES),
    Column("main_cause", _("主要致困原因"), "household.get_main_cause_display", width=20, wide_only=True),
    Column("persons", _("家庭人口"), "persons", kind="number", width=9, wide_only=True),
    Column("net", _("净人均月收入（元）"), "net", kind="money", width=14),
    Column("filed_on", _("建档日期"), "household.filed_on", kind="date", width=12, wide_only=True),
    Column("worker_type", _("用工类别"), "household.get_worker_type_display", default=False, width=10),
    Column("sex", _("性别"), "household.head.get_sex_display", personal=True, default=False, width=6),
    Column(
        "birth_on",
        _("出生日期"),
        "household.head.birth_on",
        kind="birth",
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
    Column(
        "is_dibao_marginal", _("低保边缘"), "household.is_dibao_marginal", kind="boolean", default=False,
        width=9,
    ),
    Column("is_on_dibao", _("享受低保"), "household.is_on_dibao", kind="boolean", default=False, width=9),
    Column("insurances", _("社会保险"), "household.head.shown_insurances", personal=True, default=False,
           width=36),
    Column("deposits", _("存款及有价证券（元）"), "household.deposits", kind="money", personal=True,
           default=False, width=14),
    Column("housing_fund", _("住房公积金余额（元）"), "household.housing_fund", kind="money", personal=True,
           default=False, width=14),
    Column("filing_level", _("建档标准"), "household.get_filing_level_display", default=False, width=10),
    Column("found", _("核算类别"), "found", default=False, width=12),
    Column("due_on", _("办理时限"), "household.due_on", kind="date", default=False, width=12),
    Column("review_due_on", _("下次核查"), "household.review_due_on", kind="date", default=False, width=12),
    Column("retain_until", _("保存到"), "household.retain_until", kind="date", default=False, width=12),
    Column("grace_until", _("渐退期至"), "grace_until", kind="date", default=False, width=12),
    Column("labels", _("标签"), "household.shown_labels", personal=True, default=False, width=20),
    Column("never_helped", _("未帮扶过"), "never_helped", kind="boolean", default=False, width=10),
    Column("former_no", _("原编号"), "household.former_no", kind="code", default=False, width=16),
    Column("updated_at", _("更新时间"), "household.updated_at", kind="datetime", default=False, width=17),
)  # fmt: skip
