"""期次: the list, a new one, one with its rule and who may join it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.mutual import selectors, services
from cases.mutual.columns import PERIOD_COLUMNS
from cases.mutual.filters import PeriodFilter
from cases.mutual.forms import EntrantForm, PeriodForm
from cases.mutual.models import MutualPeriod
from cases.mutual.rules import write_bands
from cases.mutual.states import KEEPERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import CASE_WORKERS, Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.attempts import attempt
from hardship.kernel.links import link_to, make_tabs
from hardship.kernel.rows import Rows

READERS = tuple(sorted(CASE_WORKERS))
PAGES = (
    ("mutual:periods", gettext_lazy("期次")),
    ("mutual:enrolments", gettext_lazy("参保")),
    ("mutual:claims", gettext_lazy("给付")),
    ("mutual:uncovered", gettext_lazy("大病户没有参保")),
)
ORDER = ("-until_on", "pk")
EXPORT = ListExport("mutual_periods", gettext_lazy("医疗互助期次"), PERIOD_COLUMNS, "mutual:periods")


@require_GET
@require_role(*READERS)
def periods(request: AuthenticatedRequest) -> HttpResponse:
    """Those of the scope and of the unions above, the latest first."""
    found = _filter(request)
    rows = Rows[Any](PERIOD_COLUMNS, url=link_to("mutual:period", "uid"))
    context = {
        **rows.page(found.chosen.order_by(*ORDER), request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": [],
        "tabs": make_tabs(PAGES, "mutual:periods"),
        "may_open": request.user.has_role(*KEEPERS),
    }
    return render(request, "mutual/periods.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    found = _filter(request)
    return EXPORT.answer(request, found.chosen.order_by(*ORDER), found)


@require_http_methods(["GET", "POST"])
@require_role(*KEEPERS)
def period_new(request: AuthenticatedRequest) -> HttpResponse:
    form = PeriodForm(request.POST or None)
    done = attempt(form, lambda: services.open_period(terms=form.terms, by=request.user))
    if done.made is not None:
        messages.success(request, _("已建立，可以登记和导入参保人。"))
        return redirect("mutual:period", uid=done.made.uid)
    return render(request, "mutual/period_new.html", {"form": form}, status=done.status)


@require_GET
@require_role(*READERS)
def period(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _get(request, uid), EntrantForm())


@require_POST
@require_role(Role.CLERK)
def enrol(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """登记一个人参加."""
    row, form = _get(request, uid), EntrantForm(request.POST)
    done = attempt(form, lambda: services.enrol(period_id=row.pk, entrant=form.entrant, by=request.user))
    if done.made is None:
        return _page(request, row, form, status=done.status)
    messages.success(request, _("已登记参保。"))
    return redirect("mutual:enrolment", uid=done.made.uid)


def _page(
    request: AuthenticatedRequest, row: MutualPeriod, form: EntrantForm, status: int = 200
) -> HttpResponse:
    user = request.user
    is_open = row in selectors.list_open_periods(user.union, timezone.localdate())
    claims = selectors.list_claims(user).filter(enrolment__period=row)
    context = {
        "period": row,
        "bands": write_bands(row.rule).splitlines(),
        "form": form,
        "may_enrol": is_open and user.has_role(Role.CLERK),
        "sizes": selectors.sizes_of(claims),
    }
    return render(request, "mutual/period.html", context, status=status)


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> MutualPeriod:
    row: MutualPeriod = get_object_or_404(selectors.list_periods(request.user), uid=uid)
    return row


def _filter(request: AuthenticatedRequest) -> PeriodFilter:
    return PeriodFilter(request.GET, queryset=selectors.list_periods(request.user), user=request.user)
