"""入户调查: the visits of a scope, who was not visited, one visit, a new one, what is typed of it."""

import uuid
from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from cases.archives.models import Household
from cases.archives.selectors.entry import get_contents
from cases.archives.views.entered import get_household
from cases.visits import selectors, services
from cases.visits.columns import VISIT_COLUMNS
from cases.visits.forms.visits import VisitForm, from_visit, typed
from cases.visits.models import HomeVisit
from cases.visits.services import recording_blocker
from cases.visits.states import RECORDERS, Conclusion, Finding, VisitMode
from cases.visits.views.lists import CONCLUSION_BADGES, unvisited_rows, visit_rows
from cases.visits.views.voices import list_voices, say_voices, taking_over
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import Union
from hardship.accounts.selectors import list_choosable_unions
from hardship.accounts.states import CASE_WORKERS, Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.answers import note
from hardship.kernel.pages import numbered
from hardship.kernel.workflow import Refused

READERS = tuple(sorted(CASE_WORKERS))
FIRST_YEAR = 2020
VISITS, THIS_YEAR, NEVER = "visits", "year", "never"
FINDING_BADGES = {Finding.CONFIRMED: "success", Finding.UNTRUE: "danger", Finding.UNCHECKED: "muted"}


@require_GET
@require_role(*READERS)
def visit_list(request: AuthenticatedRequest) -> HttpResponse:
    """Who visited whom and when; on the other tabs the files in force that nobody visited."""
    tab = request.GET.get("tab", VISITS)
    tab = tab if tab in (THIS_YEAR, NEVER) else VISITS
    unions = list_choosable_unions(request.user, request.GET.get("union", ""))
    union = next((one for one in unions if str(one.pk) == request.GET.get("union")), None)
    context = {
        "tab": tab,
        "unions": unions,
        "union": union,
        "modes": VisitMode.choices,
        "conclusions": Conclusion.choices,
        "may_record": request.user.has_role(*RECORDERS),
        "years": range(timezone.localdate().year, FIRST_YEAR - 1, -1),
        **(_visits(request, union) if tab == VISITS else {}),
    }
    unvisited = {
        name: selectors.list_unvisited(user=request.user, since=since, union=union)
        for name, since in ((THIS_YEAR, date(timezone.localdate().year, 1, 1)), (NEVER, None))
    }
    counts = {name: rows.count() for name, rows in unvisited.items()}
    if tab != VISITS:
        page = numbered(unvisited[tab], request.GET)
        may_record = request.user.has_role(*RECORDERS)
        context |= {"page": page, **unvisited_rows(may_record=may_record).context(page)}
    context["count"] = counts.get(tab, 0)
    context["tabs"] = _tabs(tab, counts, union)
    return render(request, "visits/visit_list.html", context)


@require_GET
@require_role(*READERS)
def visit(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """One visit with everything on it; what was untrue leads to the part of the file that says so."""
    row = get_visit(request, uid)
    household = row.household
    own = household.union_id == request.user.union_id and request.user.has_role(Role.CLERK)
    may_change = own and (household.is_editable or household.is_in_force)
    answers: list[dict[str, Any]] = [
        {
            "answer": answer,
            "badge": FINDING_BADGES[Finding(answer.finding)],
            "change_url": reverse("archives:section", args=[household.pk, answer.section])
            if may_change and answer.section and answer.finding == Finding.UNTRUE
            else "",
        }
        for answer in row.answers.order_by("position")
    ]
    documents = list(row.documents.select_related("evidence").order_by("pk"))
    context = {
        "visit": row,
        "household": household,
        "badge": CONCLUSION_BADGES[Conclusion(row.conclusion)],
        "answers": answers,
        "photos": [one.evidence for one in documents if not one.signer],
        "signatures": [one for one in documents if one.signer],
        "voices": list_voices(row),
        "take_over": taking_over(row, request.user),
        "may_record": not recording_blocker(household, request.user),
        "may_see_changes": household.is_in_force,
        "open_items": sum(answer["answer"].finding == Finding.UNCHECKED for answer in answers),
    }
    return render(request, "visits/visit.html", context)


@require_http_methods(["GET", "POST"])
@require_role(*RECORDERS)
def visit_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The form. Sent by htmx a refusal is the list of what to correct, and photos and signatures stay."""
    household = get_household(request, pk)
    blocker = recording_blocker(household, request.user)
    if request.method == "GET":
        if blocker:
            messages.info(request, blocker)
            return redirect("archives:case", pk=pk)
        return _form_page(request, household, _form(request, household))
    form = _form(request, household)
    if not form.is_valid():
        return _form_page(request, household, form, status=422)
    try:
        made = services.record_visit(
            household_id=pk, uid=form.cleaned_data["uid"], record=form.record(), papers=form.papers(),
            by=request.user, corrects=_corrects(request),
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _form_page(request, household, form, status=409)
    messages.success(request, _("已登记 %(day)s 的入户调查。") % {"day": made.visited_on.isoformat()})
    address = reverse("visits:visit", args=[made.uid])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


@require_POST
@require_role(*RECORDERS)
def visit_draft(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Keeps what is typed, as one line of text; `discard` begins anew."""
    household = get_household(request, pk)
    corrects = _corrects(request)
    if "discard" in request.POST:
        services.drop_visit_draft(household_id=household.pk, by=request.user, corrects=corrects)
        return redirect(_new_address(household, corrects))
    try:
        draft = services.save_visit_draft(
            household_id=household.pk, values=typed(request.POST), by=request.user, corrects=corrects
        )
    except Refused as refusal:
        return note(str(refusal), status=409)
    time = timezone.localtime(draft.saved_at).strftime("%H:%M")
    text = _("已自动保存 %(time)s") % {"time": time}
    return note(text)


def get_visit(request: AuthenticatedRequest, uid: uuid.UUID) -> HomeVisit:
    rows = HomeVisit.objects.visible_to(request.user).select_related(
        "household__head", "household__union", "household__county", "corrects", "correction", "created_by",
        "respondent", "union",
    )  # fmt: skip
    row: HomeVisit = get_object_or_404(rows.prefetch_related("visitors"), uid=uid)
    return row


def _visits(request: AuthenticatedRequest, union: Union | None) -> dict[str, Any]:
    found, narrowed = _narrowed(request, union)
    return {
        **visit_rows().page(found, request.GET),
        **{name: narrowed.get(name, "") for name in ("year", "mode", "conclusion")},
        "is_filtered": bool(narrowed),
    }


def _narrowed(
    request: AuthenticatedRequest, union: Union | None
) -> tuple[QuerySet[HomeVisit], dict[str, str]]:
    """The visits that the address asks for, and what it narrows them to."""
    year = request.GET.get("year", "")
    mode, conclusion = request.GET.get("mode", ""), request.GET.get("conclusion", "")
    narrowed = {
        "union": union.name if union else "",
        "year": year if year.isascii() and year.isdigit() and len(year) == 4 else "",
        "mode": mode if mode in VisitMode.values else "",
        "conclusion": conclusion if conclusion in Conclusion.values else "",
    }
    found = selectors.list_visits(
        user=request.user,
        union=union,
        year=int(narrowed["year"]) if narrowed["year"] else None,
        mode=narrowed["mode"],
        conclusion=narrowed["conclusion"],
    )
    return found, {name: value for name, value in narrowed.items() if value}


EXPORT = ListExport("visits", gettext_lazy("入户调查台账"), VISIT_COLUMNS, "visits:visit_list")


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The visits as they are narrowed; the download is on record."""
    found, narrowed = _narrowed(request, _chosen_union(request))
    words = {**dict(VisitMode.choices), **dict(Conclusion.choices)}
    told = [str(words.get(value, value)) for value in narrowed.values()]
    return EXPORT.answer(request, found, conditions=told, filters=narrowed)


def _chosen_union(request: AuthenticatedRequest) -> Union | None:
    chosen = request.GET.get("union", "")
    unions = list_choosable_unions(request.user, chosen)
    return next((one for one in unions if str(one.pk) == chosen), None)


def _tabs(current: str, counts: dict[str, int], union: Union | None) -> list[dict[str, Any]]:
    kept = f"&union={union.pk}" if union else ""
    labels = ((VISITS, _("调查记录")), (THIS_YEAR, _("今年还没有走访")), (NEVER, _("从未走访")))
    return [
        {"label": label, "url": f"?tab={name}{kept}", "count": counts.get(name), "current": name == current}
        for name, label in labels
    ]


def _corrects(request: AuthenticatedRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("corrects") or request.GET.get("corrects") or "")
    except ValueError:
        return None


def _new_address(household: Household, corrects: uuid.UUID | None) -> str:
    address = reverse("visits:visit_new", args=[household.pk])
    return f"{address}?corrects={corrects}" if corrects else address


def _form(request: AuthenticatedRequest, household: Household) -> VisitForm:
    """Bound to what was sent; else with what was typed before, or with the visit that is to be corrected."""
    checklist = selectors.get_checklist(union=household.union, on=timezone.localdate())
    make = partial(VisitForm, contents=get_contents(household), checklist=checklist, user=request.user)
    if request.method == "POST":
        return make(request.POST, request.FILES)
    corrected = _get_corrected(household, _corrects(request))
    draft = selectors.get_visit_draft(household=household, user=request.user, corrects=corrected)
    stored = draft.values if draft else from_visit(corrected) if corrected else None
    form = make(stored=stored)
    form.draft, form.corrected = draft, corrected
    return form


def _get_corrected(household: Household, uid: uuid.UUID | None) -> HomeVisit | None:
    if uid is None:
        return None
    rows = household.home_visits.select_related("respondent").prefetch_related("visitors", "answers")
    row: HomeVisit = get_object_or_404(rows, uid=uid)
    if row.is_corrected:
        raise PermissionDenied
    return row


def _form_page(
    request: AuthenticatedRequest, household: Household, form: VisitForm, status: int = 200
) -> HttpResponse:
    if request.htmx and request.method == "POST":
        return render(request, "visits/_visit_errors.html", {"form": form}, status=status)
    corrects = _corrects(request)
    context = {
        "household": household,
        "form": form,
        "draft": form.draft,
        "corrects": corrects or "",
        "corrected": form.corrected,
        "colleagues": selectors.list_colleagues(request.user),
        "copy_key": f"visit-{request.user.pk}-{household.pk}-{corrects or ''}",
        "filed_persons": len(form.people),
        "filed_voices": say_voices(household),
    }
    return render(request, "visits/visit_new.html", context, status=status)
