"""Policies, and what is dated by region: living standards, minimum wages, incomes per head."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.columns import Column

REGION = (
    Column("region", _("地区"), "region", is_main=True, below="region_code"),
    Column("region_code", _("地区编码"), "region_code"),
)
EFFECTIVE, DOCUMENT = Column("effective", _("执行期间")), Column("document", _("依据"), "document")
STANDARD_COLUMNS = (
    *REGION,
    Column("area", _("城乡"), "get_area_display"),
    Column("monthly", _("标准（元/人·月）"), "monthly", kind="money"),
    EFFECTIVE,
    DOCUMENT,
)
WAGE_COLUMNS = (
    *REGION,
    Column("monthly", _("最低工资（元/月）"), "monthly", kind="money"),
    EFFECTIVE,
    DOCUMENT,
)
GIFT_CAP_COLUMNS = (
    *REGION,
    Column("each", _("每人每次（元）"), "each", kind="money"),
    Column("yearly", _("每人每年（元）"), "yearly", kind="money"),
    EFFECTIVE,
    DOCUMENT,
)
INCOME_COLUMNS = (
    *REGION,
    Column("year", _("年度"), "year"),
    Column("area", _("范围"), "get_area_display", below="name"),
    Column("name", _("名称"), "name"),
    Column("yearly", _("元/人·年"), "yearly", kind="money"),
    DOCUMENT,
)
# A row is a views.standing.Row.
POLICY_COLUMNS = (
    Column("name", _("制度"), "policy.name", is_main=True, below="document_no"),
    Column("document_no", _("文号"), "policy.document_no", kind="code", empty=_("未编文号")),
    Column("union", _("制定工会"), "policy.union.name", kind="union"),
    Column("number", _("版本"), "policy.number", phrase=_("第 %s 版")),
    Column("state", _("状态"), kind="badge"),
    Column("effective", _("执行期间")),
)
