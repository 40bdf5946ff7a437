"""The lists of campaigns: campaigns, the groups of one, what falls to which union."""

from django.utils.translation import gettext_lazy as _

from cases.campaigns.states import TONES
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
