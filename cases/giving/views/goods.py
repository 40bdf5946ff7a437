"""发放物资: what the family signed for, out of a store of the union; what of it comes back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.giving import services
from cases.giving.forms import HandOutForm, ReturnForm
from cases.giving.selectors.fulfilments import list_fulfilments
from cases.giving.selectors.goods import list_approved, list_in_stores
from cases.giving.selectors.returning import find_return, list_out
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.attempts import attempt
from hardship.kernel.keys import read_uid


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def hand_out(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    rows = list_fulfilments(user=request.user).select_related("application__programme__policy", "union")
    row = get_object_or_404(rows, pk=pk)
    ready = list_in_stores(row)
    form = HandOutForm(request.POST or None, ready=ready, approved=list_approved(row, ready))
    done = attempt(form, lambda: services.hand_out(fulfilment_id=row.pk, given=form.given(), by=request.user))
    if done.made is not None:
        messages.success(request, _("已发放%(goods)s，库存已减。") % {"goods": done.made.goods})
        return redirect("giving:fulfilment", pk=pk)
    context = {"form": form, "fulfilment": row, "application": row.application}
    return render(request, "giving/hand_out.html", context, status=done.status)


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def give_back(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """退回: what of the goods of a family came back, for a colleague to count."""
    rows = list_fulfilments(user=request.user).select_related("application__programme__policy", "union")
    row = get_object_or_404(rows, pk=pk)
    sent = find_return(row, read_uid(request.POST.get("key", "")))  # the same form once more
    form = ReturnForm(request.POST or None, out=list_out(row, is_settled=sent is not None))
    done = attempt(
        form,
        lambda: services.return_goods(
            fulfilment_id=row.pk, told=form.told(), by=request.user, key=form.cleaned_data["key"]
        ),
    )
    if done.made is not None:
        messages.success(request, _("%(slip)s 已保存，等另一位点收、复核。") % {"slip": done.made})
        return redirect("giving:fulfilment", pk=pk)
    context = {"form": form, "fulfilment": row, "application": row.application}
    return render(request, "giving/return_goods.html", context, status=done.status)
