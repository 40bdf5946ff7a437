"""资金分配表: the list, a new one, one with what each union gets and whether it arrived, on paper and as a
workbook."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from funds.budgets import reports, selectors, services
from funds.budgets.columns import DISTRIBUTIONS, SHARES, SPENT
from funds.budgets.filters import DistributionFilter
from funds.budgets.forms import DistributionForm, SharesForm, StepForm
from funds.budgets.models import Share
from funds.budgets.states import BOOKKEEPERS, DISTRIBUTION_TRANSITIONS, Stage
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
from hardship.kernel.links import link_to, make_chips
from hardship.kernel.rows import Rows

EXPORT = ListExport(
    "distributions", gettext_lazy("资金分配表"), DISTRIBUTIONS, "budgets:distributions", totals=["total"]
)
SHEET = ListExport(
    "distribution_shares",
    gettext_lazy("资金分配明细"),
    (*SHARES, *SPENT),
    "budgets:distributions",
    totals=["amount"],
)
STEPS = (
    ("made", gettext_lazy("起草")),
    ("submitted", gettext_lazy("编制")),
    ("approved", gettext_lazy("批准")),
)
HANDS = tuple(f"{name}_{hand}" for name, _label in STEPS for hand in ("by", "for"))
DECISIONS = [row for row in DISTRIBUTION_TRANSITIONS if row.is_decision]


@require_GET
@require_role(*BOOKKEEPERS)
def distributions(request: AuthenticatedRequest) -> HttpResponse:
    """The tables of the scope as they are narrowed."""
    found = _filter(request)
    context = {
        **Rows[Any](choose(DISTRIBUTIONS, ()), url=link_to("budgets:distribution")).page(
            found.chosen, request.GET
        ),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "state", [("", _("全部")), *Stage.choices]),
        "tabs": tabs(request, "distributions"),
        "may_write": request.user.has_role(Role.FINANCE),
    }
    return render(request, "budgets/distributions.html", context)


@require_POST
@require_role(*BOOKKEEPERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


def _filter(request: AuthenticatedRequest) -> DistributionFilter:
    rows = selectors.list_distributions(user=request.user)
    return DistributionFilter(request.GET, queryset=rows, user=request.user)


@require_http_methods(["GET", "POST"])
@require_role(Role.FINANCE)
def new(request: AuthenticatedRequest) -> HttpResponse:
    """A table of one line of the own union, its sums begun by the way that was chosen."""
    form = DistributionForm(
        request.POST or None, lines=list(selectors.list_givable_lines(request.user.union))
    )
    done = attempt(form, lambda: _draw_up(request, form))
    if done.made is None:
        return render(request, "budgets/distribution_new.html", {"form": form}, status=done.status)
    return redirect("budgets:distribution_fill", pk=done.made.pk)


def _draw_up(request: AuthenticatedRequest, form: DistributionForm) -> Any:
    told, line = form.cleaned_data, form.lines[form.cleaned_data["line_id"]]
    total = told["total"] or line.available_yuan
    shares = selectors.suggest_shares(line, told["basis"], total=total, standard=told["standard"])
    return services.draw_up(line_id=line.pk, letter=form.letter(), shares=shares, by=request.user)


@require_http_methods(["GET", "POST"])
@require_role(Role.FINANCE)
def fill(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What each union gets, as a table."""
    row = get_object_or_404(_rows(request).filter(union=request.user.union_id), pk=pk)
    if request.method == "GET" and not row.is_fillable:
        return redirect("budgets:distribution", pk=pk)
    unions = selectors.list_to_fill(row)
    shares = {share.union_id: share.amount for share in selectors.list_shares(row)}
    weights = selectors.weigh([union.pk for union in unions], row.basis, row.line.year)
    form = SharesForm(request.POST or None, unions=unions, shares=shares, weights=weights)
    done = attempt(
        form, lambda: services.fill(distribution_id=pk, shares=form.planned(), by=request.user)
    )  # fmt: skip
    if done.made is None:
        context = {
            "row": row,
            "form": form,
            "grid": form.grid(),
            "free": line_buckets(row.line_id)["available"],
        }
        return render(request, "budgets/distribution_fill.html", context, status=done.status)
    messages.success(request, _("已保存。核对无误后点“提交批准”。"))
    return redirect("budgets:distribution", pk=pk)


@require_GET
@require_role(*BOOKKEEPERS)
def distribution(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _page(request, _get(request, pk), StepForm())


@require_POST
@require_role(*BOOKKEEPERS)
def step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """提交、批准、退回、全部下拨、作废."""
    row, form = _get(request, pk), StepForm(request.POST)
    done = attempt(
        form,
        lambda: services.take_distribution_step(distribution_id=row.pk, by=request.user, **form.cleaned_data),
    )
    if done.made is None:
        return _page(request, _get(request, pk), form, status=done.status)
    messages.success(request, f"{done.made}：{done.made.get_state_display()}")
    return redirect("budgets:distribution", pk=pk)


@require_GET
@require_role(*BOOKKEEPERS)
def sheet_paper(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """资金分配表 with places for signatures; the print is on record."""
    row = _get(request, pk)
    shares = list(selectors.list_shares(row))
    content = reports.distribution_pdf(row, shares)
    audit.record_export(
        "distribution_paper", by=request.user, content=content, rows=len(shares), target=row
    )  # fmt: skip
    return paper(content, _("资金分配表_%(number)s.pdf") % {"number": row.document_no})


@require_POST
@require_role(*BOOKKEEPERS)
def sheet(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What each union gets as a workbook with the headings that are imported; the download is on record."""
    row = _get(request, pk)
    rows = selectors.list_shares(row)
    return SHEET.answer(request, rows, conditions=[row.document_no], filters={"distribution": row.pk})


def _handing(share: Share) -> str:
    """The vouchers of what was sent, where its notice is printed and its arrival confirmed."""
    return reverse("ledgers:handing", args=[share.allocation_id]) if share.allocation_id else ""


def _rows(request: AuthenticatedRequest) -> Any:
    return selectors.list_distributions(user=request.user).select_related("line__fund", "line__use", *HANDS)


def _get(request: AuthenticatedRequest, pk: int) -> Any:
    return get_object_or_404(_rows(request), pk=pk)


def _page(request: AuthenticatedRequest, row: Any, form: StepForm, status: int = 200) -> HttpResponse:
    blocker = services.distribution_blocker
    buttons = workflow.buttons(DISTRIBUTION_TRANSITIONS, row, by=request.user, blocker=blocker)
    rows = Rows[Any](choose((*SHARES, *SPENT) if row.is_sent else SHARES, ()), url=_handing)
    sums = {"amount": row.total, **(selectors.sum_up(row) if row.is_sent else {})}
    ask = _("确认一次下拨给 %(n)d 个工会？双方账上同时登记。")
    context = {
        "row": row,
        **rows.page(selectors.list_shares(row), request.GET, sums=sums),
        "form": form,
        "buttons": [button for button in buttons if button.action != "approve"],
        "may_approve": any(button.action == "approve" for button in buttons),
        "ask": ask % {"n": row.unions} if any(button.action == "send" for button in buttons) else "",
        "obstacle": workflow.obstacle(DECISIONS, row, by=request.user, blocker=blocker),
        "free": line_buckets(row.line_id)["available"],
        "hands": [(label, row.hand(name)) for name, label in STEPS if row.hand(name)],
        "may_fill": row.is_fillable
        and row.union_id == request.user.union_id
        and request.user.has_role(Role.FINANCE),
    }
    return render(request, "budgets/distribution.html", context, status=status)
