"""现金日记账 of the own union: entries of the cashier, counts with a second person beside, on paper and as a
list."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from funds.books import reports, services
from funds.books.columns import CASH_ENTRIES
from funds.books.filters import recent_months
from funds.books.forms import BoxForm, CashForm, CountForm, StepForm, UndoForm
from funds.books.models import CashCount
from funds.books.selectors.cash import get_box, get_cash_month, list_counts, list_entries, list_undoable
from funds.books.states import COUNT_TRANSITIONS, READERS, SECOND
from funds.books.views.pages import parse_month, tabs
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel import workflow
from hardship.kernel.answers import paper
from hardship.kernel.attempts import attempt
from hardship.kernel.rows import Rows

EXPORT = ListExport(
    "cash_entries", gettext_lazy("现金日记账"), CASH_ENTRIES, "books:cash", totals=["debit", "credit"]
)
SHOWN = 12


@require_GET
@require_role(*READERS)
def cash(request: AuthenticatedRequest) -> HttpResponse:
    return _page(request)


def _month(request: AuthenticatedRequest) -> Any:
    return parse_month(request.GET.get("month") or f"{timezone.localdate():%Y-%m}")


def _page(request: AuthenticatedRequest, form: Any = None, status: int = 200) -> HttpResponse:
    """The box of the own union and a month of its journal; `form` where one was refused."""
    box, user, month = get_box(request.user.union), request.user, _month(request)
    context: dict[str, Any] = {"tabs": tabs("cash"), "box": box, "month": f"{month:%Y-%m}", "form": form}
    if box is None:
        context["box_form"] = _of(BoxForm, form) or (BoxForm() if user.has_role(Role.FINANCE) else None)
        return render(request, "books/cash.html", context, status=status)
    found = get_cash_month(box, month)
    is_cashier = user.has_role(Role.CASHIER)
    waiting = list_counts(box).filter(state="counted").first()
    blocker = services.count_blocker
    context |= {
        "months": [text for text, _label in recent_months()[:SHOWN]],
        **Rows[Any](CASH_ENTRIES).context(found.rows, sums={"debit": found.debits, "credit": found.credits}),
        "found": found,
        "counts": list_counts(box)[:SHOWN],
        "waiting": waiting,
        "buttons": workflow.buttons(COUNT_TRANSITIONS, waiting, by=user, blocker=blocker) if waiting else [],
        "step_form": _of(StepForm, form),
        "undo_form": _of(UndoForm, form) or (UndoForm(box=box) if _may_undo(user, box) else None),
        "cash_form": (_of(CashForm, form) or CashForm(box=box)) if is_cashier else None,
        "count_form": (_of(CountForm, form) or CountForm()) if is_cashier and waiting is None else None,
    }
    return render(request, "books/cash.html", context, status=status)


def _may_undo(user: Any, box: Any) -> bool:
    return user.has_role(*SECOND) and list_undoable(box).exists()


def _of(kind: type, form: Any) -> Any:
    return form if isinstance(form, kind) else None


@require_POST
@require_role(Role.FINANCE)
def cash_open(request: AuthenticatedRequest) -> HttpResponse:
    """启用: with the ceiling of what may stay overnight."""
    form = BoxForm(request.POST)
    done = attempt(form, lambda: services.open_box(by=request.user, **form.cleaned_data))
    if done.made is None:
        return _page(request, form, done.status)
    messages.success(request, _("已启用现金日记账，由出纳逐笔登记。"))
    return redirect("books:cash")


@require_POST
@require_role(Role.CASHIER)
def cash_entry(request: AuthenticatedRequest) -> HttpResponse:
    """登记一笔."""
    box = _own_box(request)
    form = CashForm(request.POST, box=box)
    done = attempt(
        form,
        lambda: services.enter_cash(
            box_id=box.pk, told=form.told(), by=request.user, key=form.cleaned_data["key"]
        ),
    )
    if done.made is None:
        return _page(request, form, done.status)
    messages.success(request, _("已登记 %(number)s。") % {"number": done.made})
    return redirect("books:cash")


@require_POST
@require_role(*SECOND)
def cash_undo(request: AuthenticatedRequest) -> HttpResponse:
    """冲销一笔."""
    box = _own_box(request)
    form = UndoForm(request.POST, box=box)

    def undo() -> Any:
        told = form.cleaned_data
        return services.undo_cash(
            box_id=box.pk, entry_id=told["entry"].pk, memo=told["memo"], by=request.user
        )

    done = attempt(form, undo)
    if done.made is None:
        return _page(request, form, done.status)
    messages.success(request, _("已冲销，登记为 %(number)s。") % {"number": done.made})
    return redirect("books:cash")


@require_POST
@require_role(Role.CASHIER)
def cash_count(request: AuthenticatedRequest) -> HttpResponse:
    """盘点."""
    box = _own_box(request)
    form = CountForm(request.POST)
    done = attempt(form, lambda: services.count_cash(box_id=box.pk, sheet=form.sheet(), by=request.user))
    if done.made is None:
        return _page(request, form, done.status)
    messages.success(request, _("已盘点，由另一个人监盘确认。"))
    return redirect("books:cash")


@require_POST
@require_role(*SECOND)
def cash_count_step(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """监盘确认 or 重新盘点."""
    count = get_object_or_404(CashCount.objects.visible_to(request.user), pk=pk)
    form = StepForm(request.POST)
    done = attempt(
        form, lambda: services.take_count_step(count_id=count.pk, by=request.user, **form.cleaned_data)
    )
    if done.made is None:
        return _page(request, form, done.status)
    messages.success(request, _("盘点%(state)s。") % {"state": done.made.get_state_display()})
    return redirect("books:cash")


@require_GET
@require_role(*READERS)
def cash_pdf(request: AuthenticatedRequest, month: str) -> HttpResponse:
    """现金日记账 of a month on paper; the print is on record."""
    found = get_cash_month(_own_box(request), parse_month(month))
    content = reports.cash_journal(found)
    audit.record_export("cash_journal", by=request.user, content=content, rows=len(found.rows))
    return paper(content, _("现金日记账_%(month)s.pdf") % {"month": month})


@require_GET
@require_role(*READERS)
def cash_count_pdf(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """库存现金盘点表 on paper; the print is on record."""
    count = get_object_or_404(CashCount.objects.visible_to(request.user).select_related("box__union"), pk=pk)
    content = reports.cash_count_sheet(count)
    audit.record_export("cash_count", by=request.user, content=content, rows=1, target=count.box)
    return paper(content, _("现金盘点表_%(day)s.pdf") % {"day": count})


@require_POST
@require_role(*READERS)
def cash_export(request: AuthenticatedRequest) -> HttpResponse:
    """The journal of a month as a workbook; the download is on record."""
    month = _month(request)
    rows = list_entries(_own_box(request), month=month)
    return EXPORT.answer(request, rows, conditions=[f"{month:%Y-%m}"], filters={"month": f"{month:%Y-%m}"})


def _own_box(request: AuthenticatedRequest) -> Any:
    box = get_box(request.user.union)
    if box is None:
        raise Http404
    return box
