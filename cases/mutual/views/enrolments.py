"""参保: who is covered, one of them with their claims, and the families in force of whom nobody is."""

import uuid
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.mutual import selectors, services
from cases.mutual.columns import CLAIM_COLUMNS, ENROLMENT_COLUMNS, UNCOVERED_COLUMNS
from cases.mutual.filters import COVER, EnrolmentFilter, UncoveredFilter
from cases.mutual.forms import ClaimForm, LeaveForm
from cases.mutual.models import MutualEnrolment
from cases.mutual.views.periods import PAGES, READERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import choose, without
from hardship.kernel.links import link_to, make_chips, make_tabs
from hardship.kernel.rows import Rows

ORDER = ("-paid_on", "pk")
EXPORT = ListExport(
    "mutual_enrolments", gettext_lazy("医疗互助参保名单"), ENROLMENT_COLUMNS, "mutual:enrolments"
)
UNCOVERED = ListExport(
    "mutual_uncovered", gettext_lazy("大病户没有参保"), UNCOVERED_COLUMNS, "mutual:uncovered"
)


@require_GET
@require_role(*READERS)
def enrolments(request: AuthenticatedRequest) -> HttpResponse:
    """Those of the scope, the latest first."""
    found = _filter(request)
    rows = Rows[Any](choose(ENROLMENT_COLUMNS, ()), url=link_to("mutual:enrolment", "uid"))
    context = {
        **rows.page(found.chosen.order_by(*ORDER), request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", [("", _("全部")), *COVER]),
        "tabs": make_tabs(PAGES, "mutual:enrolments"),
        "may_import": request.user.has_role(Role.CLERK),
    }
    return render(request, "mutual/enrolments.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    found = _filter(request)
    return EXPORT.answer(request, found.chosen.order_by(*ORDER), found)


@require_GET
@require_role(*READERS)
def uncovered(request: AuthenticatedRequest) -> HttpResponse:
    """大病户 of whom nobody is covered today."""
    found = UncoveredFilter(request.GET, queryset=selectors.list_uncovered(request.user), user=request.user)
    rows = Rows[Any](UNCOVERED_COLUMNS, url=link_to("archives:case", query="tab=mutual"))
    context = {
        **rows.page(found.chosen.order_by("union", "pk"), request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": [],
        "tabs": make_tabs(PAGES, "mutual:uncovered"),
    }
    return render(request, "mutual/uncovered.html", context)


@require_POST
@require_role(*READERS)
def uncovered_export(request: AuthenticatedRequest) -> HttpResponse:
    found = UncoveredFilter(request.GET, queryset=selectors.list_uncovered(request.user), user=request.user)
    return UNCOVERED.answer(request, found.chosen.order_by("union", "pk"), found)


@require_GET
@require_role(*READERS)
def enrolment(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _get(request, uid))


@require_POST
@require_role(Role.CLERK)
def leave(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """退出."""
    row, form = _get(request, uid), LeaveForm(request.POST)
    done = attempt(form, lambda: services.leave(enrolment_id=row.pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        return _page(request, row, form, status=done.status)
    messages.success(request, _("已退出。"))
    return redirect("mutual:enrolment", uid=uid)


@require_POST
@require_role(Role.CLERK)
def claim_new(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """申请给付."""
    row, form = _get(request, uid), ClaimForm(request.POST)
    done = attempt(form, lambda: services.claim(enrolment_id=row.pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        return _page(request, row, form, status=done.status)
    messages.success(request, _("已登记，等审核工会复核。"))
    return redirect("mutual:claim", uid=done.made.uid)


def _page(
    request: AuthenticatedRequest, row: MutualEnrolment, refused: Form | None = None, status: int = 200
) -> HttpResponse:
    may_write = selectors.may_write(row, request.user)
    claims = selectors.list_claims(request.user).filter(enrolment=row).order_by("-treated_on", "pk")
    columns = without(choose(CLAIM_COLUMNS, ()), "name", "period", "union")
    rows = Rows[Any](columns, url=link_to("mutual:claim", "uid"))
    context = {
        "enrolment": row,
        **rows.context(claims),
        "may_write": may_write,
        "claiming": refused if isinstance(refused, ClaimForm) else ClaimForm(),
        "leaving": refused if isinstance(refused, LeaveForm) else LeaveForm(),
        "form": refused,
    }
    return render(request, "mutual/enrolment.html", context, status=status)


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> MutualEnrolment:
    row: MutualEnrolment = get_object_or_404(
        selectors.list_enrolments(request.user).select_related("created_by", "cancelled_by"), uid=uid
    )
    return row


def _filter(request: AuthenticatedRequest) -> EnrolmentFilter:
    return EnrolmentFilter(request.GET, queryset=selectors.list_enrolments(request.user), user=request.user)
