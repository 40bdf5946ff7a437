"""后台任务: what I asked for, how far it is, and the file it made."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from hardship.accounts.access import AuthenticatedRequest, ask_for_names, hides_names
from hardship.audit import services as audit
from hardship.audit.states import Kind
from hardship.jobs import services
from hardship.jobs.columns import JOB_COLUMNS
from hardship.jobs.models import Job
from hardship.jobs.states import OWNER, TRANSITIONS
from hardship.kernel.answers import made_file
from hardship.kernel.links import link_to
from hardship.kernel.pages import window
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import NOTHING
from hardship.kernel.workflow import Refused, available

PAGE_SIZE = 25
ACTIONS = {"cancel": services.cancel, "retry": services.retry}


def _shown(job: Job) -> dict[str, Any]:
    """What the templates tell of a job; one of a kind or with parameters of long ago can still be read."""
    shown = {"job": job, "title": job.kind, "page_url": ""}
    try:
        handler = services.get_handler(job.kind)
        shown["title"] = handler.label
        shown["page_url"] = handler.page(job) if handler.page else ""
    except (LookupError, NoReverseMatch):
        pass
    return shown


def _progress(job: Job) -> dict[str, Any]:
    buttons = available(TRANSITIONS, state=job.state, roles={OWNER})
    return _shown(job) | {
        "url": reverse("jobs:progress", args=[job.uid]),
        "result_url": reverse("jobs:file", args=[job.uid]) if job.has_result else "",
        "buttons": [
            {"label": row.label, "url": reverse(f"jobs:{row.action}", args=[job.uid])} for row in buttons
        ],
    }


def _mine(request: AuthenticatedRequest, uid: UUID) -> Job:
    return get_object_or_404(Job.objects.visible_to(request.user), uid=uid)


@require_safe
def index(request: AuthenticatedRequest) -> HttpResponse:
    jobs = Job.objects.visible_to(request.user)
    page = window(jobs, request.GET, size=PAGE_SIZE)
    links = page.numbered_links(
        lambda **place: f"?{urlencode(place)}", request.GET, total=jobs.count(), size=PAGE_SIZE
    )
    return render(request, "jobs/list.html", {**_rows().context(page.rows), "links": links})


def _rows() -> Rows[Job]:
    def result(job: Job) -> object:
        if not job.has_result:
            return NOTHING
        return format_html('<a href="{}">{}</a>', reverse("jobs:file", args=[job.uid]), job.result_name)

    return Rows(
        JOB_COLUMNS,
        url=link_to("jobs:detail", "uid"),
        drawn={
            "title": lambda job: _shown(job)["title"],
            "done": lambda job: f"{job.done} / {job.total}" if job.total else job.done,
            "result": result,
        },
    )


@require_safe
def detail(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    return render(request, "jobs/detail.html", _progress(_mine(request, uid)))


@require_safe
def progress(request: AuthenticatedRequest, uid: UUID) -> HttpResponse:
    """The part of a page that tells how far a job is; asked for every two seconds while it runs."""
    return render(request, "jobs/_progress.html", _progress(_mine(request, uid)))


@require_POST
def act(request: AuthenticatedRequest, uid: UUID, action: str) -> HttpResponse:
    """Cancel a job, or try a failed one again."""
    job = _mine(request, uid)
    try:
        ACTIONS[action](uid=job.uid, by=request.user)
    except Refused as refusal:
        job.refresh_from_db()
        return render(request, "jobs/detail.html", _progress(job) | {"refusal": str(refusal)}, status=409)
    return redirect("jobs:detail", uid=job.uid)


@require_safe
def file(request: AuthenticatedRequest, uid: UUID) -> FileResponse | HttpResponse:
    """The file that a job made, for whoever asked for the job and nobody else."""
    job = _mine(request, uid)
    if hides_names(request):  # a job does not know who will have said what for
        return ask_for_names(request.path)
    if not job.has_result or not default_storage.exists(job.result_path):
        raise Http404
    if not services.may_fetch(job):
        raise PermissionDenied
    audit.record("job.download", target=job, by=request.user, kind=Kind.EXPORT)
    return made_file(default_storage.open(job.result_path), name=job.result_name)
