"""批量申请: one programme for many households, chosen from the list, filled in as one grid."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.applications import services
from cases.applications.columns import BATCH_COLUMNS, CANDIDATE_COLUMNS
from cases.applications.filters import CandidateFilter
from cases.applications.forms import BatchForm, BatchRowForm, asked_labels
from cases.applications.forms.goods import goods_cells
from cases.applications.models import Application, Batch
from cases.applications.selectors import batches as selectors
from cases.applications.selectors.goods import list_goods_columns, list_quantities
from cases.applications.services.batches import JOB, MOST_AT_ONCE, MOST_WAITED_FOR, require_few
from cases.applications.states import EDITABLE_STATES, HOLDING_STATES
from cases.applications.views.lists import EXPORTERS
from cases.policies.selectors import list_programmes
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.jobs.services import enqueue
from hardship.kernel.attempts import attempt
from hardship.kernel.keys import read_keys
from hardship.kernel.pages import numbered
from hardship.kernel.rows import Rows, Tick
from hardship.kernel.workflow import Refused

ROWS_OF_A_PAGE = 20  # each is judged anew: a page of it takes about a second


@require_GET
def batch_list(request: AuthenticatedRequest) -> HttpResponse:
    """The batches of the scope with how far they are."""
    rows: Rows[Batch] = Rows(BATCH_COLUMNS, url=lambda row: reverse("applications:batch", args=[row.uid]))
    context = {
        **rows.page(selectors.list_batches(request.user), request.GET),
        "may_enter": request.user.has_role(Role.CLERK),
        "may_export": request.user.has_role(*EXPORTERS),
    }
    return render(request, "applications/batches.html", context)


EXPORT = ListExport(
    "application_batches",
    gettext_lazy("批量申请台账"),
    BATCH_COLUMNS,
    "applications:batches",
    totals=("total",),
)


@require_POST
@require_role(*EXPORTERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The batches with how far they are; the download is on record."""
    return EXPORT.answer(request, selectors.list_batches(request.user))


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def batch_new(request: AuthenticatedRequest) -> HttpResponse:
    """Which programme, and why; the households come next."""
    programmes = list_programmes(union=request.user.union, on=timezone.localdate())
    form = BatchForm(request.POST or None, programmes=programmes, initial={"uid": uuid.uuid4()})
    tried = attempt(
        form,
        lambda: services.make_batch(
            uid=form.cleaned_data["uid"],
            programme_id=form.cleaned_data["programme"],
            reason=form.cleaned_data["reason"],
            by=request.user,
        ),
    )
    if tried.made is None:
        return render(request, "applications/batch_new.html", {"form": form}, status=tried.status)
    return redirect("applications:batch_candidates", uid=tried.made.uid)


@require_GET
@require_role(Role.CLERK)
def candidates(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """The households in force that have no open application of this programme this year."""
    row = get_batch(request, uid)
    found = _filter(request, row)
    rows: Rows[Any] = Rows(
        CANDIDATE_COLUMNS,
        url=lambda one: reverse("archives:case", args=[one.pk]),
        tick=lambda one: Tick(one.pk, one),
    )
    context = {
        "batch": row,
        **rows.page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "query": urlencode(found.values),
        "may_change": request.user.union_id == row.union_id,
    }
    return render(request, "applications/batch_candidates.html", context)


@require_POST
@require_role(Role.CLERK)
def add(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Begins the applications of the ticked households, or of all that the filters leave."""
    row = get_batch(request, uid)
    found = _filter(request, row)
    rows = found.chosen
    if not request.POST.get("all"):
        rows = rows.filter(pk__in=read_keys(request.POST.getlist("pk"), most=MOST_AT_ONCE))
    keys = list(rows.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    try:
        return _begin(request, row, keys)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('applications:batch_candidates', args=[uid])}?{urlencode(found.values)}")


def _begin(request: AuthenticatedRequest, row: Batch, keys: list[int]) -> HttpResponse:
    services.open_batch(row.pk, request.user)
    require_few(keys)
    if len(keys) > MOST_WAITED_FOR:
        params = {"batch": str(row.uid), "households": keys}
        made = enqueue(JOB, by=request.user, params=params, total=len(keys))
        return redirect("jobs:detail", uid=made.uid)
    done = services.add_households(batch_id=row.pk, household_ids=keys, by=request.user)
    missed = len(keys) - done
    words = (
        _("已列入 %(n)s 户。") if not missed else _("已列入 %(n)s 户，%(missed)s 户不能申请，原因见下表。")
    )
    messages.success(request, words % {"n": done, "missed": missed})
    return redirect("applications:batch", uid=row.uid)


@require_http_methods(["GET", "POST"])
def batch(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """The grid: whom, what, how much, and beside each row what it lacks."""
    row = get_batch(request, uid)
    if request.method == "GET" or not _may_enter(request, row):
        return grid(request, row)
    page = _page(request, row)
    shown = [one for one in page if f"r{one.pk}-version" in request.POST and one.state in EDITABLE_STATES]
    forms = {one.pk: BatchRowForm(request.POST, application=one) for one in shown}
    saved = sum(_save(request, one, forms[one.pk]) for one in shown)
    if any(form.errors for form in forms.values()):
        return grid(request, row, forms=forms, status=422)
    messages.success(request, _("已保存 %(n)s 件。") % {"n": saved})
    return redirect(f"{reverse('applications:batch', args=[uid])}?{urlencode({'page': page.number})}")


def _save(request: AuthenticatedRequest, application: Application, form: BatchRowForm) -> bool:
    """Writes one row, where it was changed; what is refused stands at the row."""
    if not form.has_changed():
        return False
    tried = attempt(
        form,
        lambda: services.save(
            application_id=application.pk,
            version=form.cleaned_data["version"],
            by=request.user,
            **form.figures(),
        ),
    )
    return tried.made is not None


def _page(request: AuthenticatedRequest, row: Batch) -> Any:
    return numbered(selectors.list_of_batch(row, request.user), request.GET, size=ROWS_OF_A_PAGE)


def _may_enter(request: AuthenticatedRequest, row: Batch) -> bool:
    return request.user.has_role(Role.CLERK) and request.user.union_id == row.union_id


def grid(
    request: AuthenticatedRequest,
    row: Batch,
    *,
    forms: dict[int, BatchRowForm] | None = None,
    problems: Mapping[int, str] | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of a batch; `problems` says of applications, also of other pages, why they were not handed
    in."""
    page, may_enter = _page(request, row), _may_enter(request, row)
    whole, problems = selectors.list_of_batch(row, request.user), problems or {}
    goods = list_goods_columns([row.programme, *(one.programme for one in page)], whole)
    names = [column.name for column in goods]
    context = {
        "refusal": refusal,
        "problems": [(one, problems[one.pk]) for one in whole.filter(pk__in=problems)] if problems else [],
        "batch": row,
        "lines": _lines(page, forms or {}, names, request.user, may_enter=may_enter),
        "goods": goods,
        "page": page,
        "labels": asked_labels(row.programme),
        "misses": row.misses.select_related("household__head").order_by("pk") if may_enter else (),
        "drafts": whole.filter(state__in=EDITABLE_STATES).count(),
        "sent": whole.filter(state__in=HOLDING_STATES).count(),
        "may_enter": may_enter,
        "may_decide": request.user.has_role(Role.REVIEWER, Role.APPROVER),
    }
    return render(request, "applications/batch.html", context, status=status)


def _lines(
    page: Sequence[Application],
    forms: dict[int, BatchRowForm],
    goods: Sequence[str],
    by: User,
    *,
    may_enter: bool,
) -> list[Any]:
    """Each application with its form, and below `cells` the fields of these items, or below `told` what it
    asks of them."""
    lines = []
    for application in page:
        read = selectors.read_row(application, by)
        form = forms.get(application.pk)
        if form is None and may_enter and application.state in EDITABLE_STATES:
            form = BatchRowForm(application=application)
        cells = goods_cells(form, application, goods) if form else []
        told = list_quantities(application, goods)
        line = {"row": application, "offer": read.offer, "gaps": read.gaps, "form": form}
        lines.append(line | {"cells": cells, "told": told})
    return lines


def get_batch(request: AuthenticatedRequest, uid: uuid.UUID) -> Batch:
    """The batch of an address; 404 outside the scope."""
    rows = Batch.objects.visible_to(request.user).select_related("programme__policy", "union", "created_by")
    row: Batch = get_object_or_404(rows, uid=uid)
    return row


def _filter(request: AuthenticatedRequest, row: Batch) -> CandidateFilter:
    rows = selectors.list_candidates(row, request.user)
    return CandidateFilter(request.GET, queryset=rows, user=request.user)
