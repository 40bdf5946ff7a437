"""Journals with their postings, reversals, and the closing of months."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from funds.ledgers import selectors, services
from funds.ledgers.columns import JOURNAL_COLUMNS
from funds.ledgers.filters import JournalFilter
from funds.ledgers.forms import CloseForm, ReverseForm
from funds.ledgers.models import Journal
from funds.ledgers.states import EVENTS, Event
from funds.ledgers.views.lists import journal_rows
from funds.ledgers.views.pages import READERS, tabs
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel import searches
from hardship.kernel.pages import numbered
from hardship.kernel.searches import Search
from hardship.kernel.workflow import Refused

POSTINGS = 200


@require_role(*READERS)
@require_GET
def journals(request: AuthenticatedRequest) -> HttpResponse:
    found, looked_for = _narrowed(request)
    context = {
        "filter": found,
        **journal_rows().page(found.chosen, request.GET),
        "tabs": tabs("journals"),
        "is_narrowed": bool(found.values or request.GET.get("q")),
        "search": looked_for,
        "search_expired": bool(request.GET.get("q")) and looked_for is None,
    }
    return render(request, "ledgers/journals.html", context)


@require_role(*READERS)
@require_POST
def find(request: AuthenticatedRequest) -> HttpResponse:
    """On to the journals of whom somebody looks for, by a token; the filters stay."""
    return redirect(searches.on_to("ledgers:journals", request.POST, request.GET, request.session))


EXPORT = ListExport(
    "journals", gettext_lazy("凭证清单"), JOURNAL_COLUMNS, "ledgers:journals", totals=["amount"]
)


@require_role(*READERS)
@require_POST
def journals_export(request: AuthenticatedRequest) -> HttpResponse:
    """The journals as they are narrowed; the download is on record."""
    found, looked_for = _narrowed(request)
    return EXPORT.answer(request, found.chosen, found, conditions=looked_for.told if looked_for else ())


def _narrowed(request: AuthenticatedRequest) -> tuple[JournalFilter, Search | None]:
    """The filters over what the token in the address looks for; nothing of a search that is over."""
    rows = selectors.list_journals(user=request.user)
    looked_for = searches.recall(request.session, request.GET.get("q", ""))
    if looked_for:
        rows = selectors.search_journals(rows, looked_for, user=request.user)
    elif request.GET.get("q"):
        rows = rows.none()
    return JournalFilter(request.GET, queryset=rows, user=request.user), looked_for


@require_role(*READERS)
@require_GET
def journal(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponse:
    return _journal_page(request, _visible(request, pk), ReverseForm())


@require_role(Role.FINANCE)
@require_POST
def reverse(request: AuthenticatedRequest, pk: uuid.UUID) -> HttpResponse:
    found = _visible(request, pk)
    form = ReverseForm(request.POST)
    if not form.is_valid():
        return _journal_page(request, found, form, status=422)
    try:
        reversal = services.reverse(journal_id=pk, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _journal_page(request, found, form, status=409)
    messages.success(request, _("已冲销，冲销凭证为 %(journal)s 号。") % {"journal": reversal})
    return redirect("ledgers:journal", pk=reversal.pk)


def _visible(request: AuthenticatedRequest, pk: uuid.UUID) -> Any:
    """A journal of the person's scope, annotated as `selectors.list_journals` says."""
    return get_object_or_404(selectors.list_journals(user=request.user), pk=pk)


def _journal_page(
    request: AuthenticatedRequest, found: Any, form: ReverseForm, status: int = 200
) -> HttpResponse:
    postings = numbered(selectors.list_postings(journal=found), request.GET, size=POSTINGS)
    entry = EVENTS.get(cast(Event, found.event))
    may_reverse = entry is not None and entry.reversible and not found.is_reversed
    context = {
        "journal": found,
        "page": postings,
        "source": selectors.source_name(found.source),
        "sha256": bytes(found.sha256).hex(" ", 8).split(),
        "reversal": Journal.objects.visible_to(request.user).filter(reverses=found).first(),
        "may_reverse": may_reverse and services.may_reverse(found, request.user),
        "form": form,
    }
    return render(request, "ledgers/journal.html", context, status=status)


@require_role(*READERS)
@require_GET
def periods(request: AuthenticatedRequest) -> HttpResponse:
    return _periods_page(request, CloseForm())


@require_role(Role.FINANCE)
@require_POST
def close(request: AuthenticatedRequest) -> HttpResponse:
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _periods_page(request, form, status=422)
    try:
        period = services.close_period(union=request.user.union, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _periods_page(request, form, status=409)
    messages.success(request, _("%(period)s 已结账。") % {"period": period})
    return redirect("ledgers:periods")


def _periods_page(request: AuthenticatedRequest, form: CloseForm, status: int = 200) -> HttpResponse:
    found = list(selectors.list_periods(user=request.user))
    closable = [period for period in found if period.state == "open"][-1:]
    context = {
        "periods": found,
        "closable": closable,
        "outcomes": _outcomes(request, closable),
        "tabs": tabs("periods"),
        "form": form,
        "may_write": request.user.has_role(Role.FINANCE),
    }
    return render(request, "ledgers/periods.html", context, status=status)


def _outcomes(request: AuthenticatedRequest, closable: list[Any]) -> list[Any]:
    """The checks of the month that is to be closed next, once it is over."""
    over = [period for period in closable if period.month < timezone.localdate().replace(day=1)]
    return selectors.check_closing(request.user.union, over[0].month) if over else []
