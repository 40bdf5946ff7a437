"""使用公开: the list with what is due, one version with its tables and steps, on paper and as a workbook."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from funds.publications import reports, selectors, services
from funds.publications.columns import PUBLICATIONS
from funds.publications.filters import PublicationFilter
from funds.publications.forms import MakeForm, StepForm
from funds.publications.models import Publication
from funds.publications.states import READERS, TRANSITIONS, WRITERS, State
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.answers import paper as answer_paper
from hardship.kernel.answers import workbook
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import choose
from hardship.kernel.keys import read_key
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows

EXPORT = ListExport("publications", gettext_lazy("使用公开"), PUBLICATIONS, "publications:list")
DECISIONS = [row for row in TRANSITIONS if row.is_decision]


@require_GET
@require_role(*READERS)
def publications(request: AuthenticatedRequest) -> HttpResponse:
    """The versions of the scope as they are narrowed."""
    found = _filter(request)
    shown = choose(PUBLICATIONS, ())
    context = {
        **Rows[Any](shown, url=link_to("publications:publication")).page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "state", [("", _("全部")), *State.choices]),
        "may_write": request.user.has_role(*WRITERS),
    }
    return render(request, "publications/list.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


def _filter(request: AuthenticatedRequest) -> PublicationFilter:
    rows = selectors.list_publications(user=request.user)
    return PublicationFilter(request.GET, queryset=rows, user=request.user)


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def new(request: AuthenticatedRequest) -> HttpResponse:
    """编制, or with ?of=… 更正: of which period, with whom."""
    old = selectors.list_publications(user=request.user).filter(
        union=request.user.union_id, pk=read_key(request.GET.get("of", ""))
    ).first()  # fmt: skip
    form = MakeForm(request.POST or None, old=old)
    done = attempt(form, lambda: services.draft(by=request.user, **form.told))
    if done.made is not None:
        messages.success(request, _("已按现在的账取数，请核对以后交另一位复核。"))
        return redirect("publications:publication", pk=done.made.pk)
    return render(request, "publications/new.html", {"form": form, "old": old}, status=done.status)


@require_GET
@require_role(*READERS)
def publication(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _page(request, _get(request, pk), StepForm())


@require_POST
@require_role(*READERS)
def step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """重新取数、复核、批准公开、退回、撤下、作废."""
    row, form = _get(request, pk), StepForm(request.POST)
    done = attempt(
        form, lambda: services.take_step(publication_id=row.pk, by=request.user, **form.cleaned_data)
    )
    if done.made is None:
        return _page(request, _get(request, pk), form, status=done.status)
    messages.success(request, f"{done.made.title}：{done.made.get_state_display()}")
    return redirect("publications:publication", pk=pk)


@require_GET
@require_role(*READERS)
def poster(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """On A4, or with ?paper=a3 on A3; its code leads to the public page while the version stands."""
    row = _get(request, pk)
    address = request.build_absolute_uri(_address(row)) if row.is_published else ""
    content = reports.poster(row, address=address, is_large=request.GET.get("paper") == "a3")
    audit.record_export("publication_poster", by=request.user, content=content, rows=1, target=row)
    return answer_paper(content, f"{row.number}.pdf")


@require_POST
@require_role(*READERS)
def sheet(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The tables as a workbook; the download is on record."""
    row = _get(request, pk)
    content = reports.workbook_of(row, by=request.user)
    audit.record_export("publication_sheet", by=request.user, content=content, rows=1, target=row)
    return workbook(content, f"{row.number}.xlsx")


def _address(row: Publication) -> str:
    return reverse("publications:public", args=[row.token, row.code])


def _get(request: AuthenticatedRequest, pk: int) -> Publication:
    rows = Publication.objects.visible_to(request.user).select_related("union", *selectors.HANDS)
    found: Publication = get_object_or_404(rows, pk=pk)
    return found


def _page(request: AuthenticatedRequest, row: Publication, form: StepForm, status: int = 200) -> HttpResponse:
    blocker = services.step_blocker
    buttons = workflow.buttons(TRANSITIONS, row, by=request.user, blocker=blocker)
    others = selectors.list_publications(user=request.user).filter(
        union=row.union_id, year=row.year, quarter=row.quarter
    ).exclude(pk=row.pk)  # fmt: skip
    is_writer = request.user.union_id == row.union_id and request.user.has_role(*WRITERS)
    context = {
        **reports.contents(row),
        "form": form,
        "buttons": [button for button in buttons if button.action != "publish"],
        "may_publish": any(button.action == "publish" for button in buttons),
        "obstacle": workflow.obstacle(DECISIONS, row, by=request.user, blocker=blocker),
        "has_drifted": (row.is_open or row.is_published) and services.has_drifted(row),
        "hands": reports.hands_of(row),
        "others": others,
        "may_correct": is_writer
        and (row.is_published or row.is_taken_down)
        and not any(one.is_open for one in others),
        "address": _address(row) if row.is_published else "",
    }
    return render(request, "publications/publication.html", context, status=status)
