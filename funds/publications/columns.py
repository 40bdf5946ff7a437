"""The lists of publications: versions, and the tables of one, which page, poster and workbook read alike."""

from django.utils.translation import gettext_lazy as _

from funds.publications.states import TONES
from hardship.kernel.columns import Column

# A row is a Publication of `selectors.list_publications`.
PUBLICATIONS = (
    Column("title", _("公开内容"), "period", width=16, is_main=True, sorts="year", below="version"),
    Column("version", _("更正"), "version_words", width=12),
    Column("union", _("工会"), "union.name", kind="union", width=26),
    Column("number", _("公开编号"), "number", kind="code", width=20),
    Column("made_at", _("取数时间"), "made_at", kind="date", sorts="made_at"),
    Column("published_at", _("公开日期"), "published_at", kind="date", sorts="published_at"),
    Column("decision_no", _("批准文号或会议纪要"), "decision_no", width=26, default=False),
    Column("state", _("状态"), "state", kind="badge", width=10, tones=TONES),
)
# A row is a rules.SourceRow.
SOURCES = (
    Column("source", _("资金来源"), "source", width=18, is_main=True),
    Column("opening", _("期初结余（元）"), "opening", kind="money", width=16),
    Column("income", _("本期收入（元）"), "income", kind="money", width=16),
    Column("spent", _("帮扶支出（元）"), "spent", kind="money", width=16),
    Column("allocated", _("下拨下级（元）"), "allocated", kind="money", width=16),
    Column("returned", _("退回（元）"), "returned", kind="money", width=14),
    Column("charged", _("银行扣费（元）"), "charged", kind="money", width=14),
    Column("closing", _("期末结余（元）"), "closing", kind="money", width=16),
)
# A row is a rules.ShownUse: counts of few households are words.
USES = (
    Column("use", _("用途"), "use", width=14, is_main=True, below="kind"),
    Column("kind", _("帮扶项目"), "kind", width=26),
    Column("times", _("人次"), "times", kind="count", width=10),
    Column("households", _("户数"), "households", kind="count", width=10),
    Column("yuan", _("金额（元）"), "yuan", kind="money", width=16),
)
# The same by the source that paid.
ORIGINS = (Column("use", _("资金来源"), "use", width=18, is_main=True, below="kind"), *USES[1:])
# A row is a rules.GoodsRow.
GOODS = (
    Column("item", _("物资"), "item", width=26, is_main=True),
    Column("quantity", _("数量"), "quantity", kind="count", width=10),
    Column("unit", _("单位"), "unit", width=8),
    Column("yuan", _("折合金额（元）"), "yuan", kind="money", width=16),
)
# A row is a rules.PersonRow: its name was masked when the figures were taken.
PEOPLE = (
    Column("name", _("姓名"), "name", width=12, is_main=True),
    Column("unit", _("单位"), "unit", width=30),
    Column("kind", _("帮扶项目"), "kind", width=26),
    Column("yuan", _("金额（元）"), "yuan", kind="money", width=16),
)
# A row is a reports.Change.
CHANGES = (
    Column("label", _("项目"), "label", width=18, is_main=True),
    Column("before", _("上期"), "before", kind="count", width=18),
    Column("now", _("本期"), "now", kind="count", width=18),
    Column("change", _("增减"), "change", kind="count", width=18),
)
