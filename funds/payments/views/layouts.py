"""The layouts of a union's bank: the list, one of its own made from another, changed, put out of use."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from funds.payments import reports, services
from funds.payments.forms import ColumnSet, LayoutForm
from funds.payments.models import BankLayout
from funds.payments.rules import SAMPLE, SAMPLE_LINES, SHIPPED, Layout, LayoutError, read_layout
from funds.payments.selectors.files import find_layout, list_own_layouts
from funds.payments.states import RECORDERS
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.attempts import attempt

DETAILS = ("name", "shape", "encoding", "separator", "unit", "titles", "totals_first", "file_name", "note")


@require_role(*RECORDERS)
@require_GET
def layouts(request: AuthenticatedRequest) -> HttpResponse:
    """The union's own layouts and those of the program, each with what it looks like."""
    own = list_own_layouts(user=request.user)
    context = {
        "own": [(row, _preview(row.layout)) for row in own],
        "shipped": [(key, layout, _preview(layout)) for key, layout in SHIPPED.items()],
        "may_set_up": request.user.has_role(Role.FINANCE),
    }
    return render(request, "payments/layouts.html", context)


@require_role(Role.FINANCE)
@require_http_methods(["GET", "POST"])
def new_layout(request: AuthenticatedRequest) -> HttpResponse:
    """One of the union's own, begun as a copy of `?of=`, else of the first of the program."""
    try:
        start = find_layout(request.user.union, request.GET.get("of", "plain")).layout
    except KeyError as unknown:
        raise Http404 from unknown
    return _form(request, start, {"name": "", "is_active": True}, _("新建银行文件格式"))


@require_role(Role.FINANCE)
@require_http_methods(["GET", "POST"])
def layout(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    row: BankLayout = get_object_or_404(list_own_layouts(user=request.user), pk=pk)
    told = {"name": row.name, "is_active": row.is_active}
    return _form(request, row.layout, told, _("修改银行文件格式"), pk=pk)


def _form(
    request: AuthenticatedRequest, start: Layout, told: dict[str, Any], title: str, pk: int | None = None
) -> HttpResponse:
    first = {name: getattr(start, name) for name in DETAILS} | told
    form = LayoutForm(request.POST or None, initial=first)
    tables = [
        ColumnSet(request.POST or None, prefix=name, initial=start.document()[name])
        for name in ("columns", "totals")
    ]
    made, status = _read(form, *tables), 200
    if made is None:
        status = 422 if form.is_bound else 200
    elif "preview" not in request.POST:
        tried = attempt(form, lambda: services.save_layout(
            layout=made, by=request.user, pk=pk, is_active=form.cleaned_data["is_active"]
        ))  # fmt: skip
        if tried.made is not None:
            messages.success(request, _("格式“%(name)s”已保存。") % {"name": made.name})
            return redirect("payments:layouts")
        status = tried.status
    shown = made or (None if form.is_bound else start)
    context = {
        "form": form,
        "columns": tables[0],
        "totals": tables[1],
        "preview": _preview(shown) if shown else None,
        "title": title,
    }
    return render(request, "payments/layout.html", context, status=status)


def _read(form: LayoutForm, columns: Any, totals: Any) -> Layout | None:
    """The layout that was filled in, or None with each mistake at its place."""
    if not all([form.is_valid(), columns.is_valid(), totals.is_valid()]):
        return None
    told = {name: form.cleaned_data[name] for name in DETAILS}
    try:
        return read_layout(told | {"columns": columns.columns, "totals": totals.columns})
    except LayoutError as wrong:
        form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong))
        return None


def _preview(shown: Layout) -> reports.Preview:
    return reports.preview(shown, SAMPLE, SAMPLE_LINES)
