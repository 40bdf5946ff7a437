"""职业介绍: the list, one referral with its letter, its steps and whether somebody stayed."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.employment import services
from cases.employment.columns import REFERRALS
from cases.employment.filters import ReferralFilter
from cases.employment.forms import MoveForm, ThereForm
from cases.employment.models import JobCheck, Referral
from cases.employment.reports import referral_pdf
from cases.employment.selectors.openings import count_refusals, list_all_referrals, refusal_remark
from cases.employment.states import READERS, REFERRAL_TRANSITIONS, WRITERS, ReferralState
from cases.employment.views.openings import PAGES
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.answers import paper
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import choose
from hardship.kernel.links import link_to, make_chips, make_tabs
from hardship.kernel.rows import Rows

EXPORT = ListExport("referrals", gettext_lazy("职业介绍台账"), REFERRALS, "employment:referrals")


@require_GET
@require_role(*READERS)
def referrals(request: AuthenticatedRequest) -> HttpResponse:
    """Whoever was sent to the openings of the scope, the latest first."""
    found = _filter(request)
    rows = Rows[Any](choose(REFERRALS, ()), url=link_to("employment:referral"))
    context = {
        "tabs": make_tabs(PAGES, "employment:referrals"),
        **rows.page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", [("", _("全部")), *ReferralState.choices]),
    }
    return render(request, "employment/referrals.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


@require_GET
@require_role(*READERS)
def referral(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One referral: what came of it, whether somebody stayed, what may be done now."""
    return _page(request, _get(request, pk))


@require_POST
@require_role(*WRITERS)
def step(request: AuthenticatedRequest, pk: int, action: str) -> HttpResponse:
    """面试、录用、没有谈成、离职."""
    row = _get(request, pk)
    if action not in MoveForm.ASKED:
        raise Http404
    form = MoveForm(request.POST, action=action)
    done = attempt(form, lambda: services.take_referral_step(
        referral_id=pk, action=action, by=request.user, outcome=form.outcome()
    ))  # fmt: skip
    if done.made is None:
        return _page(request, _get(request, pk), (action, form), status=done.status)
    messages.success(request, _("已办理，现在是“%(state)s”。") % {"state": done.made.get_state_display()})
    return redirect("employment:referral", pk=row.pk)


@require_POST
@require_role(*WRITERS)
def check(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """登记在岗跟踪."""
    asked = get_object_or_404(JobCheck, pk=pk)
    row = _get(request, asked.referral_id)
    form = ThereForm(request.POST, check=asked)
    done = attempt(form, lambda: services.note_job_check(check_id=pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        return _page(request, row, (asked.pk, form), status=done.status)
    messages.success(request, _("已登记。"))
    return redirect("employment:referral", pk=row.pk)


@require_GET
@require_role(*READERS)
def letter(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The letter as PDF; that it was printed is on record."""
    row = _get(request, pk)
    content = referral_pdf(row)
    audit.record_export("referral_letter", by=request.user, content=content, rows=1, target=row.opening)
    return paper(content, _("职业介绍信_%(number)s.pdf") % {"number": row.number})


def _get(request: AuthenticatedRequest, pk: int) -> Referral:
    row: Referral = get_object_or_404(list_all_referrals(request.user), pk=pk)
    return row


def _page(
    request: AuthenticatedRequest,
    row: Referral,
    refused: tuple[Any, Form] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    user = request.user
    typed = dict([refused]) if refused else {}
    may_write = not services.opening_blocker(row.opening, user)
    steps = workflow.buttons(REFERRAL_TRANSITIONS, row, by=user) if may_write else []
    number = bytes(row.id_number_index or b"")
    context = {
        "row": row,
        "opening": row.opening,
        "refused": refused[1] if refused else None,
        "steps": [(one, typed.get(one.action) or MoveForm(action=one.action)) for one in steps],
        "remark": refusal_remark(count_refusals([number]).get(number, 0)),
        "checks": [
            (one, typed.get(one.pk) or ThereForm(check=one), may_write and row.is_hired and one.is_asked)
            for one in row.checks.select_related("noted_by", "noted_for").order_by("months")
        ],
    }
    return render(request, "employment/referral.html", context, status=status)


def _filter(request: AuthenticatedRequest) -> ReferralFilter:
    return ReferralFilter(request.GET, queryset=list_all_referrals(request.user), user=request.user)
