"""用款次序: what holds, what waits, what was; drawn up by finance, decided by an approver."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from funds.ledgers import selectors, services
from funds.ledgers.forms import OrderForm, OrderStepForm
from funds.ledgers.states import ORDER_TRANSITIONS
from funds.ledgers.views.pages import READERS, keeps_books, tabs
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel import workflow
from hardship.kernel.attempts import attempt


@require_role(*READERS)
@require_GET
def orders(request: AuthenticatedRequest) -> HttpResponse:
    return _page(request)


@require_role(Role.FINANCE)
@require_http_methods(["GET", "POST"])
def order_new(request: AuthenticatedRequest) -> HttpResponse:
    form = OrderForm(request.POST or None, initial={"from_on": timezone.localdate()})
    done = attempt(form, lambda: services.enter_order(by=request.user, **form.told()))
    if done.made is None:
        return render(request, "ledgers/order_form.html", {"form": form}, status=done.status)
    messages.success(request, _("已拟订，等审批人批准；批准以前按原来的次序用款。"))
    return redirect("ledgers:orders")


@require_role(Role.APPROVER, Role.FINANCE)
@require_POST
def order_step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """同意、不同意、撤回."""
    get_object_or_404(selectors.list_orders(user=request.user), pk=pk)
    form = OrderStepForm(request.POST)
    done = attempt(form, lambda: services.take_order_step(order_id=pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        return _page(request, form, done.status)
    messages.success(request, _("用款次序%(state)s。") % {"state": done.made.get_state_display()})
    return redirect("ledgers:orders")


def _page(
    request: AuthenticatedRequest, form: OrderStepForm | None = None, status: int = 200
) -> HttpResponse:
    user = request.user
    rows = list(selectors.list_orders(user=user))
    waiting = next((row for row in rows if row.is_entered), None)
    given = (ORDER_TRANSITIONS, waiting) if waiting else None
    blocker = services.order_blocker
    context = {
        "tabs": tabs("orders"),
        "holds": selectors.get_order(user.union, timezone.localdate()),
        "waiting": waiting,
        "orders": [row for row in rows if not row.is_entered],
        "buttons": workflow.buttons(*given, by=user, blocker=blocker) if given else [],
        "obstacle": workflow.obstacle(*given, by=user, blocker=blocker) if given else "",
        "may_write": keeps_books(request, user.union) and waiting is None,
        "form": form,
    }
    return render(request, "ledgers/orders.html", context, status=status)
