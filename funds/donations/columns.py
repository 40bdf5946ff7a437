"""The lists of donations and donors, each once for the page and the workbook."""

from django.utils.translation import gettext_lazy as _

from funds.donations.states import DRIVE_TONES, TONES
from hardship.kernel.columns import Column

# A row is a Donation.
DONATIONS = (
    Column("giver", _("捐赠人"), "giver", personal=True, width=24, is_main=True, below="number"),
    Column("number", _("收据号"), "number", kind="code", width=22, empty=_("还没有收据")),
    Column("union", _("工会"), "union.name", kind="union", width=26),
    Column("form", _("形式"), "get_form_display", width=8),
    Column("what", _("用途或物资"), "what", width=24),
    Column("given_on", _("捐赠日期"), "given_on", kind="date", sorts="given_on"),
    Column("method", _("收款方式"), "get_method_display", width=10, default=False),
    Column("amount", _("金额或折价（元）"), "amount", kind="money", width=16, sorts="amount"),
    Column("state", _("状态"), "state", kind="badge", width=10, tones=TONES),
)
# A row is a Donation that everybody may read of.
PUBLISHED = (
    Column("published_name", _("捐赠人"), "published_name", width=28, is_main=True),
    Column("union", _("工会"), "union.name", kind="union", width=26),
    Column("form", _("形式"), "get_form_display", width=8),
    Column("what", _("用途或物资"), "what", width=30),
    Column("given_on", _("捐赠日期"), "given_on", kind="date", sorts="given_on"),
    Column("amount", _("金额或折价（元）"), "amount", kind="money", width=16, sorts="amount"),
)
# A row is a Drive of `selectors.list_drives`.
DRIVES = (
    Column("name", _("活动名称"), "name", width=30, is_main=True, below="kind"),
    Column("kind", _("类别"), "get_kind_display", width=12),
    Column("union", _("工会"), "union.name", kind="union", width=26),
    Column("from_on", _("开始"), "from_on", kind="date", sorts="from_on"),
    Column("until_on", _("结束"), "until_on", kind="date", sorts="until_on"),
    Column("use", _("用途"), "use.name", width=14),
    Column("heads", _("捐款人数"), "heads_total", kind="count", width=10),
    Column("raised", _("已收到（元）"), "raised", kind="money", width=16, sorts="raised"),
    Column("target", _("目标（元）"), "target", kind="money", width=16),
    Column("state", _("状态"), "state", kind="badge", width=10, tones=DRIVE_TONES),
)
# A row is a Fund of `selectors.list_given_funds`.
USES = (
    Column("name", _("资金"), "name", width=32, is_main=True, below="source"),
    Column("source", _("资金性质"), "get_source_display", width=14),
    Column("union", _("工会"), "union.name", kind="union", width=26),
    Column("given", _("收到捐款（元）"), "given", kind="money", width=16, sorts="given"),
    Column("times", _("帮扶人次"), "times", kind="count", width=10, sorts="times"),
    Column("paid", _("已发放（元）"), "paid", kind="money", width=16, sorts="paid"),
    Column("held", _("已批准待发放（元）"), "held", kind="money", width=18),
    Column("left", _("结余（元）"), "left", kind="money", width=16, sorts="left"),
)
# A row is a Donor of `selectors.list_donors`.
DONORS = (
    Column("name", _("捐赠人"), "name", personal=True, width=24, is_main=True, below="number"),
    Column("number", _("证件号码"), "number", kind="id_number", width=22),
    Column("union", _("工会"), "union.name", kind="union", width=26),
    Column("kind", _("类别"), "get_kind_display", width=8),
    Column("publishes", _("同意公示"), "publishes", kind="boolean", width=10),
    Column("last_on", _("最近捐赠"), "last_on", kind="date", sorts="last_on"),
    Column("times", _("次数"), "times", kind="count", width=8, sorts="times"),
    Column("money", _("捐款（元）"), "money", kind="money", width=16, sorts="money"),
    Column("goods", _("捐物折价（元）"), "goods", kind="money", width=16),
)
