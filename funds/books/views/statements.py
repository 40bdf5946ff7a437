"""A statement of the bank: uploaded, looked through, taken in as a whole or dropped."""

from io import BytesIO

from django.contrib import messages
from django.core.files import File
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from funds.books import selectors, services
from funds.books.forms import HeadingsForm, StatementForm, WithdrawForm
from funds.books.models import Statement
from funds.books.states import IMPORTERS, READERS, SECOND, Way
from funds.books.views.accounts import account_page
from funds.books.views.pages import get_account, is_at
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.audit import services as audit
from hardship.kernel.answers import stored_file
from hardship.kernel.attempts import attempt
from hardship.kernel.sheets import SheetError
from hardship.kernel.workflow import Refused

SHOWN = 200


@require_POST
@require_role(*IMPORTERS)
def upload(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A file is taken in; the page that follows says what taking its lines in would do."""
    found = get_account(request, pk)
    form, status = StatementForm(request.POST, request.FILES, label_suffix=""), 422
    if form.is_valid():
        file, told = form.cleaned_data["file"], form.cleaned_data
        try:
            made = services.receive_statement(
                account_id=pk, name=file.name, content=file.read(), until_on=told["until_on"],
                closing=told["closing"], by=request.user,
            )  # fmt: skip
            return redirect("books:statement", pk=made.pk)
        except SheetError as unreadable:
            form.add_error("file", str(unreadable))
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            status = refusal.status
    return account_page(request, found, form=form, status=status)


@require_http_methods(["GET", "POST"])
@require_role(*IMPORTERS)
def headings(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """How this bank heads its statements."""
    found = get_account(request, pk)
    form = HeadingsForm(request.POST or None, account=found)
    done = attempt(
        form, lambda: services.set_headings(account_id=pk, headings=form.cleaned_data, by=request.user)
    )
    if done.made is not None:
        messages.success(request, _("已记住本行的列名。"))
        return redirect("books:account", pk=pk)
    return render(request, "books/headings.html", {"form": form, "account": found}, status=done.status)


@require_http_methods(["GET", "POST"])
@require_role(*READERS)
def statement(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What taking the statement in would do; then it is taken in, or dropped."""
    row = get_object_or_404(selectors.list_statements(user=request.user), pk=pk)
    if request.method == "GET":
        return _page(request, row)
    act = services.drop_statement if "drop" in request.POST else services.take_statement
    try:
        act(statement_id=pk, by=request.user)
    except Refused as refusal:
        return _page(request, row, refusal, status=refusal.status)
    said = _("已放弃这份对账单。") if "drop" in request.POST else _("已导入，下面逐笔对账。")
    messages.success(request, said)
    return redirect("books:account" if "drop" in request.POST else "books:matching", pk=row.account_id)


@require_POST
@require_role(*SECOND)
def withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """退回 of a statement that was taken in."""
    row = get_object_or_404(selectors.list_statements(user=request.user), pk=pk)
    form = WithdrawForm(request.POST, label_suffix="")
    done = attempt(
        form, lambda: services.withdraw_statement(statement_id=pk, by=request.user, **form.cleaned_data)
    )
    if done.made is None:
        return _page(request, row, form=form, status=done.status)
    messages.success(request, _("已退回，流水已删去，可以重新导入。"))
    return redirect("books:account", pk=row.account_id)


@require_GET
@require_role(*READERS)
def original(request: AuthenticatedRequest, pk: int) -> HttpResponseBase:
    """The file as the bank gave it; the download is on record."""
    row = get_object_or_404(selectors.list_statements(user=request.user), pk=pk)
    content = services.read_original(row)
    audit.record_export("bank_statement", by=request.user, content=content, rows=row.rows, target=row.account)
    return stored_file(File(BytesIO(content)), name=row.original_name, media_type="application/octet-stream")


def _page(
    request: AuthenticatedRequest,
    row: Statement,
    refusal: Refused | None = None,
    *,
    form: WithdrawForm | None = None,
    status: int = 200,
) -> HttpResponse:
    judged = selectors.judge_statement(row) if row.is_waiting else None
    lines = judged.reading.lines if judged else list(selectors.list_lines(row.account).filter(statement=row))
    may_act = row.is_waiting and is_at(request, row.account.union, *IMPORTERS)
    context = {
        "statement": row,
        "judged": judged,
        "lines": lines[:SHOWN],
        "more": max(0, len(lines) - SHOWN),
        "sums": [(label, judged.count(way), judged.total(way)) for way, label in Way.choices]
        if judged
        else [],
        "may_act": may_act,
        "may_take": may_act and judged is not None and not judged.problems,
        "refusal": refusal,
        "form": form or WithdrawForm(label_suffix=""),
        "may_withdraw": is_at(request, row.account.union, *SECOND)
        and not services.withdraw_blocker(row, request.user),
    }
    return render(request, "books/statement.html", context, status=status)
