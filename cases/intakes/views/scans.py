"""批量补材料: uploads of many scans, what became of each, those that wait sorted by hand."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from cases.intakes import services
from cases.intakes.columns import BATCH_COLUMNS, SCAN_COLUMNS
from cases.intakes.forms import PlaceForm, ScansForm, SearchForm
from cases.intakes.models import Scan, ScanBatch
from cases.intakes.rules.scan_names import mask_text
from cases.intakes.selectors import scans as selectors
from cases.intakes.states import ScanState
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.audit.states import Kind
from hardship.kernel import answers, searches
from hardship.kernel.attempts import attempt
from hardship.kernel.files import PageError, draw_page
from hardship.kernel.links import link_to
from hardship.kernel.pages import numbered
from hardship.kernel.rows import Rows
from hardship.kernel.workflow import Refused

SEARCH = "scan"  # the kind of a search that no other list understands
SEARCHES = frozenset({SEARCH})


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def batches(request: AuthenticatedRequest) -> HttpResponse:
    """The uploads, and the form of a new one."""
    posted = request.method == "POST"
    form = ScansForm(request.POST, request.FILES, label_suffix="") if posted else ScansForm(label_suffix="")
    done = attempt(
        form,
        lambda: services.upload_scans(
            files=form.chosen,
            paths=form.chosen_paths,
            signed_on=form.cleaned_data["signed_on"],
            by=request.user,
        ),
    )
    if done.made is not None:
        return redirect("intakes:batch", uid=done.made.uid)
    rows: Rows[ScanBatch] = Rows(BATCH_COLUMNS, url=link_to("intakes:batch", "uid"))
    context = {"form": form, **rows.page(selectors.list_batches(request.user), request.GET)}
    return render(request, "intakes/batches.html", context, status=done.status)


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def batch(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """What became of each scan of one upload; those that wait first lead to where they are sorted. A `text`
    that is posted narrows it to files and folders with these words."""
    row = _batch(request, uid)
    if request.method == "POST":
        return redirect(_searched(request, row))
    state, search = _state(request), searches.recall(request.session, request.GET.get("q", ""), SEARCHES)
    scans = selectors.search_scans(row, search.value if search else "")
    page = numbered(scans.filter(state=state) if state else scans, request.GET)
    rows: Rows[Scan] = Rows(SCAN_COLUMNS, url=link_to("intakes:scan", "uid"))
    context = {
        "batch": row,
        "job": selectors.get_job(row) if row.is_working else None,
        "page": page,
        **rows.context(page),
        "search": search,
        "is_narrowed": bool(search or state),
        "unsearched": _here(row, state=state),
        "chips": _chips(scans, state, request.GET.get("q", "") if search else ""),
        "next_scan": selectors.list_scans(row).filter(state=ScanState.WAITING).first(),
    }
    return render(request, "intakes/batch.html", context)


@require_GET
@require_role(Role.CLERK)
def batch_progress(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """How far the job is; when it is over, the whole page is asked for again."""
    row = _batch(request, uid)
    job = selectors.get_job(row)
    if job is None or not job.is_active:
        return HttpResponseClientRefresh()
    return render(request, "intakes/_batch_progress.html", {"batch": row, "job": job})


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def scan(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """One scan with what became of it; `who` that is posted finds the people whose it may be."""
    row = _scan(request, uid)
    form = SearchForm(request.POST if request.method == "POST" else None, label_suffix="")
    if not form.is_bound:
        return _page(request, row, form, selectors.list_guessed(row))
    found = selectors.search_people(form.cleaned_data["who"], row.union) if form.is_valid() else []
    return _page(request, row, form, found, status=422 if form.is_bound and not form.is_valid() else 200)


@require_POST
@require_role(Role.CLERK)
def scan_place(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Put it where somebody says, and go on to the next one that waits."""
    row, form = _scan(request, uid), PlaceForm(request.POST)
    done = attempt(
        form,
        lambda: services.place_scan(
            scan_id=row.pk, member_uid=str(form.cleaned_data["member"]), kind=form.cleaned_data["kind"],
            by=request.user,
        ),
    )  # fmt: skip
    if done.made is None:
        for texts in form.errors.values():
            messages.error(request, " ".join(str(text) for text in texts))
        return redirect("intakes:scan", uid=uid)
    messages.success(request, _("已归入“%(name)s”的档案。") % {"name": done.made.household})
    return _onward(row)


@require_POST
@require_role(Role.CLERK)
def scan_throw(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """It belongs nowhere."""
    row = _scan(request, uid)
    try:
        services.throw_scan(scan_id=row.pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已标为不要；以后还可以从这次上传里找回。"))
    return _onward(row)


@require_GET
@require_role(Role.CLERK)
def scan_file(request: AuthenticatedRequest, uid: uuid.UUID) -> FileResponse:
    """The scan itself; who looked is on record."""
    row = _opened(request, uid)
    name = f"{_('扫描件')}.{row.media_type.rpartition('/')[2]}"
    return answers.stored_file(row.file.open("rb"), name=name, media_type=row.media_type)


@require_GET
@require_role(Role.CLERK)
def scan_page(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """The first page of a PDF as a picture; who looked is on record."""
    row = _opened(request, uid)
    with row.file.open("rb") as stored:
        content = stored.read()
    try:
        return answers.picture(draw_page(content, 1))
    except PageError as error:
        return answers.note(str(error), status=422)


def _opened(request: AuthenticatedRequest, uid: uuid.UUID) -> Scan:
    row = _scan(request, uid)
    if not row.file:
        raise Http404
    audit.record("scan.read", target=row.batch, by=request.user, kind=Kind.ACCESS, place=row.place)
    return row


def _batch(request: AuthenticatedRequest, uid: uuid.UUID) -> ScanBatch:
    rows = ScanBatch.objects.visible_to(request.user).select_related("union", "uploaded_by")
    return get_object_or_404(rows, uid=uid)


def _scan(request: AuthenticatedRequest, uid: uuid.UUID) -> Scan:
    rows = Scan.objects.visible_to(request.user).select_related("batch", "union", "household__head")
    return get_object_or_404(rows, uid=uid)


def _page(
    request: AuthenticatedRequest, row: Scan, form: SearchForm, found: list[Any], *, status: int = 200
) -> HttpResponse:
    context = {
        "scan": row,
        "form": form,
        "place_form": PlaceForm(initial={"kind": row.kind}, label_suffix=""),
        "found": found,
        "may_sort": row.union_id == request.user.union_id
        and row.state in (ScanState.WAITING, ScanState.THROWN),
        "is_image": row.media_type.startswith("image/"),
    }
    return render(request, "intakes/scan.html", context, status=status)


def _onward(row: Scan) -> HttpResponse:
    following = selectors.list_scans(row.batch).filter(state=ScanState.WAITING).first()
    if following is None:
        return redirect("intakes:batch", uid=row.batch.uid)
    return redirect("intakes:scan", uid=following.uid)


def _searched(request: AuthenticatedRequest, row: ScanBatch) -> str:
    """The address of the page narrowed to what was typed, its state kept. Folders are named like people: the
    words stay in the session, long numbers masked as in what is kept of a name."""
    text = mask_text(request.POST.get("text", "").strip())[: searches.LONGEST]
    token = searches.remember(request.session, searches.Search(SEARCH, text, text)) if text else ""
    return _here(row, state=_state(request), q=token)


def _state(request: AuthenticatedRequest) -> str:
    """What the page is narrowed to by its chips, if that is a state."""
    state = request.GET.get("state", "")
    return state if state in ScanState.values else ""


def _here(row: ScanBatch, **narrowed: str) -> str:
    kept = urlencode({name: value for name, value in narrowed.items() if value})
    return f"{reverse('intakes:batch', args=[row.uid])}{'?' if kept else ''}{kept}"


def _chips(scans: QuerySet[Scan], state: str, token: str) -> list[dict[str, Any]]:
    """How many of the scans that were searched for are in each state."""
    counts, kept = selectors.count_states(scans), {"q": token} if token else {}
    choices = [("", _("全部"), sum(counts.values()))]
    choices += [(one.value, str(one.label), counts[one]) for one in ScanState if counts[one]]
    return [
        {"label": label, "url": f"?{urlencode({**kept, **({'state': value} if value else {})})}",
         "count": count, "current": value == state}
        for value, label, count in choices
    ]  # fmt: skip
