"""入库、调拨、报损、盘点 of one store: a form each, which makes a slip."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from funds.goods import selectors, services
from funds.goods.forms import CountForm, LossForm, LotsForm, SlipForm, TakeInForm, TransferForm
from funds.goods.models import Slip, Store
from funds.goods.states import KEEPERS
from funds.goods.views.catalogue import get_store
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.kernel.attempts import attempt


@require_role(*KEEPERS)
@require_http_methods(["GET", "POST"])
def take_in(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    store = get_store(request, pk)
    form = TakeInForm(request.POST or None, items=list(selectors.list_usable_items(store.union)))
    words = {
        "title": _("入库"),
        "submit": _("交复核"),
        "lead": _("照发票、验收单或捐赠协议填写；另一位复核以后才入账。"),
    }
    return _page(
        request, store, form, words,
        lambda told: services.take_in(
            store_id=pk, kind=told["kind"], rows=form.arrivals(), paper=form.paper(), on=told["on"],
            by=request.user, key=told["key"],
        ),
    )  # fmt: skip


@require_role(*KEEPERS)
@require_http_methods(["GET", "POST"])
def transfer(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    store = get_store(request, pk)
    form = TransferForm(request.POST or None, lots=_lots(store), targets=list(selectors.list_targets(store)))
    words = {
        "title": _("调拨"), "submit": _("调出"), "column": _("调出数量"),
        "lead": _("保存后从本仓库减去，对方点收以后在对方仓库加上；对方不收的退回来。"),
    }  # fmt: skip
    return _page(
        request, store, form, words,
        lambda told: services.transfer(
            store_id=pk, to_store_id=told["to_store_id"], taken=form.numbers(), paper=form.paper(),
            on=told["on"], by=request.user, key=told["key"],
        ),
    )  # fmt: skip


@require_role(*KEEPERS)
@require_http_methods(["GET", "POST"])
def loss(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    store = get_store(request, pk)
    form = LossForm(request.POST or None, lots=_lots(store))
    words = {
        "title": _("报损"), "submit": _("交复核"), "column": _("报损数量"),
        "lead": _("过期、损坏、丢失的写明处理依据；另一位复核以后才减账。"),
    }  # fmt: skip
    return _page(
        request, store, form, words,
        lambda told: services.report_loss(
            store_id=pk, taken=form.numbers(), paper=form.paper(), on=told["on"], by=request.user,
            key=told["key"],
        ),
    )  # fmt: skip


@require_role(*KEEPERS)
@require_http_methods(["GET", "POST"])
def count(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    store = get_store(request, pk)
    form = CountForm(request.POST or None, lots=_lots(store))
    words = {
        "title": _("盘点"), "submit": _("保存，看差异"), "column": _("实盘数量"),
        "lead": _("照盘点表逐行填写点到的数量，没有的填 0。保存后先看差异，另一位复核以后才调账。"),
    }  # fmt: skip
    return _page(
        request, store, form, words,
        lambda told: services.count(
            store_id=pk, counted=form.numbers(), on=told["on"], memo=told["memo"], by=request.user,
            key=told["key"],
        ),
    )  # fmt: skip


def _lots(store: Store) -> list[Any]:
    return list(selectors.list_lots(store))


def _page(
    request: AuthenticatedRequest,
    store: Store,
    form: SlipForm,
    words: dict[str, Any],
    write: Callable[[dict[str, Any]], Slip],
) -> HttpResponse:
    done = attempt(form, lambda: write(form.cleaned_data))
    if done.made is not None:
        messages.success(request, _said(done.made))
        return redirect("goods:slip", uid=done.made.uid)
    grid = form.grid() if isinstance(form, LotsForm) else None
    context = {"form": form, "store": store, "grid": grid, **words}
    return render(request, "goods/slip_form.html", context, status=done.status)


def _said(slip: Slip) -> str:
    if slip.is_transfer:
        return _("%(slip)s 已调出，等对方点收。") % {"slip": slip}
    return _("%(slip)s 已保存，等另一位复核。") % {"slip": slip}
