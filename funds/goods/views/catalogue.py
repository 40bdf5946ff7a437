"""One item with what lies of it and what moved it; one store with what lies in it; new ones of both."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from funds.goods import selectors, services
from funds.goods.columns import COUNT_COLUMNS, MOVE_COLUMNS
from funds.goods.forms import ItemForm, PriceForm, StoreForm
from funds.goods.models import Store
from funds.goods.states import KEEPERS, READERS
from funds.goods.views.lists import stock_rows
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.reports import export_header
from hardship.audit import services as audit
from hardship.kernel.answers import workbook
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import values, without
from hardship.kernel.links import link_to
from hardship.kernel.rows import Rows
from hardship.kernel.sheets import write_sheet
from hardship.kernel.templatetags.ui import badge


@require_role(*READERS)
@require_GET
def item(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _item_page(request, pk, None)


@require_role(*KEEPERS)
@require_POST
def reprice(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Another price for new slips; lots keep what they cost."""
    found = get_object_or_404(selectors.list_items(user=request.user), pk=pk)
    form = PriceForm(request.POST)
    done = attempt(form, lambda: services.reprice(item_id=found.pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        return _item_page(request, pk, form, status=done.status)
    messages.success(request, _("参考单价已改，以前入库的不变。"))
    return redirect("goods:item", pk=pk)


@require_role(*KEEPERS)
@require_http_methods(["GET", "POST"])
def item_new(request: AuthenticatedRequest) -> HttpResponse:
    return _new(
        request, ItemForm(request.POST or None, label_suffix=""), services.add_item, "goods:item",
        "goods:items",
        {"title": _("登记品目"), "lead": _("本工会和下级工会都可以用。名称、规格、单位登记后不能改。")},
    )  # fmt: skip


@require_role(*KEEPERS)
@require_http_methods(["GET", "POST"])
def store_new(request: AuthenticatedRequest) -> HttpResponse:
    return _new(
        request, StoreForm(request.POST or None, label_suffix=""), services.add_store, "goods:store",
        "goods:stores", {"title": _("登记仓库"), "lead": _("放物资的地方：仓库、储物间、爱心驿站。")},
    )  # fmt: skip


@require_role(*READERS)
@require_GET
def store(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = get_store(request, pk)
    lots = selectors.list_lots(found)
    rows = stock_rows()
    shown = Rows[Any](without(rows.columns, "store", "union"), url=rows.url, drawn=rows.drawn)
    sums = selectors.sum_up(lots)
    context = {
        "store": found,
        **shown.page(lots, request.GET, sums=sums),
        "total": sums["worth"],
        "may_write": request.user.has_role(*KEEPERS) and request.user.union_id == found.union_id,
    }
    return render(request, "goods/store.html", context)


@require_role(*READERS)
@require_POST
def count_sheet(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """盘点表: what should lie in the store, with columns for a pencil; the download is on record."""
    found = get_store(request, pk)
    rows = list(selectors.list_lots(found))
    signed = _("盘点人：　　　　　　监盘人：　　　　　　日期：")
    header = export_header(
        _("%(store)s盘点表") % {"store": found.name}, by=request.user, lines=[found.union.name, signed]
    )
    content = write_sheet(COUNT_COLUMNS, (values(COUNT_COLUMNS, row) for row in rows), header=header)
    audit.record_export("goods_count", by=request.user, content=content, rows=len(rows), target=found)
    return workbook(content, f"{found.name}_{_('盘点表')}_{timezone.localdate():%Y%m%d}.xlsx")


def get_store(request: AuthenticatedRequest, pk: int) -> Store:
    """A store of the person's scope, or 404."""
    return get_object_or_404(Store.objects.visible_to(request.user).select_related("union"), pk=pk)


def _new(
    request: AuthenticatedRequest,
    form: forms.Form,
    add: Callable[..., Any],
    page: str,
    back: str,
    words: dict[str, str],
) -> HttpResponse:
    """A form that puts one thing on record and leads to its page."""
    done = attempt(form, lambda: add(by=request.user, **form.cleaned_data))
    if done.made is not None:
        messages.success(request, _("已登记“%(it)s”。") % {"it": done.made})
        return redirect(page, pk=done.made.pk)
    return render(
        request, "goods/new.html", {"form": form, "back": reverse(back), **words}, status=done.status
    )


def _item_page(
    request: AuthenticatedRequest, pk: int, form: PriceForm | None, status: int = 200
) -> HttpResponse:
    found = get_object_or_404(selectors.list_items(user=request.user), pk=pk)
    moves = Rows[Any](
        MOVE_COLUMNS,
        url=link_to("goods:slip", "slip.uid"),
        drawn={"state": lambda row: badge(row.slip.tone, row.slip.get_state_display())},
    )
    lots = selectors.list_stock(user=request.user).filter(item=found)
    lying = stock_rows()
    may_write = request.user.has_role(*KEEPERS) and request.user.union_id == found.union_id
    context = {
        "item": found,
        "lots": Rows[Any](without(lying.columns, "item", "unit"), drawn=lying.drawn).context(lots[:200]),
        **moves.page(selectors.list_moves(found, user=request.user), request.GET, make=selectors.as_moves),
        "form": form or PriceForm(initial={"value": found.value}, label_suffix="") if may_write else None,
    }
    return render(request, "goods/item.html", context, status=status)
