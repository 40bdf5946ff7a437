"""The four lists of goods as tabs: what lies where, slips, items, stores; each as a workbook too."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from funds.goods import selectors
from funds.goods.columns import ITEM_COLUMNS, SLIP_COLUMNS, STOCK_COLUMNS, STORE_COLUMNS
from funds.goods.filters import SlipFilter, StockFilter
from funds.goods.models import Lot
from funds.goods.states import KEEPERS, READERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.links import link_to, make_tabs
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import badge

STOCK = ListExport("goods_stock", gettext_lazy("物资库存"), STOCK_COLUMNS, "goods:stock", totals=["worth"])
SLIPS = ListExport("goods_slips", gettext_lazy("物资单据"), SLIP_COLUMNS, "goods:slips")
ITEMS = ListExport("goods_items", gettext_lazy("物资品目"), ITEM_COLUMNS, "goods:items")
STORES = ListExport(
    "goods_stores", gettext_lazy("物资仓库"), STORE_COLUMNS, "goods:stores", totals=["amount"]
)
TABS = (
    ("goods:stock", gettext_lazy("库存")),
    ("goods:slips", gettext_lazy("单据")),
    ("goods:items", gettext_lazy("品目")),
    ("goods:stores", gettext_lazy("仓库")),
)


@require_role(*READERS)
@require_GET
def stock(request: AuthenticatedRequest) -> HttpResponse:
    found = _stock(request)
    sums = selectors.sum_up(found.chosen)
    context = {
        "filter": found,
        **stock_rows().page(found.chosen, request.GET, sums=sums),
        **_common(request, "goods:stock"),
        "is_narrowed": bool(found.values),
        "total": sums["worth"],
    }
    return render(request, "goods/stock.html", context)


@require_role(*READERS)
@require_POST
def stock_export(request: AuthenticatedRequest) -> HttpResponse:
    """What lies where, as it is narrowed; the download is on record."""
    found = _stock(request)
    return STOCK.answer(request, found.chosen, found)


@require_role(*READERS)
@require_GET
def slips(request: AuthenticatedRequest) -> HttpResponse:
    found = _slips(request)
    context = {
        "filter": found,
        **slip_rows().page(found.chosen, request.GET),
        **_common(request, "goods:slips"),
        "is_narrowed": bool(found.values),
    }
    return render(request, "goods/slips.html", context)


@require_role(*READERS)
@require_POST
def slips_export(request: AuthenticatedRequest) -> HttpResponse:
    """The slips as they are narrowed; the download is on record."""
    found = _slips(request)
    return SLIPS.answer(request, found.chosen, found)


@require_role(*READERS)
@require_GET
def items(request: AuthenticatedRequest) -> HttpResponse:
    rows = Rows[Any](ITEM_COLUMNS, url=link_to("goods:item"))
    context = {
        **rows.page(selectors.list_items(user=request.user), request.GET),
        **_common(request, "goods:items"),
    }
    return render(request, "goods/items.html", context)


@require_role(*READERS)
@require_POST
def items_export(request: AuthenticatedRequest) -> HttpResponse:
    """The items that somebody may see; the download is on record."""
    return ITEMS.answer(request, selectors.list_items(user=request.user))


@require_role(*READERS)
@require_GET
def stores(request: AuthenticatedRequest) -> HttpResponse:
    rows = Rows[Any](STORE_COLUMNS, url=link_to("goods:store"))
    context = {
        **rows.page(selectors.list_stores(user=request.user), request.GET),
        **_common(request, "goods:stores"),
    }
    return render(request, "goods/stores.html", context)


@require_role(*READERS)
@require_POST
def stores_export(request: AuthenticatedRequest) -> HttpResponse:
    """The stores of the scope; the download is on record."""
    return STORES.answer(request, selectors.list_stores(user=request.user))


def stock_rows() -> Rows[Lot]:
    """Lots that lead to their item; what expires soon or has expired stands out."""
    return Rows(STOCK_COLUMNS, url=link_to("goods:item", "item_id"), drawn={"expires_on": draw_last_day})


def slip_rows() -> Rows[Any]:
    return Rows(
        SLIP_COLUMNS,
        url=link_to("goods:slip", "uid"),
        drawn={"state": lambda slip: badge(slip.tone, slip.get_state_display())},
    )


def draw_last_day(lot: Lot) -> object:
    """The last day of a lot; as a badge once it is near or over."""
    if lot.expires_on is None:
        return "—"
    day = f"{lot.expires_on:%Y-%m-%d}"
    if lot.expires_on < timezone.localdate():
        return badge("danger", _("%(day)s 已过期") % {"day": day})
    return badge("warning", _("%(day)s 快到期") % {"day": day}) if lot.expires_on <= selectors.soon() else day


def _common(request: AuthenticatedRequest, current: str) -> dict[str, Any]:
    return {"tabs": make_tabs(TABS, current), "may_write": request.user.has_role(*KEEPERS)}


def _stock(request: AuthenticatedRequest) -> StockFilter:
    rows = selectors.list_stock(user=request.user)
    return StockFilter(request.GET, queryset=rows, user=request.user)


def _slips(request: AuthenticatedRequest) -> SlipFilter:
    rows = selectors.list_slips(user=request.user)
    return SlipFilter(request.GET, queryset=rows, user=request.user)
