"""线索: the list, one lead, taking in, every step."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.archives.selectors.entry import asks_too_often
from cases.archives.services.entry.lookups import note_holder
from cases.archives.services.refusals import HeldElsewhere
from cases.archives.views.entry.checks import TOO_MANY
from cases.leads import services
from cases.leads.columns import LEAD_COLUMNS
from cases.leads.filters import SHOWN, LeadFilter
from cases.leads.forms import SECRET, LeadForm, NewLeadForm, StepForm
from cases.leads.models import Lead
from cases.leads.selectors import leads as selectors
from cases.leads.selectors.hints import hints_address
from cases.leads.states import READERS, WRITERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import Union, User
from hardship.accounts.states import Level
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel.answers import note
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import choose, without
from hardship.kernel.links import make_chips
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import badge


@require_GET
@require_role(*READERS)
def lead_list(request: AuthenticatedRequest) -> HttpResponse:
    """The leads that the person sees; those that are open, unless a chip says otherwise."""
    found = _filter(request)
    kept = {name: value for name, value in found.values.items() if name != "show"}
    shown = found.values["show"]
    context = {
        **_rows(request).page(found.chosen, request.GET),
        "filter": found,
        "shown": shown,
        "is_narrowed": bool(kept),
        "chips": make_chips(found.values, "show", SHOWN),
        "may_write": request.user.has_role(*WRITERS),
    }  # fmt: skip
    return render(request, "leads/leads.html", context)


EXPORT = ListExport("leads", gettext_lazy("困难职工线索台账"), LEAD_COLUMNS, "leads:leads")


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed, with every column; the download is on record."""
    found = _filter(request)
    shown = [str(dict(SHOWN)[found.values["show"]])]
    return EXPORT.answer(request, found.chosen, found, conditions=shown)


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def lead_new(request: AuthenticatedRequest) -> HttpResponse:
    unions = _receivers(request, request.user.union)
    form = NewLeadForm(request.POST or None, unions=[request.user.union, *unions])
    done = attempt(
        form,
        lambda: services.record_lead(
            told=form.told(), by=request.user, receiver=form.cleaned_data["receiver"]
        ),
    )
    if done.made is None:
        return render(request, "leads/lead_form.html", {"form": form}, status=done.status)
    messages.success(request, _("已登记，由“%(union)s”办理。") % {"union": done.made.union.name})
    return redirect("leads:lead", uid=done.made.uid)


@require_http_methods(["GET", "POST"])
@require_role(*WRITERS)
def lead_edit(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """Correct what was heard."""
    lead = _get(request, uid)
    form = LeadForm(request.POST or None, lead=lead)
    done = attempt(form, lambda: services.change_lead(lead_id=lead.pk, told=form.told(), by=request.user))
    if done.made is None:
        return render(request, "leads/lead_form.html", {"form": form, "lead": lead}, status=done.status)
    messages.success(request, _("已保存。"))
    return redirect("leads:lead", uid=uid)


@require_GET
@require_role(*READERS)
def lead(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _get(request, uid))


@require_POST
@require_role(*WRITERS)
def lead_step(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """One step; a draft that was opened is where one goes on."""
    row = _get(request, uid)
    form = StepForm(request.POST, unions=_receivers(request, row.union))
    done = attempt(form, lambda: _step(row, form, request.user))
    if done.made is None:
        return _page(request, _get(request, uid), form, status=done.status)
    household = done.made.household
    messages.success(request, _("已办理：%(state)s。") % {"state": done.made.get_state_display()})
    if household is not None and household.is_editable:
        if hints_address(done.made, request.user):
            messages.info(request, _("线索里写的困难情况和诉求没有自动填进档案，可以从线索页填进来核对。"))
        return redirect("archives:tasks", pk=household.pk)
    return redirect("leads:lead", uid=uid)


@require_POST
@require_role(*READERS)
def reveal(request: AuthenticatedRequest, uid: uuid.UUID, field: str) -> HttpResponse:
    """One masked number in full, as plain text; it leaves a row in the trail."""
    if field not in SECRET:
        raise Http404
    row = _get(request, uid)
    audit.record_reveal(target=row, field=field, by=request.user)
    return note(getattr(row, field).reveal())


@require_POST
@require_role(*READERS)
def reveal_answer(
    request: AuthenticatedRequest, uid: uuid.UUID, answer: uuid.UUID, field: str
) -> HttpResponse:
    """The same for a number as it was answered at a public address."""
    if field not in SECRET:
        raise Http404
    row = get_object_or_404(_get(request, uid).answers, uid=answer)
    audit.record_reveal(target=row, field=field, by=request.user)
    return note(getattr(row, field).reveal())


def _step(row: Lead, form: StepForm, by: User) -> Lead:
    """The step; whom another union has on file is told within the limit of typed numbers, and on record."""
    action, comment, outcome = form.cleaned_data["action"], form.cleaned_data["comment"], form.outcome()
    if action == "file" and not outcome.file_no and asks_too_often(by):
        raise services.LeadRefused(str(TOO_MANY))
    try:
        return services.take_step(lead_id=row.pk, action=action, comment=comment, outcome=outcome, by=by)
    except HeldElsewhere as held:
        note_holder(held.holder, row.id_number_index, by=by)
        raise


def _filter(request: AuthenticatedRequest) -> LeadFilter:
    query = request.GET.copy()
    if query.get("show") not in dict(SHOWN):
        query["show"] = "open"
    return LeadFilter(query, queryset=selectors.list_leads(request.user), user=request.user)


def _rows(request: AuthenticatedRequest) -> Rows[Any]:
    shown = choose(LEAD_COLUMNS, ())
    is_alone = request.user.union.level == Level.GRASSROOTS and request.GET.get("show") != "passed"
    return Rows(
        without(shown, "union") if is_alone else shown,
        url=lambda row: reverse("leads:lead", args=[row.uid]),
        notes={"due_on": lambda row: badge("danger", _("超期")) if row.is_overdue else ""},
    )


def _receivers(request: AuthenticatedRequest, union: Union) -> list[Union]:
    return selectors.list_receivers(union, request.user, request.POST.get("receiver", ""))


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> Lead:
    rows = Lead.objects.visible_to(request.user).select_related(
        "union", "created_by", "closed_by", "household__union", "household__head"
    )
    return get_object_or_404(selectors.with_history(rows), uid=uid)


def _page(
    request: AuthenticatedRequest, row: Lead, refused: StepForm | None = None, *, status: int = 200
) -> HttpResponse:
    """The lead; a refused step stays open with what was typed."""
    unions = _receivers(request, row.union)
    action = refused.data.get("action", "") if refused else ""
    context = {
        "lead": row,
        "steps": [
            {
                "row": button,
                "form": refused if button.action == action
                else StepForm(unions=unions, auto_id=f"id_{button.action}_%s"),
            }
            for button in services.list_buttons(row, request.user)
        ],
        "is_visible": row.household is not None and request.user.covers([row.household.union]),
        "may_edit": not services.change_blocker(row, request.user),
        "take_over": hints_address(row, request.user),
        "is_unattended": selectors.is_unattended(row),
        "refused": refused,
        "action": action,
    }  # fmt: skip
    return render(request, "leads/lead.html", context, status=status)
