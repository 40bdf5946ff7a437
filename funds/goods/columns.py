"""The lists of goods: what lies where, slips, items, stores, what moved an item, the sheet for a count."""

from django.utils.translation import gettext_lazy as _

from hardship.kernel.columns import Column

# A row is a Lot from `selectors.list_stock`.
STOCK_COLUMNS = (
    Column("item", _("物资"), "item", width=28, is_main=True, sorts="item.name"),
    Column("store", _("仓库"), "store.name", width=20, below="union"),
    Column("union", _("工会"), "store.union.name", kind="union", width=26),
    Column("expires_on", _("有效期至"), "expires_on", kind="date", sorts="expires_on"),
    Column("quantity", _("库存"), "quantity", kind="count", width=10),
    Column("unit", _("单位"), "item.unit", width=8),
    Column("value", _("单价（元）"), "value", kind="money", width=12),
    Column("worth", _("金额（元）"), "worth_yuan", kind="money", width=14),
)
# A row is a Slip from `selectors.list_slips`.
SLIP_COLUMNS = (
    Column("number", _("单号"), "__str__", kind="code", width=16, is_main=True, sorts="number", below="kind"),
    Column("kind", _("业务"), "get_kind_display", width=12),
    Column("on", _("日期"), "on", kind="date"),
    Column("store", _("仓库"), "store.name", width=20, below="union"),
    Column("union", _("工会"), "union.name", kind="union", width=26),
    Column("party", _("对方"), "other_side", width=24, wide_only=True),
    Column("units", _("数量"), "units", kind="count", width=10),
    Column("amount", _("金额（元）"), "amount", kind="money", width=14),
    Column("made_by", _("制单人"), "made_by.name", kind="name", below="checked_by"),
    Column("checked_by", _("复核、签收人"), "checked_by.name", kind="name"),
    Column("state", _("状态"), "get_state_display", kind="badge", width=14),
)
# A row is an Item from `selectors.list_items`.
ITEM_COLUMNS = (
    Column("name", _("物资"), "__str__", width=28, is_main=True, sorts="name"),
    Column("unit", _("单位"), "unit", width=8),
    Column("value", _("参考单价（元）"), "value", kind="money", width=14),
    Column("expires", _("有保质期"), "expires", kind="boolean", width=10),
    Column("union", _("登记工会"), "union.name", kind="union", width=26),
    Column("stock", _("现有库存"), "stock", kind="count", width=12),
)
# A row is a Store from `selectors.list_stores`.
STORE_COLUMNS = (
    Column("name", _("仓库"), "name", width=24, is_main=True, below="address", sorts="name"),
    Column("address", _("地点"), "address", width=28),
    Column("union", _("工会"), "union.name", kind="union", width=26),
    Column("kinds", _("物资种类"), "kinds", kind="count", width=12),
    Column("amount", _("库存金额（元）"), "amount", kind="money", width=14),
)
# A row is a Move from `selectors.as_moves`.
MOVE_COLUMNS = (
    Column("slip", _("单据"), "slip", kind="code", is_main=True, below="kind"),
    Column("kind", _("业务"), "slip.get_kind_display"),
    Column("on", _("日期"), "slip.on", kind="date"),
    Column("store", _("仓库"), "store.name", below="to"),
    Column("to", _("对方"), "other_side"),
    Column("expires_on", _("有效期至"), "lot.expires_on", kind="date"),
    Column("change", _("增减"), "signed", kind="number"),
    Column("made_by", _("制单人"), "slip.made_by.name", kind="name"),
    Column("state", _("状态"), "slip.get_state_display", kind="badge"),
)
# A row is a SlipLine from `selectors.list_lines`; a count also says what was in the books and on the shelf.
LINE_COLUMNS = (
    Column("item", _("物资"), "lot.item", is_main=True),
    Column("expires_on", _("有效期至"), "lot.expires_on", kind="date"),
    Column("book", _("账面"), "book", kind="count"),
    Column("found", _("实盘"), "found", kind="count"),
    Column("change", _("数量"), "signed", kind="number"),
    Column("unit", _("单位"), "lot.item.unit"),
    Column("value", _("单价（元）"), "lot.value", kind="money"),
    Column("amount", _("金额（元）"), "amount", kind="money"),
)
# A row is a Lot from `selectors.list_lots`; the last columns are for a pencil.
COUNT_COLUMNS = (
    Column("item", _("物资"), "item", width=28),
    Column("unit", _("单位"), "item.unit", width=8),
    Column("expires_on", _("有效期至"), "expires_on", kind="date"),
    Column("value", _("单价（元）"), "value", kind="money", width=12),
    Column("quantity", _("账面数量"), "quantity", kind="count", width=12),
    Column("counted", _("实盘数量"), "blank", width=14),
    Column("difference", _("差异"), "blank", width=10),
    Column("note", _("原因"), "blank", width=24),
)
