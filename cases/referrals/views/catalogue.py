"""部门服务清单: the list, a new row, one with what ends it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.referrals import selectors, services
from cases.referrals.columns import SERVICE_COLUMNS
from cases.referrals.filters import USED, ServiceFilter
from cases.referrals.forms import EndForm, ServiceForm
from cases.referrals.models import DepartmentService
from cases.referrals.states import KEEPERS, READERS
from cases.referrals.views.referrals import PAGES
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import choose
from hardship.kernel.links import link_to, make_chips, make_tabs
from hardship.kernel.rows import Rows

EXPORT = ListExport(
    "department_services", gettext_lazy("部门服务清单"), SERVICE_COLUMNS, "referrals:services"
)


@require_GET
@require_role(*READERS)
def listed(request: AuthenticatedRequest) -> HttpResponse:
    """What departments offer the unions of the line."""
    found = _filter(request)
    rows = Rows[Any](choose(SERVICE_COLUMNS, ()), url=link_to("referrals:service", "uid"))
    context = {
        "tabs": make_tabs(PAGES, "referrals:services"),
        **rows.page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", USED),
        "may_write": selectors.may_keep(request.user),
    }
    return render(request, "referrals/services.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


@require_http_methods(["GET", "POST"])
@require_role(*KEEPERS)
def new(request: AuthenticatedRequest) -> HttpResponse:
    """A service; `like` names one whose words it begins with."""
    row = _like(request)
    form = ServiceForm(request.POST or None, row=row)
    done = attempt(form, lambda: services.enter_service(offer=form.offer(), by=request.user))
    if done.made is not None:
        messages.success(request, _("已登记，本工会和下级工会可以转介。"))
        return redirect("referrals:service", uid=done.made.uid)
    return render(request, "referrals/service_form.html", {"form": form, "row": row}, status=done.status)


@require_GET
@require_role(*READERS)
def service(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _get(request, uid))


@require_POST
@require_role(*KEEPERS)
def end(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """停用."""
    row = get_object_or_404(
        selectors.list_services(request.user).filter(union=request.user.union_id), uid=uid
    )
    form = EndForm(request.POST)
    done = attempt(
        form,
        lambda: services.end_service(
            service_id=row.pk, until_on=form.cleaned_data["until_on"], by=request.user
        ),
    )  # fmt: skip
    if done.made is None:
        return _page(request, _get(request, uid), form, done.status)
    messages.success(request, _("已停用；已经发出的转介照常办。"))
    return redirect("referrals:service", uid=uid)


def _page(
    request: AuthenticatedRequest, row: DepartmentService, refused: EndForm | None = None, status: int = 200
) -> HttpResponse:
    is_own = row.union_id == request.user.union_id and selectors.may_keep(request.user)
    context = {
        "service": row,
        "is_used": selectors.in_use(
            DepartmentService.objects.filter(pk=row.pk), timezone.localdate()
        ).exists(),
        "may_write": selectors.may_keep(request.user),
        "ending": (refused or EndForm()) if is_own and row.until_on is None else None,
        "form": refused,
    }
    return render(request, "referrals/service.html", context, status=status)


def _like(request: AuthenticatedRequest) -> DepartmentService | None:
    try:
        uid = uuid.UUID(request.GET.get("like", ""))
    except ValueError:
        return None
    return selectors.list_services(request.user).filter(uid=uid).first()


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> DepartmentService:
    row: DepartmentService = get_object_or_404(selectors.list_services(request.user), uid=uid)
    return row


def _filter(request: AuthenticatedRequest) -> ServiceFilter:
    return ServiceFilter(request.GET, queryset=selectors.list_services(request.user))
