"""受理: who has an application in hand, handed over and taken; the receipt for the family."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.applications import reports, services
from cases.applications.forms import OfferForm
from cases.applications.models import Application
from cases.applications.views.detail import detail_context
from cases.applications.views.found import get_application
from cases.archives.states import CASE_ROLES
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel.answers import paper
from hardship.kernel.attempts import attempt
from hardship.kernel.pdf import render_pdf
from hardship.kernel.workflow import Refused


@require_POST
@require_role(Role.CLERK)
def offer(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Asks a colleague to take the application in hand."""
    application = get_application(request, pk)
    form = OfferForm(request.POST, application=application)
    tried = attempt(
        form,
        lambda: services.offer(
            application_id=application.pk,
            to_id=form.cleaned_data["to"],
            note=form.cleaned_data["note"],
            by=request.user,
        ),
    )
    if tried.made is None:
        context = {**detail_context(request, application), "offer_form": form}
        return render(request, "applications/detail.html", context, status=tried.status)
    messages.success(request, _("已请同事接手；接手以前仍由您负责。"))
    return redirect("applications:detail", pk=pk)


@require_POST
@require_role(Role.CLERK)
def take(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Takes in hand what was offered or left behind."""
    return _answer(request, pk, services.take, _("已接手，这份申请由您负责到底。"))


@require_POST
@require_role(Role.CLERK)
def keep(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Ends an offer."""
    return _answer(request, pk, services.keep, _("移交已收回，首问责任人不变。"))


@require_POST
@require_role(Role.CLERK)
def receipt(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Makes the receipt of what is there now, and shows it."""
    application = get_application(request, pk)
    try:
        made = services.issue_receipt(application_id=application.pk, by=request.user)
    except Refused as refusal:
        return _refuse(request, application, refusal)
    return redirect("applications:receipt_pdf", pk=pk, receipt_pk=made.pk)


@require_GET
@require_role(*CASE_ROLES)
def receipt_pdf(request: AuthenticatedRequest, pk: int, receipt_pk: int) -> HttpResponse:
    """A receipt as it was given."""
    application = get_application(request, pk)
    row = get_object_or_404(application.receipts.select_related("contact", "by"), pk=receipt_pk)
    content = render_pdf(
        reports.RECEIPT_TEMPLATE, reports.receipt_slip(application, row), title=_("受理回执")
    )
    audit.record_export("application_receipt", by=request.user, content=content, rows=1, target=application)
    return paper(content, f"受理回执_{row.number}.pdf")


def _answer(request: AuthenticatedRequest, pk: int, call: Callable[..., Any], told: str) -> HttpResponse:
    application = get_application(request, pk)
    try:
        call(application_id=application.pk, by=request.user)
    except Refused as refusal:
        return _refuse(request, application, refusal)
    messages.success(request, told)
    return redirect("applications:detail", pk=pk)


def _refuse(request: AuthenticatedRequest, application: Application, refusal: Refused) -> HttpResponse:
    context = {**detail_context(request, application), "refusal": str(refusal)}
    return render(request, "applications/detail.html", context, status=409)
