"""The file for the bank: shown in a layout before it is made, made, taken along."""

from io import BytesIO

from django.contrib import messages
from django.core.files import File
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from funds.payments import reports, selectors, services
from funds.payments.models import BankFile, PaymentBatch
from funds.payments.selectors.files import (
    LayoutChoice,
    control_of,
    find_layout,
    list_files,
    list_layouts,
    read_lines,
)
from funds.payments.services.refusals import RowsRefused
from funds.payments.states import READERS, WHOLE_NUMBERS
from hardship.accounts.access import AuthenticatedRequest, ask_for_names, hides_names, require_role
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel.answers import made_file
from hardship.kernel.workflow import Refused


@require_role(*READERS)
@require_http_methods(["GET", "POST"])
def file(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """How the list of a batch looks in a layout, and what does not fit, from the day it was drawn up; once it
    is released the file is made."""
    batch = get_object_or_404(selectors.list_batches(user=request.user), pk=pk)
    if batch.is_cash:
        raise Http404
    choice = _choice(batch, request.POST.get("layout") or request.GET.get("layout", ""))
    if request.method == "GET":
        return _page(request, batch, choice)
    before = {row.pk for row in list_files(batch)}
    try:
        made = services.make_file(batch_id=pk, layout=choice.layout, by=request.user)
    except Refused as refusal:
        return _page(request, batch, choice, refusal=refusal)
    told = (
        _("“%(name)s”的内容没有变化，还是先前生成的那个文件。")
        if made.pk in before
        else _("已生成“%(name)s”。")
    )
    messages.success(request, told % {"name": made.name})
    return redirect(f"{request.path}?{urlencode({'layout': choice.key})}")


@require_role(*WHOLE_NUMBERS)
@require_GET
def download(request: AuthenticatedRequest, pk: int) -> HttpResponseBase:
    """The file that counts, with full numbers, the same bytes every time; every download is on record."""
    batches = selectors.list_batches(user=request.user)
    made = get_object_or_404(BankFile.objects.select_related("batch__union"), pk=pk, batch__in=batches)
    if hides_names(request):  # it has all names in it
        return ask_for_names(reverse("payments:detail", args=[made.batch_id]))
    if BankFile.objects.filter(batch=made.batch_id, pk__gt=made.pk).exists():
        messages.error(request, _("这个文件已作废，请下载后来生成的那一个。"))
        return redirect("payments:file", pk=made.batch_id)
    try:
        content = services.read_file(made)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("payments:file", pk=made.batch_id)
    audit.record_export(
        "bank_file", by=request.user, content=content, rows=made.count, masked=False, target=made.batch
    )
    return made_file(File(BytesIO(content)), name=made.name)


def _choice(batch: PaymentBatch, key: str) -> LayoutChoice:
    try:
        return find_layout(batch.union, key)
    except KeyError as unknown:
        raise Http404 from unknown


def _page(
    request: AuthenticatedRequest,
    batch: PaymentBatch,
    choice: LayoutChoice,
    refusal: Refused | None = None,
) -> HttpResponse:
    made = list_files(batch)
    preview = reports.preview(choice.layout, control_of(batch), read_lines(batch, masked=True))
    own = batch.union_id == request.user.union_id and request.user.has_role(Role.FINANCE)
    why = services.making_blocker(batch, request.user)
    context = {
        "batch": batch,
        "choice": choice,
        "choices": list_layouts(batch.union),
        "preview": preview,
        "files": made,
        "may_make": not why and not preview.problems,
        "why": why,
        "may_set_up": own,
        "refusal": None if isinstance(refusal, RowsRefused) else refusal,
    }
    return render(request, "payments/file.html", context, status=refusal.status if refusal else 200)
