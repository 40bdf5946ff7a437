"""到账回访: the list, the sheet of a day, one call with what was tried and said."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.callbacks import selectors, services
from cases.callbacks.columns import CALLBACKS
from cases.callbacks.filters import SHOWN, CallbackFilter
from cases.callbacks.forms import AnswerForm, EndForm, TryForm
from cases.callbacks.models import Callback
from cases.callbacks.reports import callback_pdf, sheet_pdf
from cases.callbacks.states import CALLERS, READERS, TRANSITIONS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel import answers, workflow
from hardship.kernel.attempts import attempt
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows

EXPORT = ListExport("callbacks", gettext_lazy("到账回访台账"), CALLBACKS, "callbacks:list")
ORDER = ("due_on", "pk")
MOST_ON_A_SHEET = 200


@require_GET
@require_role(*READERS)
def callbacks(request: AuthenticatedRequest) -> HttpResponse:
    """Those of the scope by their day, and the list in figures."""
    found = _filter(request)
    context = {
        **Rows[Any](CALLBACKS, url=link_to("callbacks:callback")).page(
            found.chosen.order_by(*ORDER), request.GET
        ),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", [("", _("全部")), *SHOWN]),
        "counts": selectors.count(found.chosen),
        "waiting": selectors.list_to_call(request.user).count() if request.user.has_role(*CALLERS) else 0,
    }
    return render(request, "callbacks/list.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed, as a workbook."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen.order_by(*ORDER), found)


@require_GET
@require_role(*CALLERS)
def sheet(request: AuthenticatedRequest) -> HttpResponse:
    """Whom this person asks today, on paper; the download is on record."""
    rows = list(selectors.list_to_call(request.user).order_by(*ORDER)[:MOST_ON_A_SHEET])
    today = timezone.localdate()
    content = sheet_pdf(rows, union=request.user.union, on=today)
    audit.record_export("callback_sheet", by=request.user, content=content, rows=len(rows))
    return answers.paper(content, _("到账回访名单_%(day)s.pdf") % {"day": f"{today:%Y%m%d}"})


@require_GET
@require_role(*READERS)
def callback(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _page(request, _get(request, pk))


@require_GET
@require_role(*READERS)
def form(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """回访记录表; the download is on record."""
    row = _get(request, pk)
    content = callback_pdf(row)
    audit.record_export("callback_form", by=request.user, content=content, rows=1, target=row)
    return answers.paper(content, _("到账回访记录表_%(number)s.pdf") % {"number": row.payment.payable.number})


@require_POST
@require_role(*CALLERS)
def record_try(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """没有联系上."""
    row, typed = _get(request, pk), TryForm(request.POST)
    tried = attempt(
        typed, lambda: services.record_try(callback_id=row.pk, by=request.user, **typed.cleaned_data)
    )
    if tried.made is None:
        return _page(request, _get(request, pk), missed=typed, status=tried.status)
    messages.success(request, _("已登记第 %(n)s 次没有联系上。") % {"n": tried.made.tries})
    return redirect("callbacks:callback", pk=pk)


@require_POST
@require_role(*CALLERS)
def record_answer(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """登记回访."""
    row, typed = _get(request, pk), AnswerForm(request.POST)
    done = attempt(
        typed,
        lambda: services.record_answer(callback_id=row.pk, by=request.user, answer=typed.answer()),
    )
    if done.made is None:
        return _page(request, _get(request, pk), answered=typed, status=done.status)
    messages.success(request, _("回访已登记。"))
    return redirect("callbacks:callback", pk=pk)


@require_POST
@require_role(Role.REVIEWER)
def end_call(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """不再回访."""
    row, typed = _get(request, pk), EndForm(request.POST)
    done = attempt(
        typed, lambda: services.end_call(callback_id=row.pk, by=request.user, **typed.cleaned_data)
    )
    if done.made is None:
        return _page(request, _get(request, pk), ended=typed, status=done.status)
    messages.success(request, _("已登记不再回访。"))
    return redirect("callbacks:callback", pk=pk)


def _page(
    request: AuthenticatedRequest,
    row: Callback,
    *,
    answered: forms.Form | None = None,
    missed: forms.Form | None = None,
    ended: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    steps = workflow.buttons(TRANSITIONS, row, by=request.user, blocker=selectors.call_blocker)
    may = {one.action for one in steps}
    initial = {"on": timezone.localdate()}
    context = {
        "row": row,
        "missed": row.missed.select_related("by", "stood_in_for").order_by("on", "pk"),
        "form": answered or missed or ended,  # whose errors stand above the page
        "answer_form": answered or (AnswerForm(initial=initial) if "record" in may else None),
        "try_form": missed or (TryForm(initial=initial, auto_id="id_try_%s") if "record" in may else None),
        "end_form": ended or (EndForm() if "end" in may else None),
        "obstacle": workflow.obstacle(TRANSITIONS, row, by=request.user, blocker=selectors.call_blocker)
        if row.is_callable
        else "",
    }
    return render(request, "callbacks/callback.html", context, status=status)


def _get(request: AuthenticatedRequest, pk: int) -> Callback:
    row: Callback = get_object_or_404(selectors.list_callbacks(request.user), pk=pk)
    return row


def _filter(request: AuthenticatedRequest) -> CallbackFilter:
    rows = selectors.list_callbacks(request.user)
    return CallbackFilter(request.GET, queryset=rows, user=request.user)
