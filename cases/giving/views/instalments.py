"""分期发放: the list with what is due, one instalment with what is found of it, the steps."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.archives.states import CASE_ROLES
from cases.giving import services
from cases.giving.columns import COLUMNS
from cases.giving.filters import SHOWN, InstalmentFilter
from cases.giving.forms import StepForm
from cases.giving.models import Instalment
from cases.giving.selectors.looking import look_at
from cases.giving.selectors.permits import list_buttons
from cases.giving.selectors.plans import list_draws, list_due, list_in_scope, list_instalments, payments_of
from cases.giving.services.looking import Outcome
from cases.giving.states import OPEN
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.attempts import attempt
from hardship.kernel.keys import read_keys
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows, Tick

EXPORT = ListExport("instalments", gettext_lazy("分期发放"), COLUMNS, "giving:list")
READERS = (*CASE_ROLES, Role.FINANCE)
RELATED = (
    "application__programme__policy", "application__member", "application__household__union", "checker",
    "looked_by", "looked_for",
)  # fmt: skip
MOST_AT_ONCE = 100
NAMED = 5


@require_GET
@require_role(*READERS)
def instalments(request: AuthenticatedRequest) -> HttpResponse:
    """The instalments of the scope by the day on which they fall due; what is this person's can be ticked."""
    found = _filter(request)
    mine = set(list_due(user=request.user).values_list("pk", flat=True)) if _looks_again(request) else set()
    rows = Rows[Any](
        COLUMNS, url=link_to("giving:instalment"), tick=(lambda row: _tick(row, mine)) if mine else None
    )
    context = {
        **rows.page(found.chosen.order_by("due_on", "pk"), request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "show", [("", _("全部")), *SHOWN]),
        "bulk": bool(mine),
        "due": len(mine),
    }
    return render(request, "giving/list.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen.order_by("due_on", "pk"), found)


@require_POST
@require_role(Role.REVIEWER)
def confirm(request: AuthenticatedRequest) -> HttpResponse:
    """Confirms the chosen ones about which there is no doubt; the others are named."""
    keys = read_keys(request.POST.getlist("pk"), most=MOST_AT_ONCE)
    outcome = services.confirm_many(ids=keys, by=request.user)
    if outcome.done:
        messages.success(request, _("已复核 %(n)s 期，等财务发放。") % {"n": len(outcome.done)})
    if outcome.refused:
        messages.warning(request, _left(outcome))
    return redirect(f"{reverse('giving:list')}?show=due")


@require_GET
@require_role(*READERS)
def instalment(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _page(request, _get(request, pk), StepForm())


@require_POST
@require_role(Role.REVIEWER)
def step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """复核、暂停、停发."""
    row, form = _get(request, pk), StepForm(request.POST)
    done = attempt(
        form, lambda: services.take_step(instalment_id=row.pk, by=request.user, **form.cleaned_data)
    )
    if done.made is None:
        return _page(request, _get(request, pk), form, status=done.status)
    messages.success(request, _said(done.made))
    return redirect("giving:instalment", pk=pk)


def _page(request: AuthenticatedRequest, row: Instalment, form: StepForm, status: int = 200) -> HttpResponse:
    plan = list_instalments(row.application)
    payments = payments_of(plan)
    context = {
        "instalment": row,
        "application": row.application,
        "draws": list_draws(row),
        "plan": [(one, payments.get(one.pk)) for one in plan],
        "finding": look_at(row) if row.state in OPEN else None,
        "buttons": list_buttons(row, request.user),
        "form": form,
    }
    return render(request, "giving/instalment.html", context, status=status)


def _get(request: AuthenticatedRequest, pk: int) -> Instalment:
    rows = list_in_scope(user=request.user).select_related(*RELATED)
    row: Instalment = get_object_or_404(rows, pk=pk)
    return row


def _filter(request: AuthenticatedRequest) -> InstalmentFilter:
    return InstalmentFilter(request.GET, queryset=list_in_scope(user=request.user), user=request.user)


def _looks_again(request: AuthenticatedRequest) -> bool:
    return request.user.has_role(Role.REVIEWER)


def _tick(row: Instalment, mine: set[int]) -> Tick:
    return Tick(row.pk, row.application.household, row.amount, is_open=row.pk in mine)


def _left(outcome: Outcome) -> str:
    names = "；".join(f"{row.application.household}：{why}" for row, why in outcome.refused[:NAMED])
    said = {"n": len(outcome.refused), "names": names}
    return _("%(n)s 期要打开逐件看：%(names)s") % said


def _said(row: Instalment) -> str:
    told = {
        "confirmed": _("%(row)s已复核，等财务发放。"),
        "suspended": _("%(row)s已暂停，占用的资金已释放。"),
        "ended": _("从%(row)s起停发，占用的资金已释放。"),
    }
    return told[row.state] % {"row": row}
