"""The list of aid that was given, once for the page and the workbook. A row is an AidRecord."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.archives.selectors.aid import AID_SOURCES, AidRecord
from hardship.kernel.columns import Column, choose, without
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import NOTHING

AID_COLUMNS = (
    Column("name", _("姓名"), "name", kind="name", width=10, is_main=True, below="title"),
    Column("title", _("项目"), "title", width=20),
    Column("giver", _("帮扶来源"), "giver_name", width=24, below="giver_kind"),
    Column("giver_kind", _("来源类别"), "get_giver_kind_display", width=12),
    Column("kind", _("帮扶种类"), "get_kind_display", width=12),
    Column("value", _("金额或折价（元）"), "worth", kind="money", width=14, short=_("金额（元）")),
    Column("item", _("实物"), "item", width=16, wide_only=True),
    Column("on", _("发放日期"), "on", kind="date", width=12),
    Column("is_won", _("争取资金"), "is_won", kind="boolean", width=10, default=False),
    Column("union", _("登记或申报工会"), "union", kind="union", width=26, wide_only=True),
)
RECEIPT = Column("receipt", _("票据号码"), width=20, wide_only=True)

# A row is a StatementRow of funds.payments.selectors.statements.
STATEMENT_COLUMNS = (
    Column("fund", _("资金"), "fund", width=28, is_main=True, below="document_no"),
    Column("document_no", _("文号"), "document_no", kind="code", width=22),
    Column("use", _("用途"), "use", width=14, below="kind"),
    Column("kind", _("性质"), "kind", width=8),
    Column("union", _("出资工会"), "union", kind="union", width=26, wide_only=True),
    Column("year", _("年度"), "year", width=8),
    Column("held", _("批准（元）"), "held", kind="money", width=14),
    Column("carried", _("跨年结转（元）"), "carried", kind="money", width=16),
    Column("released", _("未发退回（元）"), "released", kind="money", width=16),
    Column("settled", _("付出（元）"), "settled", kind="money", width=14),
    Column("bounced", _("退汇（元）"), "bounced", kind="money", width=14),
    Column("set_off", _("抵扣（元）"), "set_off", kind="money", width=14),
    Column("recovered", _("收回（元）"), "recovered", kind="money", width=14),
    Column("written_off", _("已核销（元）"), "written_off", kind="money", width=14),
    Column("kept", _("实得（元）"), "kept", kind="money", width=14),
    Column("open", _("待付（元）"), "open", kind="money", width=14),
)


def aid_rows(
    uids: Mapping[int, UUID],
    *,
    own: Collection[int] | None = None,
    but: str = "",
    receipts: Mapping[int, str] | None = None,
) -> Rows[AidRecord]:
    """Rows that lead to their record (`uids` by key) or to the application paid (all, or those of `own`);
    `but` is a column to leave out, `receipts` are the numbers that applications rest on, by their keys."""

    def url(row: AidRecord) -> str:
        page = AID_SOURCES[row.source].page
        if page:
            return reverse(page, args=[row.key]) if own is None else ""
        if row.is_own:
            return reverse("applications:detail", args=[row.key]) if own is None or row.key in own else ""
        return reverse("aid:record", args=[uids[row.key]]) if row.key in uids else ""

    def receipt(row: AidRecord) -> object:
        is_of_application = row.is_own and not AID_SOURCES[row.source].page
        return (is_of_application and (receipts or {}).get(row.key)) or NOTHING

    columns = without(choose(AID_COLUMNS, ()), but)
    if not receipts:
        return Rows(columns, url=url)
    return Rows([*columns, RECEIPT], url=url, drawn={"receipt": receipt})
