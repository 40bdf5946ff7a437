"""优待证: the list with what runs out, a new one, one with what it was used for, another in its place."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.archives.models import Household
from cases.certificates import selectors, services
from cases.certificates.columns import COLUMNS
from cases.certificates.filters import SHOWN, CertificateFilter
from cases.certificates.forms import IssueForm, RenewForm, StepForm, UseForm
from cases.certificates.models import Certificate
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import CASE_WORKERS, Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import choose
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import badge, day

READERS = tuple(sorted(CASE_WORKERS))
ORDER = ("until_on", "pk")
EXPORT = ListExport("certificates", gettext_lazy("优待证台账"), COLUMNS, "certificates:certificates")


def _until(row: Any) -> object:
    shown = day(row.until_on)
    return format_html("{}　{}", shown, badge("danger", _("已过期"))) if row.is_expired else shown


@require_GET
@require_role(*READERS)
def certificates(request: AuthenticatedRequest) -> HttpResponse:
    """Those of the scope, what runs out first first."""
    found = _filter(request)
    rows = Rows[Any](
        choose(COLUMNS, ()), url=link_to("certificates:certificate", "uid"), drawn={"until_on": _until}
    )
    context = {
        **rows.page(found.chosen.order_by(*ORDER), request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", [("", _("全部")), *SHOWN]),
    }
    return render(request, "certificates/certificates.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen.order_by(*ORDER), found)


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def certificate_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """发证."""
    files = Household.objects.visible_to(request.user).select_related("union", "head")
    household = get_object_or_404(files, pk=pk)
    form = IssueForm(request.POST or None, household=household)

    def issue() -> Certificate:
        holder = form.cleaned_data["holder"]
        return services.issue(household_id=pk, holder=holder, card=form.card, by=request.user)

    done = attempt(form, issue)
    if done.made is not None:
        messages.success(request, _("已发证。"))
        return redirect("certificates:certificate", uid=done.made.uid)
    blocker = selectors.issue_blocker(household, request.user)
    context = {"household": household, "form": form, "blocker": blocker}
    return render(request, "certificates/certificate_new.html", context, status=done.status)


@require_GET
@require_role(*READERS)
def certificate(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _get(request, uid))


@require_POST
@require_role(Role.CLERK)
def step(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """挂失、注销."""
    row, form = _get(request, uid), StepForm(request.POST)
    return _write(
        request, row, form,
        lambda: services.take_step(certificate_id=row.pk, by=request.user, **form.cleaned_data),
    )  # fmt: skip


@require_POST
@require_role(Role.CLERK)
def use(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """登记优待."""
    row, form = _get(request, uid), UseForm(request.POST)
    return _write(
        request, row, form,
        lambda: services.use(certificate_id=row.pk, by=request.user, **form.cleaned_data),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def renew(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """换发."""
    row, form = _get(request, uid), RenewForm(request.POST or None)
    done = attempt(form, lambda: services.renew(certificate_id=row.pk, by=request.user, **form.cleaned_data))
    if done.made is not None:
        messages.success(request, _("已换发。"))
        return redirect("certificates:certificate", uid=done.made.uid)
    context = {"certificate": row, "form": form, "may_renew": selectors.may_renew(row, request.user)}
    return render(request, "certificates/renew.html", context, status=done.status)


def _write(
    request: AuthenticatedRequest, row: Certificate, form: Form, call: Callable[[], object]
) -> HttpResponse:
    done = attempt(form, call)
    if done.made is None:
        return _page(request, _get(request, row.uid), form, status=done.status)
    messages.success(request, _("已保存。"))
    return redirect("certificates:certificate", uid=row.uid)


def _page(
    request: AuthenticatedRequest, row: Certificate, refused: Form | None = None, status: int = 200
) -> HttpResponse:
    user = request.user
    using = UseForm() if selectors.may_use(row, user) else None
    context = {
        "certificate": row,
        "following": getattr(row, "next", None),
        "used": selectors.used_of(row),
        "uses": row.uses.select_related("by", "stood_in_for").order_by("-on", "-pk"),
        "buttons": selectors.list_buttons(row, user),
        "may_renew": selectors.may_renew(row, user),
        "using": refused if isinstance(refused, UseForm) else using,
        "form": refused,
        "events": [
            {"text": one.label, "at": one.at, "by": one.who, "comment": one.comment}
            for one in row.steps.select_related("by", "stood_in_for").order_by("-pk")
        ],
    }
    return render(request, "certificates/certificate.html", context, status=status)


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> Certificate:
    rows = selectors.list_certificates(request.user)
    rows = rows.select_related("created_by", "stood_in_for", "previous", "next")
    row: Certificate = get_object_or_404(rows, uid=uid)
    return row


def _filter(request: AuthenticatedRequest) -> CertificateFilter:
    return CertificateFilter(
        request.GET, queryset=selectors.list_certificates(request.user), user=request.user
    )
