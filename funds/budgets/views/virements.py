"""用途调剂: the list, a new request, one with its steps, on paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from funds.budgets import reports, selectors, services
from funds.budgets.columns import VIREMENTS
from funds.budgets.filters import VirementFilter
from funds.budgets.forms import StepForm, VirementForm
from funds.budgets.states import BOOKKEEPERS, VIREMENT_TRANSITIONS, Turn
from funds.budgets.views.pages import tabs
from funds.ledgers.selectors import line_buckets
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.answers import paper
from hardship.kernel.attempts import attempt
from hardship.kernel.columns import choose
from hardship.kernel.keys import read_key
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows

EXPORT = ListExport("virements", gettext_lazy("用途调剂"), VIREMENTS, "budgets:virements", totals=["amount"])
STEPS = (
    ("made", gettext_lazy("申请")),
    ("checked", gettext_lazy("复核")),
    ("approved", gettext_lazy("批准")),
)
DECISIONS = [row for row in VIREMENT_TRANSITIONS if row.is_decision]


@require_GET
@require_role(*BOOKKEEPERS)
def virements(request: AuthenticatedRequest) -> HttpResponse:
    """The virements of the scope as they are narrowed."""
    found = _filter(request)
    rows = Rows[Any](choose(VIREMENTS, ()), url=link_to("budgets:virement"))
    context = {
        **rows.page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "state", [("", _("全部")), *Turn.choices]),
        "tabs": tabs(request, "virements"),
        "may_write": request.user.has_role(Role.FINANCE),
    }
    return render(request, "budgets/virements.html", context)


@require_POST
@require_role(*BOOKKEEPERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


def _filter(request: AuthenticatedRequest) -> VirementFilter:
    rows = selectors.list_virements(user=request.user)
    return VirementFilter(request.GET, queryset=rows, user=request.user)


@require_http_methods(["GET", "POST"])
@require_role(Role.FINANCE)
def new(request: AuthenticatedRequest) -> HttpResponse:
    """A request for a line of the own union; with `undoes` one that takes another back by the same way."""
    lines = selectors.list_shiftable_lines(request.user.union)
    undoes = _undone(request)
    form = VirementForm(
        request.POST or None, lines=list(lines), uses=selectors.list_uses_of(lines), undoes=undoes
    )
    key = undoes.pk if undoes else None
    done = attempt(form, lambda: services.ask_virement(wish=form.wish(), by=request.user, undoes=key))
    if done.made is None:
        return render(
            request, "budgets/virement_new.html", {"form": form, "undoes": undoes}, status=done.status
        )
    messages.success(request, _("已提交，等另一个人复核。"))
    return redirect("budgets:virement", pk=done.made.pk)


def _undone(request: AuthenticatedRequest) -> Any:
    rows = selectors.list_virements(user=request.user).filter(union=request.user.union, state=Turn.BOOKED)
    return rows.filter(pk=read_key(request.GET.get("undoes", ""))).first()


@require_GET
@require_role(*BOOKKEEPERS)
def virement(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _page(request, _get(request, pk), StepForm())


@require_POST
@require_role(*BOOKKEEPERS)
def step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """复核、批准、不同意、记账、作废."""
    row, form = _get(request, pk), StepForm(request.POST)
    done = attempt(form, lambda: _take(request, row.pk, form))
    if done.made is None:
        return _page(request, _get(request, pk), form, status=done.status)
    messages.success(request, f"{done.made}：{done.made.get_state_display()}")
    return redirect("budgets:virement", pk=pk)


def _take(request: AuthenticatedRequest, pk: int, form: StepForm) -> Any:
    told = form.cleaned_data
    return services.take_virement_step(
        virement_id=pk, action=told["action"], comment=told["comment"], by=request.user
    )


@require_GET
@require_role(*BOOKKEEPERS)
def virement_paper(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """调剂审批表 with places for signatures; the print is on record."""
    row = _get(request, pk)
    content = reports.virement_pdf(row)
    audit.record_export("virement_paper", by=request.user, content=content, rows=1, target=row)
    return paper(content, _("调剂审批表_%(number)s.pdf") % {"number": row.document_no})


def _get(request: AuthenticatedRequest, pk: int) -> Any:
    rows = selectors.list_virements(user=request.user).select_related(*selectors.HANDS)
    return get_object_or_404(rows, pk=pk)


def _page(request: AuthenticatedRequest, row: Any, form: StepForm, status: int = 200) -> HttpResponse:
    blocker = services.virement_blocker
    buttons = workflow.buttons(VIREMENT_TRANSITIONS, row, by=request.user, blocker=blocker)
    is_own = row.union_id == request.user.union_id and request.user.has_role(Role.FINANCE)
    context = {
        "row": row,
        "form": form,
        "buttons": buttons,
        "obstacle": workflow.obstacle(DECISIONS, row, by=request.user, blocker=blocker),
        "free": line_buckets(row.line_id)["available"],
        "plan": selectors.say_of_plan(row),
        "hands": [(label, row.hand(name)) for name, label in STEPS if row.hand(name)],
        "may_undo": is_own and row.is_booked and not selectors.is_taken_back(row),
    }
    return render(request, "budgets/virement.html", context, status=status)
