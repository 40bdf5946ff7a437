"""续助: last year's students, who of them may be on this year's list and why not; the proof."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.campaigns import services
from cases.campaigns.columns import RENEWALS
from cases.campaigns.forms import GroupForm, ProofForm
from cases.campaigns.models import Beneficiary, Renewal
from cases.campaigns.selectors.renewals import list_candidates, list_proofs
from cases.campaigns.states import WRITERS
from cases.campaigns.views.lists import get_list, may_write
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.kernel.attempts import attempt
from hardship.kernel.rows import Rows


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def renewal(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Who of last year comes onto the list, by one click."""
    row = get_list(request, pk)
    if request.method == "GET" and not may_write(request, row):
        return redirect("campaigns:people", pk=pk)
    groups = [group for group in row.campaign.groups.order_by("position") if not group.by_heads]
    form = GroupForm(request.POST or None, groups=groups)
    done = attempt(
        form,
        lambda: services.renew(list_id=pk, group_id=form.cleaned_data["group"], by=request.user),
    )
    if done.made is not None:
        messages.success(request, _("已列入 %(n)s 人，请逐人核对今年的在读证明。") % {"n": done.made})
        return redirect("campaigns:people", pk=pk)
    rows = list_candidates(row)
    context = {
        **Rows[Any](RENEWALS).context(rows),
        "list": row,
        "form": form,
        "count": sum(not one.why for one in rows),
    }
    return render(request, "campaigns/renewal.html", context, status=done.status)


@require_POST
@require_role(*WRITERS)
def prove(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """核对在读证明."""
    row = get_object_or_404(Beneficiary.objects.visible_to(request.user), pk=pk)
    found = Renewal.objects.select_related("row__campaign").filter(row=row).first()
    form = ProofForm(request.POST, proofs=list_proofs(found) if found else ())
    done = attempt(
        form,
        lambda: services.prove(beneficiary_id=pk, evidence_id=form.cleaned_data["evidence"], by=request.user),
    )
    if done.made is None:
        for error in form.errors.values():
            messages.error(request, " ".join(map(str, error)))
    else:
        messages.success(request, _("已核对%(name)s的在读证明。") % {"name": row.name})
    return redirect("campaigns:beneficiary", pk=pk)
