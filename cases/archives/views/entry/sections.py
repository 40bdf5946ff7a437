"""Entering one household: start, task list, one page for each section."""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.archives.forms import SECTION_FORMS, EvidenceForm, SectionForm
from cases.archives.models import Evidence, Household
from cases.archives.models.events import CONSENT_TEXT, CONSENT_VERSION
from cases.archives.rules import completeness, required_evidence, required_fields
from cases.archives.selectors.entry import get_contents, list_former_members
from cases.archives.selectors.extensions import ChangeCause, find_cause
from cases.archives.services.entry import drafts
from cases.archives.services.entry.bundles import CARDS, SIDES
from cases.archives.services.entry.evidence import list_restorable
from cases.archives.services.life.changes import save_change
from cases.archives.services.refusals import StaleFile
from cases.archives.states import Section
from cases.archives.views.entered import for_entry, for_entry_or_change
from cases.archives.views.entry.conflicts import find_conflict, remember
from cases.archives.views.entry.links import missing_message
from cases.archives.views.entry.progress import following, make_progress
from cases.archives.views.entry.returned import describe_returned, mark_lines, unanswered_message
from cases.archives.views.figures import current_verdict, typed_verdict
from cases.archives.views.life.changes import tell
from hardship.accounts.access import AuthenticatedRequest
from hardship.kernel import answers
from hardship.kernel.workflow import Refused


@require_http_methods(["GET", "POST"])
@for_entry_or_change
def section(request: AuthenticatedRequest, household: Household, section: str) -> HttpResponse:
    if section == Section.EVIDENCE:
        return evidence_page(request, household)
    form = _form(request, household, section)
    cause = _cause(request, household, section)
    page = partial(section_page, request, household, form, more={"cause": cause})
    if request.method == "GET":
        if household.is_editable:
            form.begin()
        form.propose(cause.values if cause else {})
        return page()
    if not form.is_valid():
        return page(status=422)
    try:
        return _save(request, household, section, form)
    except StaleFile as stale:
        household.refresh_from_db()
        conflict = find_conflict(stale, household, form, request.POST.get("was", ""))
        return page(status=409, conflict=conflict)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return page(status=409)


def _cause(request: AuthenticatedRequest, household: Household, section: str) -> ChangeCause | None:
    """What the section is opened for, by the address of the page or what it sent."""
    name = request.POST.get("cause") or request.GET.get("cause", "")
    return find_cause(household, section, name, request.user)


def _save(
    request: AuthenticatedRequest, household: Household, section: str, form: SectionForm
) -> HttpResponse:
    """Saves a section of a draft, or asks for the change of a file in force. Raises StaleFile, Refused."""
    pk, data, version, user = household.pk, form.payload(), form.seen_version, request.user
    if household.is_in_force:
        asked = save_change(
            household_id=pk, section=section, data=data, version=version, by=user,
            cause=request.POST.get("cause", ""),
        )  # fmt: skip
        _show_notes(request, form)
        _warn(request, form.doubts())
        return tell(request, household, section, is_asked=asked is not None)
    saved = drafts.save_section(household_id=pk, section=section, data=data, version=version, by=user)
    _show_notes(request, form)
    _lead_to_remarks(request, household, form)
    return _go_on(request, saved, section)


def _show_notes(request: AuthenticatedRequest, form: SectionForm) -> None:
    for note in form.notes():
        messages.info(request, note)
    _warn(request, form.warnings())


def _warn(request: AuthenticatedRequest, sentences: list[str]) -> None:
    for sentence in sentences:
        messages.warning(request, sentence)


def _lead_to_remarks(request: AuthenticatedRequest, household: Household, form: SectionForm) -> None:
    """What looks wrong stands in 核对事项 until it is mended or explained: said once more, it would only be
    lost on the next page."""
    if found := form.doubts():
        words = _("“%(section)s”有 %(count)s 处要核对，") % {
            "section": Section(form.section).label, "count": len(found)
        }  # fmt: skip
        url = reverse("archives:remarks", args=[household.pk])
        messages.warning(request, format_html('{}<a href="{}">{}</a>', words, url, _("看核对事项")))


@require_POST
@for_entry
def autosave(request: AuthenticatedRequest, household: Household, section: str) -> HttpResponse:
    """Keep what can be kept of a form that is still being filled in; answers one line of text."""
    form = _form(request, household, section)
    form.is_valid()
    if not form.autosaves or "version" not in form.cleaned_data:
        return HttpResponse(status=422)
    try:
        saved = drafts.save_section(
            household_id=household.pk, section=section, data=form.payload(), version=form.seen_version,
            by=request.user,
        )  # fmt: skip
    except Refused as refusal:
        return answers.note(str(refusal), status=409)
    wrong = len(form.errors)
    text = _("已自动保存 %(when)s") % {"when": timezone.localtime().strftime("%H:%M")}
    if wrong:
        text += _("，有 %(count)s 处填写有误未保存") % {"count": wrong}
    text = "；".join([text, *form.notes()])
    return answers.note(text, headers={"X-Version": str(saved.version)})


def evidence_page(
    request: AuthenticatedRequest, household: Household, form: EvidenceForm | None = None, status: int = 200
) -> HttpResponse:
    """The documents by kind: those that this household needs first, present or not."""
    contents = get_contents(household)
    needed = required_evidence(contents)
    kinds = [*needed, *(item.kind for item in contents.evidence if item.kind not in needed)]
    rows = [
        _kind_row(kind, kind in needed, [item for item in contents.evidence if item.kind == kind])
        for kind in dict.fromkeys(kinds)
    ]
    context = {
        "rows": rows,
        "removed": list_restorable(household, request.user),
        "form": form or EvidenceForm(contents=contents),
        "contents": contents,
    }
    return _render(request, household, Section.EVIDENCE, context, status)


def _kind_row(kind: str, needed: bool, documents: list[Evidence]) -> dict[str, Any]:
    """One kind with its documents, and the pictures among them, which can become one PDF."""
    pictures = [item for item in documents if not item.is_pdf]
    return {
        "kind": str(kind),
        "label": EvidenceForm.label_of(kind),
        "needed": needed,
        "documents": documents,
        "pictures": pictures if len(pictures) > 1 else [],
        "is_card": kind in CARDS and len(pictures) == SIDES,
    }


def _form(request: AuthenticatedRequest, household: Household, section: str) -> SectionForm:
    if section not in SECTION_FORMS:
        raise Http404
    data = request.POST if request.method == "POST" else None
    return SECTION_FORMS[section](data, contents=get_contents(household))


def section_page(
    request: AuthenticatedRequest,
    household: Household,
    form: SectionForm,
    *,
    status: int = 200,
    conflict: Any = None,
    template: str = "",
    more: Mapping[str, Any] = MappingProxyType({}),
) -> HttpResponse:
    """The form of a section, or with a `template` of its own that of a part of it."""
    context = {
        "form": form,
        "contents": form.contents,
        "conflict": conflict,
        # after a conflict the page has seen what the other person saved
        "version": conflict.version if conflict else form["version"].value(),
        "was": remember(form.anew(form.contents if not conflict else get_contents(household)))
        if conflict or not form.is_bound
        else request.POST.get("was", ""),
    }
    if form.section == Section.MONEY:
        context["verdict"] = typed_verdict(household, form) if form.is_bound else current_verdict(household)
    if form.section == Section.CONSENT:
        context |= {"consent_text": CONSENT_TEXT, "consent_version": CONSENT_VERSION}
    if form.section == Section.MEMBERS:
        context["former_members"] = list_former_members(household)
    return _render(request, household, form.section, {**context, **more}, status, template)


def _render(
    request: AuthenticatedRequest,
    household: Household,
    section: str,
    context: dict[str, Any],
    status: int,
    template: str = "",
) -> HttpResponse:
    contents = context["contents"]
    states = completeness(contents)
    reasons = describe_returned(contents)
    here = [reason for reason in reasons if reason.section == section]
    fields = SECTION_FORMS[section].base_fields if section in SECTION_FORMS else {}
    shared = {
        "address": "",
        "was": "",
        "cause": None,
        "household": household,
        "section": section,
        "secret_of": household.head and household.head.uid if section == Section.WORKER else None,
        "title": Section(section).label,
        "state": states[section],
        "needed": required_fields(contents, section),
        "tasks": make_progress(household, states, reasons),
        "reasons": here,
        "beside": [reason for reason in here if reason.name in fields and not reason.line],
        "back": "check" if "check" in (request.GET.get("back"), request.POST.get("back")) else "",
    }
    if "form" in context:
        mark_lines(context["form"], here)
    template = template or f"archives/section_{section}.html"
    return render(request, template, {**shared, **context}, status=status)


def _go_on(request: AuthenticatedRequest, household: Household, section: str) -> HttpResponse:
    """To the check page one came from, the same page again, or the next section that lacks something; says
    what the one that was saved still lacks."""
    contents = get_contents(household)
    states = completeness(contents)
    state = states[section]
    if state.missing:
        messages.warning(request, missing_message(contents, state.label, state.missing))
    else:
        messages.success(request, _("已保存“%(section)s”。") % {"section": state.label})
    reasons = describe_returned(contents)
    unanswered = [reason for reason in reasons if reason.section == section and reason.is_open]
    if unanswered:
        messages.warning(request, unanswered_message(state.label, unanswered))
    if request.POST.get("back") == "check":
        return redirect("archives:check", pk=household.pk)
    if request.POST.get("go") == "stay" or "restore" in request.POST:
        return redirect("archives:section", pk=household.pk, section=section)
    tasks = make_progress(household, states, reasons)
    task = following(tasks, section)
    if task is None:
        finished = all(task.state == "done" for task in tasks)
        return redirect("archives:check" if finished else "archives:tasks", pk=household.pk)
    return redirect("archives:section", pk=household.pk, section=task.section)
