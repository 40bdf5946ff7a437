"""抽查: how much of the year's duty is done, a draw, and what was found in it."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.archives.states import Category
from cases.surveys.columns import SPOT_BADGES
from cases.surveys.forms.spotchecks import DrawForm, FindingForm
from cases.surveys.models import SpotCheck, SpotRow
from cases.surveys.reports.spotchecks import sample_sheets, sample_workbook
from cases.surveys.selectors import spotchecks as selectors
from cases.surveys.services import spotchecks as services
from cases.surveys.states import SpotState
from cases.surveys.views.lists import check_rows, spot_rows
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel.answers import paper, workbook
from hardship.kernel.workflow import Refused

READERS = (Role.REVIEWER, Role.APPROVER, Role.AUDITOR)
PRINT_ROWS = 500


@require_http_methods(["GET", "POST"])
@require_role(*READERS)
def spot_checks(request: AuthenticatedRequest) -> HttpResponse:
    """The year's duty and the draws; drawing is one button."""
    may_draw = services.may_draw(request.user)
    form = DrawForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_bound and not may_draw:
        raise PermissionDenied
    if form.is_bound and form.is_valid():
        try:
            made = services.draw_sample(
                year=timezone.localdate().year, share=form.cleaned_data["share"], by=request.user
            )
        except Refused as refusal:
            form.add_error("share", str(refusal))
            status = 409
        else:
            messages.success(request, _("已抽取 %(n)s 户。") % {"n": made.rows.count()})
            return redirect("surveys:spot_check", uid=made.uid)
    context = {
        "duty": selectors.get_duty(request.user.union, timezone.localdate().year),
        **check_rows().page(selectors.list_checks(request.user), request.GET),
        "form": form,
        "may_draw": may_draw,
    }
    return render(request, "surveys/spot_checks.html", context, status=status)


@require_GET
@require_role(*READERS)
def spot_check(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """The drawn files, and how they were drawn."""
    check = _get(request, uid)
    state = request.GET.get("state", "")
    counts = selectors.count_rows(check)
    url = reverse("surveys:spot_check", args=[uid])
    chips = [{"label": _("全部"), "url": url, "current": not state, "count": sum(counts.values())}] + [
        {"label": label, "url": f"{url}?state={value}", "current": value == state, "count": counts[value]}
        for value, label in SpotState.choices
    ]
    labels = dict(Category.choices)
    context = {
        "check": check,
        **spot_rows(check).page(selectors.list_rows(check, state=state), request.GET),
        "chips": chips,
        "state": state,
        "duty": selectors.get_duty(check.union, check.year),
        "parts": [(part, labels.get(part.category, part.category)) for part in selectors.list_parts(check)],
        "may_record": services.may_draw(request.user) and check.union_id == request.user.union_id,
    }
    return render(request, "surveys/spot_check.html", context)


@require_http_methods(["GET", "POST"])
@require_role(*READERS)
def spot_finding(request: AuthenticatedRequest, uid: uuid.UUID, position: int) -> HttpResponse:
    """What was found of one drawn file."""
    check = _get(request, uid)
    row = get_object_or_404(selectors.list_rows(check), position=position)
    form = FindingForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            services.record_finding(row_id=row.pk, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("note", str(refusal))
            status = 409
        else:
            messages.success(request, _("已登记 %(name)s 的抽查结果。") % {"name": row.household})
            return _next(check, row)
    context = {
        "check": check,
        "row": row,
        "kind": SPOT_BADGES[row.state],
        "finding": selectors.get_finding(row.household),
        "form": form,
        "buttons": services.list_spot_buttons(row, request.user),
    }
    return render(request, "surveys/spot_finding.html", context, status=status)


@require_GET
@require_role(*READERS)
def spot_check_export(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _file(
        request, _get(request, uid), "spot_check", lambda row: sample_workbook(row, user=request.user)
    )


@require_GET
@require_role(*READERS)
def spot_check_sheets(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    check = _get(request, uid)
    if check.rows.count() > PRINT_ROWS:
        messages.error(request, _("超过 %(n)s 户，请导出 Excel 后打印。") % {"n": PRINT_ROWS})
        return redirect("surveys:spot_check", uid=uid)
    return _file(request, check, "spot_sheets", sample_sheets)


def _file(
    request: AuthenticatedRequest, check: SpotCheck, kind: str, make: Callable[[SpotCheck], tuple[bytes, int]]
) -> HttpResponse:
    content, rows = make(check)
    audit.record_export(kind, by=request.user, content=content, rows=rows, target=check)
    said = {"union": check.union.short_name, "year": check.year, "number": check.number}
    name = _("抽查名单_%(union)s_%(year)s年第%(number)s次") % said
    if kind == "spot_sheets":
        return paper(content, f"{name}.pdf", download=True)
    return workbook(content, f"{name}.xlsx")


def _next(check: SpotCheck, row: SpotRow) -> HttpResponse:
    """On to the next file that nobody has looked at, or back to the sample."""
    rows = selectors.list_rows(check, state=SpotState.OPEN)
    following = rows.filter(position__gt=row.position).first() or rows.exclude(pk=row.pk).first()
    if following is None:
        return redirect("surveys:spot_check", uid=check.uid)
    return redirect("surveys:spot_finding", uid=check.uid, position=following.position)


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> SpotCheck:
    rows = SpotCheck.objects.visible_to(request.user).select_related("union", "drawn_by")
    return get_object_or_404(rows, uid=uid)
