"""The lists of cross-checks: of other departments' lists, of differences, of files without authorisation."""

from django.utils.translation import gettext_lazy as _

from cases.crosschecks.states import CHECK_TONES, HIT_TONES
from hardship.kernel.columns import Column

# A row is a CrossCheck from selectors.list_checks.
CHECK_COLUMNS = (
    Column("kind", _("名单"), "get_kind_display", is_main=True, below="as_of"),
    Column("as_of", _("数据日期"), "as_of", kind="date"),
    Column("department", _("提供部门"), "department"),
    Column("state", _("状态"), "state", kind="badge", tones=CHECK_TONES),
    Column("rows_total", _("名单人次"), "rows_total", kind="count"),
    Column("rows_matched", _("在档人次"), "rows_matched", kind="count"),
    Column("hits_total", _("差异"), "hits_total", kind="count"),
    Column("worked", _("已核实"), "hits_worked", kind="count"),
    Column("uploaded_at", _("导入"), "uploaded_at", kind="datetime", below="uploaded_by"),
    Column("uploaded_by", _("导入人"), "uploaded_by.name"),
)
# A row is a views.hits.HitRow.
HIT_COLUMNS = (
    Column(
        "name", _("人员"), "hit.member.name", kind="name", is_main=True, below="place", sorts="member.name"
    ),
    Column("place", _("工会"), "place", personal=True, width=26),
    Column("difference", _("差异"), "hit.get_difference_display", width=20, sorts="difference"),
    Column("listed", _("名单上"), "listed", personal=True, width=30),
    Column("filed", _("档案中"), "hit.filed", personal=True, width=30),
    Column("state", _("核实结果"), "hit.state", kind="badge", tones=HIT_TONES, sorts="state"),
    Column("list", _("名单"), "hit.crosscheck.get_kind_display", below="as_of", sorts="crosscheck.kind"),
    Column("as_of", _("数据日期"), "hit.crosscheck.as_of", kind="date", sorts="crosscheck.as_of"),
)
# A row is a Household from selectors.list_unauthorised.
UNAUTHORISED_COLUMNS = (
    Column("name", _("户主"), "__str__", personal=True, is_main=True, below="file_no", sorts="head.name"),
    Column("file_no", _("档案号"), "file_no", kind="code"),
    Column("union", _("申报工会"), "union.name", kind="union"),
    Column("state", _("状态"), "get_state_display"),
    Column("authorisation", _("授权")),
    Column("paper", _("授权委托书")),
)
