"""资金收回: the list, a new notice, one with what each union gives back and its answers, on paper and as a
workbook."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from funds.budgets import reports, selectors, services
from funds.budgets.columns import RECALL_ROWS, RECALLS
from funds.budgets.filters import RecallFilter
from funds.budgets.forms import AnswerForm, RecallForm, RecallSumsForm, StepForm
from funds.budgets.models import RecallRow
from funds.budgets.states import BOOKKEEPERS, RECALL_TRANSITIONS, Call
from funds.budgets.views.pages import tabs
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

EXPORT = ListExport(
    "recalls", gettext_lazy("资金收回"), RECALLS, "budgets:recalls", totals=["total", "returned"]
)
SHEET = ListExport(
    "recall_rows", gettext_lazy("资金收回明细"), RECALL_ROWS, "budgets:recalls", totals=["amount", "returned"]
)
STEPS = (
    ("made", gettext_lazy("起草")),
    ("submitted", gettext_lazy("编制")),
    ("approved", gettext_lazy("批准")),
)
HANDS = tuple(f"{name}_{hand}" for name, _label in STEPS for hand in ("by", "for"))
DECISIONS = [row for row in RECALL_TRANSITIONS if row.is_decision]


@require_GET
@require_role(*BOOKKEEPERS)
def recalls(request: AuthenticatedRequest) -> HttpResponse:
    """The recalls of the scope, and those from above, as they are narrowed."""
    found = _filter(request)
    context = {
        **Rows[Any](choose(RECALLS, ()), url=link_to("budgets:recall")).page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "chips": make_chips(found.values, "state", [("", _("全部")), *Call.choices]),
        "tabs": tabs(request, "recalls"),
        "may_write": request.user.has_role(Role.FINANCE),
    }
    return render(request, "budgets/recalls.html", context)


@require_POST
@require_role(*BOOKKEEPERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


def _filter(request: AuthenticatedRequest) -> RecallFilter:
    rows = selectors.list_recalls(user=request.user)
    return RecallFilter(request.GET, queryset=rows, user=request.user)


@require_http_methods(["GET", "POST"])
@require_role(Role.FINANCE)
def new(request: AuthenticatedRequest) -> HttpResponse:
    """A notice about one of the grants that end; its rows begin with all that is free below."""
    funds = list(selectors.list_due_funds(request.user))
    chosen = read_key(request.GET.get("fund", ""))
    form = RecallForm(request.POST or None, funds=funds, chosen=chosen)
    done = attempt(
        form,
        lambda: services.draw_up_recall(
            fund_id=form.cleaned_data["fund_id"], notice=form.notice(), by=request.user
        ),
    )
    if done.made is None:
        context = {"form": form, "funds": funds}
        return render(request, "budgets/recall_new.html", context, status=done.status)
    return redirect("budgets:recall_fill", pk=done.made.pk)


@require_http_methods(["GET", "POST"])
@require_role(Role.FINANCE)
def fill(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What each line below gives back, as a table."""
    row = get_object_or_404(_rows(request).filter(union=request.user.union_id), pk=pk)
    if request.method == "GET" and not row.is_fillable:
        return redirect("budgets:recall", pk=pk)
    lines = selectors.list_recallable(row.fund, recall=row)
    amounts = dict(row.rows.values_list("line", "amount"))
    form = RecallSumsForm(request.POST or None, lines=lines, amounts=amounts)
    done = attempt(
        form, lambda: services.fill_recall(recall_id=pk, amounts=form.amounts(), by=request.user)
    )  # fmt: skip
    if done.made is None:
        context = {"row": row, "form": form, "grid": form.grid()}
        return render(request, "budgets/recall_fill.html", context, status=done.status)
    messages.success(request, _("已保存。核对无误后点“提交批准”。"))
    return redirect("budgets:recall", pk=pk)


@require_GET
@require_role(*BOOKKEEPERS)
def recall(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    return _page(request, _get(request, pk), StepForm())


@require_POST
@require_role(*BOOKKEEPERS)
def step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """提交、批准、退回、结束、作废."""
    row, form = _get(request, pk), StepForm(request.POST)
    done = attempt(
        form, lambda: services.take_recall_step(recall_id=row.pk, by=request.user, **form.cleaned_data)
    )
    if done.made is None:
        return _page(request, _get(request, pk), form, status=done.status)
    messages.success(request, f"{done.made}：{done.made.get_state_display()}")
    return redirect("budgets:recall", pk=pk)


@require_http_methods(["GET", "POST"])
@require_role(Role.FINANCE)
def answer(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """按通知退回 by the finance of the union whose line it is."""
    own = RecallRow.objects.filter(
        line__union=request.user.union_id, recall__state__in=(Call.NOTIFIED, Call.DONE)
    )
    asked = get_object_or_404(own, pk=pk)
    notice = _get(request, asked.recall_id)
    row = selectors.list_recall_rows(notice, user=request.user).get(pk=pk)
    form = AnswerForm(request.POST or None)
    done = attempt(form, lambda: services.answer_recall(row_id=pk, by=request.user, **form.cleaned_data))
    if done.made is None:
        free = min(row.amount, row.free)
        context = {"row": row, "notice": notice, "form": form, "free": free, "kept": row.amount - free}
        return render(request, "budgets/recall_answer.html", context, status=done.status)
    if done.made.allocation_id:
        messages.success(request, _("已退回，双方账上同时登记，等上级财务确认收到。"))
    else:
        messages.success(request, _("已登记不退的原因。"))
    return redirect("budgets:recall", pk=notice.pk)


@require_GET
@require_role(*BOOKKEEPERS)
def notice_paper(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """收回通知书 with the lines that this person may see; the print is on record."""
    row = _get(request, pk)
    rows = list(selectors.list_recall_rows(row, user=request.user))
    content = reports.recall_pdf(row, rows)
    audit.record_export("recall_paper", by=request.user, content=content, rows=len(rows), target=row)
    return paper(content, _("资金收回通知书_%(number)s.pdf") % {"number": row.document_no})


@require_POST
@require_role(*BOOKKEEPERS)
def sheet(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What each line gives back as a workbook; the download is on record."""
    row = _get(request, pk)
    rows = selectors.list_recall_rows(row, user=request.user)
    return SHEET.answer(request, rows, conditions=[row.document_no], filters={"recall": row.pk})


def _rows(request: AuthenticatedRequest) -> Any:
    return selectors.list_recalls(user=request.user).select_related("fund", "union", *HANDS)


def _get(request: AuthenticatedRequest, pk: int) -> Any:
    return get_object_or_404(_rows(request), pk=pk)


def _page(request: AuthenticatedRequest, row: Any, form: StepForm, status: int = 200) -> HttpResponse:
    blocker = services.recall_blocker
    buttons = workflow.buttons(RECALL_TRANSITIONS, row, by=request.user, blocker=blocker)
    found = selectors.list_recall_rows(row, user=request.user)
    shown = Rows[RecallRow](choose(RECALL_ROWS, ()), url=_handing)
    may_write = request.user.has_role(Role.FINANCE)
    own = (
        found.filter(line__union=request.user.union_id, answered_by__isnull=True)
        if may_write
        else found.none()
    )
    context = {
        "row": row,
        **shown.page(found, request.GET, sums={"amount": row.total, "returned": row.returned}),
        "form": form,
        "buttons": [button for button in buttons if button.action != "approve"],
        "may_approve": any(button.action == "approve" for button in buttons),
        "obstacle": workflow.obstacle(DECISIONS, row, by=request.user, blocker=blocker),
        "hands": [(label, row.hand(name)) for name, label in STEPS if row.hand(name)],
        "to_answer": list(own) if row.is_notified else [],
        "may_fill": row.is_fillable and row.union_id == request.user.union_id and may_write,
    }
    return render(request, "budgets/recall.html", context, status=status)


def _handing(row: RecallRow) -> str:
    """The vouchers of what was given back; the line that it is to come from."""
    if row.allocation_id:
        return link_to("ledgers:handing")(row.allocation)
    return link_to("ledgers:line")(row.line)
