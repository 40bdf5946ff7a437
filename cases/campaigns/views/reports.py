"""总结: a campaign in figures as they stand now, on paper and as a sheet; the parts of the unions."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.campaigns import reports, services
from cases.campaigns.columns import AGAINST, LINES, PARTS, SOURCES
from cases.campaigns.forms import PartForm, PartStepForm
from cases.campaigns.models import ReportPart
from cases.campaigns.rules.reports import Table, compare
from cases.campaigns.selectors.campaigns import reach_parts
from cases.campaigns.selectors.figures import (
    Figures,
    get_figures,
    list_late,
    list_parts,
    list_reporting,
)
from cases.campaigns.states import PART_TRANSITIONS, READERS, WRITERS
from cases.campaigns.views.teams import get_campaign
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.answers import paper, workbook
from hardship.kernel.attempts import attempt
from hardship.kernel.links import link_to
from hardship.kernel.rows import Rows

MEASURES = ("people", "times", "households", "cash", "goods", "yuan")
PLACES = ("groups", "unions", "kinds")  # of the tables on the page
DECISIONS = [row for row in PART_TRANSITIONS if row.is_decision]


@require_GET
@require_role(*READERS)
def report(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The figures of a campaign as far as the person's union goes, with whose part is missing."""
    row = get_campaign(request, pk)
    figures = get_figures(row, request.user.union)
    own = _own_part(request, row)
    context = {
        "campaign": row,
        "figures": figures,
        "gaps": figures.gaps,
        "sentences": reports.draft_sentences(row, figures),
        "tables": [
            _drawn(table, at) for table, at in zip(figures.tables, PLACES, strict=True) if table.lines
        ],
        "against": Rows[Any](AGAINST).context(figures.against),
        "funds": Rows[Any](SOURCES).context(figures.funds),
        "parts": Rows[Any](PARTS, url=link_to("campaigns:part")).context(list_parts(row, request.user)),
        "has_parts": list_parts(row, request.user).exists(),
        "late": _late(request, row),
        "own": own,
        "may_submit": _may_submit(request, row, own),
    }
    return render(request, "campaigns/report.html", context)


@require_GET
@require_role(*READERS)
def report_pdf(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The same on paper; the download is on record."""
    row = get_campaign(request, pk)
    figures = get_figures(row, request.user.union)
    content = reports.report_pdf(row, figures, _late(request, row), on=timezone.localdate())
    audit.record_export(
        "campaign_report", by=request.user, content=content, rows=len(figures.details), target=row
    )
    return paper(content, _("慰问活动总结_%(number)s.pdf") % {"number": row.number})


@require_POST
@require_role(*READERS)
def report_sheet(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What each union gave to each group, as a workbook; the download is on record."""
    row = get_campaign(request, pk)
    figures = get_figures(row, request.user.union)
    content = reports.report_sheet(row, figures, by=request.user)
    audit.record_export(
        "campaign_figures", by=request.user, content=content, rows=len(figures.details), target=row
    )
    return workbook(content, _("慰问情况统计表_%(number)s.xlsx") % {"number": row.number})


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def part_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """上报总结 of the person's own union, or again."""
    row = get_campaign(request, pk)
    if not list_reporting(row).filter(union=request.user.union_id).exists():
        raise Http404
    own = _own_part(request, row)
    if request.method == "GET" and not _may_submit(request, row, own):
        return redirect("campaigns:report", pk=pk)
    figures = get_figures(row, request.user.union)
    form = PartForm(request.POST or None, found=figures.total, text=reports.draft_text(row, figures), of=own)
    done = attempt(form, lambda: services.submit_part(
        campaign_id=pk, stated=form.stated(request.user.union.name), by=request.user
    ))  # fmt: skip
    if done.made is None:
        context = {"form": form, "campaign": row, "own": own}
        return render(request, "campaigns/part_form.html", context, status=done.status)
    messages.success(request, _("总结已上报。"))
    return redirect("campaigns:part", pk=done.made.pk)


@require_GET
@require_role(*READERS)
def part(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _page(request, _get(request, pk), PartStepForm())


@require_POST
@require_role(*WRITERS)
def part_step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """收下、退回."""
    row, form = _get(request, pk), PartStepForm(request.POST)
    done = attempt(form, lambda: services.take_part_step(part_id=pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        return _page(request, _get(request, pk), form, status=done.status)
    messages.success(request, f"{done.made}：{done.made.get_state_display()}")
    return redirect("campaigns:report", pk=row.campaign_id)


def _page(request: AuthenticatedRequest, row: Any, form: PartStepForm, status: int = 200) -> HttpResponse:
    figures: Figures = get_figures(row.campaign, row.union)
    blocker = services.part_blocker
    buttons = workflow.buttons(DECISIONS, row, by=request.user, blocker=blocker)
    context = {
        "row": row,
        "campaign": row.campaign,
        "lines": Rows[Any](LINES).context([row.line, figures.total]),
        "differences": list(compare(row.line, figures.total)),
        "gaps": figures.gaps,
        "form": form,
        "buttons": buttons,
        "submitted": row.hand("submitted"),
        "decided": row.hand("decided"),
        "may_again": row.is_returned and _may_submit(request, row.campaign, row),
    }
    return render(request, "campaigns/part.html", context, status=status)


def _drawn(table: Table, at: str) -> dict[str, Any]:
    """A table with its total as its last line; `at` is its name on the page."""
    sums = {name: Decimal(getattr(table.stated, name)) for name in MEASURES}
    return {"title": table.title, "at": at, **Rows[Any](LINES).context(table.lines, sums)}


def _late(request: AuthenticatedRequest, row: Any) -> list[str]:
    """The unions of the scope that have not handed their part in."""
    if not row.is_carried_out:
        return []
    rows = list_late(row).filter(union__path__startswith=request.user.union.path)
    return [one.union.name for one in rows]


def _own_part(request: AuthenticatedRequest, row: Any) -> Any:
    parts = ReportPart.objects.visible_to(request.user)
    return parts.filter(campaign=row, union=request.user.union_id).first()


def _may_submit(request: AuthenticatedRequest, row: Any, own: Any) -> bool:
    if not (row.is_carried_out and request.user.has_role(*WRITERS)) or (own and not own.is_returned):
        return False
    return bool(list_reporting(row).filter(union=request.user.union_id).exists())


def _get(request: AuthenticatedRequest, pk: int) -> Any:
    rows = reach_parts(request.user).select_related(
        "union", "campaign__union", "submitted_by", "submitted_for", "decided_by", "decided_for"
    )
    return get_object_or_404(rows, pk=pk)
