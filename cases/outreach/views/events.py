"""三必访: the list, one event with its call, a report, counts, the days that were laid down."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.giving.selectors.deeds import address_of
from cases.outreach import selectors, services
from cases.outreach.columns import COUNT_COLUMNS, EVENT_COLUMNS, TERM_COLUMNS
from cases.outreach.filters import SHOWN, CountFilter, EventFilter
from cases.outreach.forms import ReportForm, StepForm, TermForm
from cases.outreach.models import EventVisit
from cases.outreach.states import READERS, REPORTERS, SETTERS, WRITERS
from cases.policies.selectors import get_calendar
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel.answers import note
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import choose
from hardship.kernel.links import link_to, make_chips, make_tabs
from hardship.kernel.rows import Rows

EVENTS = ListExport("events", gettext_lazy("三必访台账"), EVENT_COLUMNS, "outreach:events")
COUNTS = ListExport("event_counts", gettext_lazy("三必访统计"), COUNT_COLUMNS, "outreach:counts")
TERMS = ListExport("event_terms", gettext_lazy("三必访走访期限"), TERM_COLUMNS, "outreach:terms")
PAGES = (
    ("outreach:events", gettext_lazy("走访")),
    ("outreach:counts", gettext_lazy("统计")),
    ("outreach:terms", gettext_lazy("期限")),
    ("outreach:activities", gettext_lazy("宣传服务活动")),
)


@require_GET
@require_role(*READERS)
def events(request: AuthenticatedRequest) -> HttpResponse:
    """What was reported, what waits first."""
    found = _filter(request)
    context = {
        "tabs": make_tabs(PAGES, "outreach:events"),
        **Rows[Any](choose(EVENT_COLUMNS, ()), url=link_to("outreach:event", "uid")).page(
            found.chosen, request.GET
        ),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", SHOWN),
        "may_report": request.user.has_role(*REPORTERS),
    }
    return render(request, "outreach/events.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EVENTS.answer(request, found.chosen, found)


@require_http_methods(["GET", "POST"])
@require_role(*REPORTERS)
def new(request: AuthenticatedRequest) -> HttpResponse:
    """Reported by anybody of the unit; who does not call may not read what others reported."""
    form = ReportForm(request.POST or None)
    done = attempt(form, lambda: services.report(told=form.report(), by=request.user))
    if done.made is None:
        context = {"form": form, "may_read": request.user.has_role(*READERS)}
        return render(request, "outreach/form.html", context, status=done.status)
    messages.success(request, _("已报告，%(on)s 前走访。") % {"on": f"{done.made.due_on:%Y-%m-%d}"})
    if request.user.has_role(*READERS):
        return redirect("outreach:event", uid=done.made.uid)
    return redirect("outreach:new")


@require_GET
@require_role(*READERS)
def event(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    return _page(request, _get(request, uid))


@require_POST
@require_role(*WRITERS)
def step(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """登记走访、不走访."""
    row = _get(request, uid)
    form = StepForm(request.POST, gifts=selectors.list_gifts(row, request.user), auto_id=False)
    done = attempt(
        form,
        lambda: services.take_step(
            event_id=row.pk, action=form.cleaned_data["action"], by=request.user,
            comment=form.cleaned_data["comment"], call=form.call(),
        ),
    )  # fmt: skip
    if done.made is None:
        return _page(request, _get(request, uid), form, done.status)
    messages.success(request, f"{done.made}：{done.made.get_state_display()}")
    return redirect("outreach:event", uid=uid)


@require_POST
@require_role(*READERS)
def reveal(request: AuthenticatedRequest, uid: uuid.UUID) -> HttpResponse:
    """The telephone number in full; it leaves a row in the trail."""
    row = _get(request, uid)
    audit.record_reveal(target=row, field="phone", by=request.user)
    return note(row.phone.reveal())


@require_GET
@require_role(*READERS)
def counts(request: AuthenticatedRequest) -> HttpResponse:
    """How many of each occasion were called on, and in time."""
    found = _counted(request)
    context = {
        "tabs": make_tabs(PAGES, "outreach:counts"),
        **Rows[Any](COUNT_COLUMNS).context(selectors.count_occasions(found.chosen)),
        "filter": found,
    }
    return render(request, "outreach/counts.html", context)


@require_POST
@require_role(*READERS)
def counts_sheet(request: AuthenticatedRequest) -> HttpResponse:
    """The same as a workbook."""
    found = _counted(request)
    rows = selectors.count_occasions(found.chosen)
    words = [text for _name, text in found.described()]
    return COUNTS.answer(request, rows, conditions=words, filters=found.recorded)


@require_http_methods(["GET", "POST"])
@require_role(*READERS)
def terms(request: AuthenticatedRequest) -> HttpResponse:
    """Within how many days is called, with what enters another term."""
    form = TermForm(request.POST or None)
    done = attempt(form, lambda: services.lay_down(by=request.user, **form.cleaned_data))
    if done.made is not None:
        messages.success(request, _("已设定。"))
        return redirect("outreach:terms")
    context = {
        "tabs": make_tabs(PAGES, "outreach:terms"),
        **Rows[Any](TERM_COLUMNS).page(selectors.list_terms(request.user), request.GET),
        "form": form if request.user.has_role(*SETTERS) else None,
    }
    return render(request, "outreach/terms.html", context, status=done.status)


@require_POST
@require_role(*READERS)
def terms_sheet(request: AuthenticatedRequest) -> HttpResponse:
    return TERMS.answer(request, selectors.list_terms(request.user))


def _page(
    request: AuthenticatedRequest, row: EventVisit, refused: StepForm | None = None, status: int = 200
) -> HttpResponse:
    gifts = selectors.list_gifts(row, request.user) if row.is_waiting else []
    action = refused.data.get("action", "") if refused else ""
    buttons = services.list_buttons(row, request.user)
    context = {
        "event": row,
        "days_left": get_calendar().days_left(row.due_on, timezone.localdate()),
        "gift_url": address_of(row.deed_kind, row.deed_key, row.household_id or 0) if row.deed_kind else "",
        "case_url": reverse("archives:case", args=[row.household_id]) if row.household_id else "",
        "steps": [
            {
                "row": one,
                "form": refused
                if refused and one.action == action
                else StepForm(gifts=gifts, auto_id=f"id_{one.action}_%s"),
                "is_open": one.action == (action or "visit"),
            }
            for one in buttons
        ],
        "action": action,
        "refused": refused,
    }
    return render(request, "outreach/event.html", context, status=status)


def _get(request: AuthenticatedRequest, uid: uuid.UUID) -> EventVisit:
    rows = selectors.list_events(request.user).select_related(
        "household__head", "settled_by", "stood_in_for", "union", "reported_by"
    )
    found: EventVisit = get_object_or_404(rows, uid=uid)
    return found


def _filter(request: AuthenticatedRequest) -> EventFilter:
    return EventFilter(request.GET, queryset=selectors.list_events(request.user), user=request.user)


def _counted(request: AuthenticatedRequest) -> CountFilter:
    rows = EventVisit.objects.visible_to(request.user)
    return CountFilter(request.GET, queryset=rows, user=request.user)
