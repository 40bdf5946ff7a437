"""代办: whoever is away lets somebody else do the work of a post; the list, the end, the switch."""

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hardship.accounts import selectors, services
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.columns import STAND_IN_COLUMNS
from hardship.accounts.filters import StandInFilter
from hardship.accounts.forms import StandInForm
from hardship.accounts.models import Appointment, StandIn
from hardship.accounts.states import STAND_IN_TONES, Role, StandInState
from hardship.accounts.views.appointments import PAGES
from hardship.accounts.views.door import choose_stand_in
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.audit.states import Kind
from hardship.kernel.attempts import attempt
from hardship.kernel.links import link_to, make_tabs
from hardship.kernel.rows import Rows
from hardship.kernel.templatetags.ui import badge
from hardship.kernel.workflow import Refused


@require_role(Role.ADMINISTRATOR)
@require_GET
def stand_ins(request: AuthenticatedRequest) -> HttpResponse:
    found = _found(request)
    rows = Rows[StandIn](
        STAND_IN_COLUMNS,
        url=link_to("accounts:stand_in"),
        drawn={"state": lambda row: badge(STAND_IN_TONES[row.state], row.state.label)},
    )
    context = {
        "tabs": make_tabs(PAGES, "accounts:stand_ins"),
        "filter": found,
        **rows.page(found.chosen, request.GET),
    }
    return render(request, "accounts/stand_ins.html", context)


EXPORT = ListExport("stand_ins", gettext_lazy("代办名册"), STAND_IN_COLUMNS, "accounts:stand_ins")


@require_role(Role.ADMINISTRATOR)
@require_POST
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The same rows as a workbook; the download is on record."""
    found = _found(request)
    return EXPORT.answer(request, found.chosen, found)


@require_http_methods(["GET", "POST"])
def stand_in_new(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Somebody for a post, by its holder or an administrator of its union."""
    post = get_object_or_404(_posts(request), pk=pk)
    form = StandInForm(
        request.POST or None,
        initial={"from_on": timezone.localdate()},
        candidates=selectors.list_candidates(post, request.user),
    )
    made = attempt(form, lambda: services.stand_in(appointment_id=pk, by=request.user, **form.cleaned_data))
    if made.made is not None:
        words = {"name": made.made.user.name, "holder": post.user.name}
        messages.success(request, _("已安排“%(name)s”代“%(holder)s”办理，两人都已收到消息。") % words)
        return redirect("accounts:stand_in", pk=made.made.pk)
    return render(request, "accounts/stand_in_new.html", {"form": form, "post": post}, status=made.status)


@require_GET
def stand_in(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One stand-in: who for whom, until when, who arranged it."""
    row = get_object_or_404(_stand_ins(request), pk=pk)
    context = {
        "row": row,
        "tone": STAND_IN_TONES[row.state],
        "may_act": row.user_id == request.user.pk and row.state == StandInState.RUNNING,
        "may_end": row.ended_at is None
        and row.until_on >= timezone.localdate()
        and request.user.stands_for is None,
    }
    return render(request, "accounts/stand_in.html", context)


@require_POST
def stand_in_end(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_stand_ins(request), pk=pk)
    try:
        services.end_stand_in(stand_in_id=pk, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("代办已结束，立即生效。"))
    return redirect("accounts:stand_in", pk=row.pk)


@require_POST
def stand_in_act(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """From now on in the post of the one whom the person stands in for."""
    mine = selectors.with_names(StandIn.objects.filter(user=request.user.pk))
    row = get_object_or_404(mine, pk=pk)
    if row.state != StandInState.RUNNING:
        messages.error(request, _("这次代办不在期限内，或者已经结束，不能代为办理。"))
        return redirect("accounts:place")
    choose_stand_in(request, row)
    audit.record(
        "user.place", target=request.user, by=request.user, union=row.appointment.union, kind=Kind.ACCESS
    )
    words = {"holder": row.appointment.user.name, "role": row.appointment.get_role_display()}
    messages.success(request, _("现在代“%(holder)s”（%(role)s）办理，每一步都记两人的名字。") % words)
    return redirect("desk:home")


def _found(request: AuthenticatedRequest) -> StandInFilter:
    rows = selectors.list_stand_ins(user=request.user)
    return StandInFilter(request.GET, queryset=rows, user=request.user)


def _posts(request: AuthenticatedRequest) -> QuerySet[Appointment]:
    """The person's own posts, and for an administrator those of the subtree."""
    reach = Q(user=request.user.pk)
    if request.user.has_role(Role.ADMINISTRATOR):
        reach |= Q(union__path__startswith=request.user.union.path)
    return Appointment.objects.filter(reach).select_related("union", "user__union")


def _stand_ins(request: AuthenticatedRequest) -> QuerySet[StandIn]:
    """Those of whoever stands in, of the holder, and for an administrator those of the subtree."""
    reach = Q(user=request.user.pk) | Q(appointment__user=request.user.pk)
    if request.user.has_role(Role.ADMINISTRATOR):
        reach |= Q(appointment__union__path__startswith=request.user.union.path)
    return selectors.with_names(StandIn.objects.filter(reach)).select_related("made_by", "ended_by")
