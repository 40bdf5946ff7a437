"""The bank's file of results: uploaded, looked through, recorded as a whole or dropped."""

from io import BytesIO

from django.contrib import messages
from django.core.files import File
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from funds.payments import selectors, services
from funds.payments.forms import ResultFileForm
from funds.payments.models import BankResultFile
from funds.payments.rules import read_answer
from funds.payments.selectors.answers import judge, list_answers
from funds.payments.states import READERS, RECORDERS, WHOLE_NUMBERS
from funds.payments.views.page import page_context
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.audit import services as audit
from hardship.kernel.answers import stored_file
from hardship.kernel.files import contents_of
from hardship.kernel.sheets import SheetError
from hardship.kernel.workflow import Refused


@require_role(*RECORDERS)
@require_POST
def uploaded(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """A file is taken in; the page that follows says what recording it would do."""
    batch = get_object_or_404(selectors.list_batches(user=request.user), pk=pk)
    form, status = ResultFileForm(request.POST, request.FILES), 422
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = services.receive_answer(batch_id=pk, name=file.name, content=file.read(), by=request.user)
            return redirect("payments:answer", pk=made.pk)
        except SheetError as unreadable:
            form.add_error("file", str(unreadable))
        except Refused as refusal:
            form.add_error("file", str(refusal))
            status = refusal.status
    context = page_context(request, batch, file_form=form)
    return render(request, "payments/detail.html", context, status=status)


@require_role(*READERS)
@require_http_methods(["GET", "POST"])
def answer(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What a file says of each line, and what does not fit; recorded when somebody confirms it."""
    row = get_object_or_404(list_answers(user=request.user), pk=pk)
    if request.method == "GET":
        return _page(request, row)
    act = services.drop_answer if "drop" in request.POST else services.record_answer
    try:
        act(answer_id=pk, by=request.user)
    except Refused as refusal:
        return _page(request, row, refusal)
    said = _("已放弃“%(name)s”，没有登记。") if "drop" in request.POST else _("已登记“%(name)s”里的结果。")
    messages.success(request, said % {"name": row.original_name})
    return redirect("payments:detail", pk=row.batch_id)


@require_role(*WHOLE_NUMBERS)
@require_GET
def original(request: AuthenticatedRequest, pk: int) -> HttpResponseBase:
    """The file as the bank gave it."""
    row = get_object_or_404(list_answers(user=request.user), pk=pk)
    content = contents_of(row.file)
    audit.record_export(
        "bank_answer", by=request.user, content=content, rows=row.rows, masked=False, target=row.batch
    )
    return stored_file(File(BytesIO(content)), name=row.original_name, media_type="application/octet-stream")


def _page(request: AuthenticatedRequest, row: BankResultFile, refusal: Refused | None = None) -> HttpResponse:
    judged = judge(row.batch, read_answer(contents_of(row.file))) if row.is_waiting else None
    own = row.batch.union_id == request.user.union_id and request.user.has_role(*RECORDERS)
    shares = [] if judged is None else [
        (judged.failed, _("失败的"), True),
        (judged.missing, _("文件里没有的"), False),
        (judged.paid, _("到账的"), False),
    ]  # fmt: skip
    context = {
        "shares": shares,
        "answer": row,
        "batch": row.batch,
        "judged": judged,
        "may_read": request.user.has_role(*WHOLE_NUMBERS),
        "may_record": own and judged is not None and judged.may_record and row.batch.is_sent,
        "may_act": own and row.is_waiting,
        "refusal": refusal,
    }
    return render(request, "payments/answer.html", context, status=refusal.status if refusal else 200)
