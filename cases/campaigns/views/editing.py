"""A campaign is drawn up, written, and shared out as a grid."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.campaigns import selectors, services
from cases.campaigns.forms import CampaignForm, QuotaForm
from cases.campaigns.models import Campaign
from cases.campaigns.states import WRITERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.kernel.attempts import attempt


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def new(request: AuthenticatedRequest) -> HttpResponse:
    form = CampaignForm(request.POST or None, request.FILES or None, union=request.user.union)
    done = attempt(
        form,
        lambda: services.draft(plan=form.plan(), scan=form.cleaned_data["scan"], by=request.user),
    )
    if done.made is None:
        return render(request, "campaigns/form.html", {"form": form}, status=done.status)
    messages.success(request, _("已起草，请分配名额，再交审批人批准。"))
    return redirect("campaigns:quotas", pk=done.made.pk)


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The form of a draft; what was approved is read on its own page."""
    row = _own(request, pk)
    if request.method == "GET" and not row.is_writable:
        return redirect("campaigns:campaign", pk=pk)
    form = CampaignForm(request.POST or None, request.FILES or None, union=row.union, of=row)
    done = attempt(
        form,
        lambda: services.save(
            campaign_id=pk, plan=form.plan(), scan=form.cleaned_data["scan"], by=request.user
        ),
    )
    if done.made is None:
        return render(request, "campaigns/form.html", {"form": form, "row": row}, status=done.status)
    messages.success(request, _("已保存。"))
    return redirect("campaigns:campaign", pk=pk)


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def quotas(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What each union may list, as a grid."""
    row = _own(request, pk)
    if request.method == "GET" and not row.is_shared_out:
        return redirect("campaigns:campaign", pk=pk)
    shares = {quota.union_id: quota.share for quota in selectors.list_quotas(row, request.user)}
    form = QuotaForm(request.POST or None, unions=selectors.list_takers(row), shares=shares)
    done = attempt(form, lambda: services.share_out(campaign_id=pk, shares=form.shares(), by=request.user))
    if done.made is None:
        context = {"row": row, "form": form, "grid": form.grid()}
        return render(request, "campaigns/quotas.html", context, status=done.status)
    messages.success(request, _("名额已保存。"))
    return redirect("campaigns:campaign", pk=pk)


def _own(request: AuthenticatedRequest, pk: int) -> Any:
    """A campaign of the person's own union."""
    rows = Campaign.objects.visible_to(request.user).filter(union=request.user.union_id)
    return get_object_or_404(rows.select_related("union"), pk=pk)
