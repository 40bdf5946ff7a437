"""The gallery: every component in all its states, and three whole pages. Only with DEBUG."""

from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET

from hardship.gallery.views import sample_lists, samples
from hardship.gallery.views.sample_forms import FilterSample, SampleForm, refused_form


def _frame(current: str) -> dict[str, Any]:
    return {
        "user": samples.USER,
        "nav_html": render_to_string("components/nav.html", {"nav": samples.nav(current)}),
        "search_url": "#",
        "todo_url": "#",
        "todo_count": 7,
        "messages_url": "#",
        "unread": 2,
    }


@login_not_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    context = {
        **_frame("工作台"),
        "form": SampleForm(prefix="new"),
        "refused": refused_form(),
        "filter_form": FilterSample(),
        "upload_form": SampleForm(prefix="upload"),
        "samples": samples,
        "lists": sample_lists,
        "table": sample_lists.sample_list(),
        "picks": sample_lists.sample_list(closed={2}),
        "low": Decimal("819.97"),
        "middle": Decimal("1320"),
        "high": Decimal("2700"),
        "standard": Decimal("820"),
    }
    return render(request, "gallery/index.html", context)


@login_not_required
@require_GET
def case(request: HttpRequest) -> HttpResponse:
    context = {
        **_frame("困难职工档案"),
        "identity": samples.IDENTITY,
        "samples": samples,
        "income": Decimal("819.97"),
        "standard": Decimal("820"),
    }
    return render(request, "gallery/case.html", context)


@login_not_required
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    return render(request, "gallery/inbox.html", {**_frame("待我审批"), "lists": sample_lists})


@login_not_required
@require_GET
def entry(request: HttpRequest) -> HttpResponse:
    return render(request, "gallery/entry.html", {**_frame("困难职工档案"), "form": SampleForm()})


@login_not_required
@require_GET
def job(request: HttpRequest, place: int) -> HttpResponse:
    """What the running samples ask for every two seconds, as real ones do."""
    if place >= len(samples.JOBS):
        raise Http404
    sample, title = samples.JOBS[place]
    return render(request, "gallery/_job.html", {"job": sample, "title": title, "place": place})
