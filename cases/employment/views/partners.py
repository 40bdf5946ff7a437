"""合作机构和基地: the list with what came of each agreement, one agreement, entered and corrected."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.employment import services
from cases.employment.columns import AGREEMENTS, COURSES
from cases.employment.filters import PartnerFilter
from cases.employment.forms import AgreementForm
from cases.employment.models import Partner
from cases.employment.selectors.courses import list_courses, make_lines
from cases.employment.selectors.partners import list_agreements, make_agreement_lines
from cases.employment.states import READERS, WRITERS, PartnerKind
from cases.employment.views.courses import PAGES
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import choose
from hardship.kernel.links import link_to, make_chips, make_tabs
from hardship.kernel.rows import Rows

EXPORT = ListExport("partners", gettext_lazy("合作机构和基地台账"), AGREEMENTS, "employment:partners")


@require_GET
@require_role(*READERS)
def partners(request: AuthenticatedRequest) -> HttpResponse:
    """The agreements of the line, what runs longest first."""
    found = _filter(request)
    rows = Rows[Any](choose(AGREEMENTS, ()), url=link_to("employment:partner", "partner.uid"))
    context = {
        "tabs": make_tabs(PAGES, "employment:partners"),
        **rows.page(found.chosen, request.GET, make=lambda page: make_agreement_lines(page, request.user)),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", [("", _("全部")), *PartnerKind.choices]),
        "may_write": request.user.has_role(*WRITERS),
    }
    return render(request, "employment/partners.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(
        request, found.chosen, found, make=lambda rows: make_agreement_lines(rows, request.user)
    )


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def new(request: AuthenticatedRequest) -> HttpResponse:
    """An agreement; `like` names one with the same partner."""
    like = _like(request)
    form = AgreementForm(request.POST or None, row=like)
    done = attempt(form, lambda: services.enter_agreement(agreement=form.agreement(), by=request.user))
    if done.made is None:
        return render(request, "employment/partner_form.html", {"form": form}, status=done.status)
    messages.success(request, _("已登记，登记培训班和岗位时可以选它。"))
    return redirect("employment:partner", uid=done.made.uid)


@require_GET
@require_role(*READERS)
def partner(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """One agreement with its courses."""
    row: Partner = get_object_or_404(list_agreements(request.user), uid=uid)
    courses = list_courses(request.user).filter(agreement=row)
    rows = Rows[Any](choose(COURSES, ()), url=link_to("employment:course", "course.pk"))
    context = {
        "partner": row,
        "line": make_agreement_lines([row], request.user)[0],
        **rows.page(courses, request.GET, make=make_lines),
        "may_write": request.user.has_role(*WRITERS),
        "may_edit": row.union_id == request.user.union_id and request.user.has_role(*WRITERS),
    }
    return render(request, "employment/partner.html", context)


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def edit(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Correct one of the own union."""
    rows = list_agreements(request.user).filter(union=request.user.union_id)
    row: Partner = get_object_or_404(rows, uid=uid)
    form = AgreementForm(request.POST or None, row=row, is_new=False)
    done = attempt(
        form,
        lambda: services.correct_agreement(partner_id=row.pk, agreement=form.agreement(), by=request.user),
    )
    if done.made is None:
        context = {"form": form, "partner": row}
        return render(request, "employment/partner_form.html", context, status=done.status)
    messages.success(request, _("已保存。"))
    return redirect("employment:partner", uid=uid)


def _like(request: AuthenticatedRequest) -> Partner | None:
    try:
        uid = uuid.UUID(request.GET.get("like", ""))
    except ValueError:
        return None
    return list_agreements(request.user).filter(uid=uid).first()


def _filter(request: AuthenticatedRequest) -> PartnerFilter:
    return PartnerFilter(request.GET, queryset=list_agreements(request.user))
