"""The lists of employers, their workers and yearly figures; imports know the columns by these labels."""

from django.utils.translation import gettext_lazy as _

from cases.employers.states import STANDING_TONES
from hardship.kernel.columns import Column, without

# A row is a selectors.employers.Listed.
EMPLOYER_COLUMNS = (
    Column("name", _("单位名称"), "employer.name", width=30, is_main=True, below="uscc"),
    Column("uscc", _("统一社会信用代码"), "employer.uscc", width=22),
    Column("standing", _("企业状况"), "employer.standing", kind="badge", tones=STANDING_TONES, width=12),
    Column("standing_on", _("状况自"), "employer.standing_on", kind="date", width=12, wide_only=True),
    Column(
        "unpaid_months", _("欠发工资（月）"), "employer.unpaid_months", kind="number", width=10,
        short=_("欠薪（月）"),
    ),
    Column(
        "insurance_arrears", _("欠缴社会保险费（元）"), "employer.insurance_arrears", kind="money", width=16,
        short=_("欠缴社保（元）"),
    ),
    Column("headcount", _("职工人数"), "headcount", kind="count", width=10),
    Column("headcount_year", _("人数年度"), "headcount_year", kind="number", width=8, default=False),
    Column("workers", _("在档职工"), "workers", kind="count", width=10),
    Column("union", _("所属工会"), "employer.union.name", kind="union", width=26),
    Column("union_code", _("工会编码"), "employer.union.code", kind="code", width=14, default=False),
    Column("kind", _("单位性质"), "employer.get_kind_display", width=18, default=False),
    Column("industry", _("所属行业"), "employer.industry", width=14, default=False),
    Column("founded_on", _("成立日期"), "employer.founded_on", kind="date", width=12, default=False),
    Column("troubles", _("困难原因"), "employer.trouble_names", width=24, default=False),
    Column("trouble_note", _("困难情况说明"), "employer.trouble_note", width=30, default=False),
    Column("address", _("地址"), "employer.address", width=30, default=False),
    Column("contact", _("联系人"), "employer.contact", personal=True, width=10, default=False),
    Column("telephone", _("单位电话"), "employer.telephone", width=16, default=False),
)  # fmt: skip
# A row is a selectors.workers.Worker.
WORKER_COLUMNS = (
    Column("name", _("姓名"), "member.name", kind="name", width=10, is_main=True, below="relation"),
    Column("relation", _("与户主关系"), "member.get_relation_display", width=12),
    Column("head", _("户主"), "member.household.head.name", kind="name", width=10, below="file_no"),
    Column("file_no", _("档案号"), "member.household.file_no", kind="code", width=20),
    Column("category", _("困难类别"), "member.household.category", kind="badge", width=12),
    Column("status", _("人员身份"), "member.get_status_display", personal=True, width=12),
    Column("stated", _("档案所填企业状况"), "stated", width=14),
    Column("union", _("申报工会"), "member.household.union.name", kind="union", width=26),
)
# A row is a selectors.workers.YearShare.
SHARE_COLUMNS = (
    Column("year", _("年度"), "label", is_main=True),
    Column("hard_up", _("在档困难职工（户）"), "hard_up", kind="count"),
    Column("headcount", _("职工人数"), "headcount", kind="count"),
    Column("share", _("占比"), "percent", kind="number"),
)
# A row is a UnionYear.
UNION_YEAR_COLUMNS = (
    Column("union", _("工会名称"), "union.name", kind="union", width=30, is_main=True, below="union_code"),
    Column("union_code", _("工会编码"), "union.code", kind="code", width=16),
    Column("year", _("年度"), "year", kind="number", width=8),
    Column("workers", _("职工人数"), "workers", kind="count", width=12),
    Column("members", _("工会会员"), "members", kind="count", width=12),
    Column("women", _("女职工"), "women", kind="count", width=12),
    Column("migrants", _("农民工"), "migrants", kind="count", width=12),
    Column("retirees", _("退休人员"), "retirees", kind="count", width=12),
    Column("noted_by", _("填报人"), "noted_by.name", width=10, wide_only=True),
    Column("noted_at", _("填报时间"), "noted_at", kind="date", width=12, wide_only=True),
)
# What a workbook to import may have.
EMPLOYER_SHEET = without(EMPLOYER_COLUMNS, "workers")
YEAR_SHEET = without(UNION_YEAR_COLUMNS, "noted_by", "noted_at")
