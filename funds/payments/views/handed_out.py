"""Papers that go with the money: the envelopes of a batch in cash, the list for a hospital or school."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from funds.payments import reports, selectors, services
from funds.payments.columns import ENVELOPES, NOTES
from funds.payments.forms import PagesForm
from funds.payments.models import PaymentBatch, SignedPage
from funds.payments.selectors.envelopes import Envelope, get_envelopes
from funds.payments.selectors.institutions import list_bills
from funds.payments.states import READERS, Method
from funds.payments.views.page import page_context, tabs_of
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel.answers import paper, stored_file, workbook
from hardship.kernel.attempts import attempt
from hardship.kernel.rows import Rows


@require_role(*READERS)
@require_GET
def envelopes(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """封袋清单: the notes and coins of each envelope, and of all of them."""
    batch = _cash_batch(request, pk)
    found = get_envelopes(batch)
    used = [column for column in NOTES if any(row.cells[column.key] for row in found.rows)]
    shown = [column for column in ENVELOPES if column not in NOTES or column in used]
    context = {
        "batch": batch,
        "found": found,
        "tabs": tabs_of(batch, "envelopes"),
        **Rows[Envelope](shown).context(found.rows, sums={"amount": found.total}),
    }
    return render(request, "payments/envelopes.html", context)


@require_role(*READERS)
@require_GET
def envelopes_pdf(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The same on paper; the print is on record."""
    batch = _cash_batch(request, pk)
    found = get_envelopes(batch)
    content = reports.envelope_list(batch, found)
    audit.record_export(
        "envelopes_paper", by=request.user, content=content, rows=len(found.rows), target=batch
    )
    return paper(content, _("封袋清单_%(number)s.pdf") % {"number": batch.number})


@require_role(*READERS)
@require_POST
def envelopes_xlsx(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The same as a workbook; the download is on record."""
    batch = _cash_batch(request, pk)
    found = get_envelopes(batch)
    content = reports.envelope_workbook(batch, found, by=request.user)
    audit.record_export("envelopes", by=request.user, content=content, rows=len(found.rows), target=batch)
    return workbook(content, _("封袋清单_%(number)s.xlsx") % {"number": batch.number})


@require_role(*READERS)
@require_GET
def institution(request: AuthenticatedRequest, pk: int, other: int) -> HttpResponse:
    """The list for one hospital or school of a batch; the print is on record."""
    batch = get_object_or_404(selectors.list_batches(user=request.user), pk=pk)
    bill = next((one for one in list_bills(batch) if one.other.pk == other), None)
    if bill is None:
        raise Http404
    content = reports.institution_list(batch, bill)
    audit.record_export("institution_list", by=request.user, content=content, rows=bill.count, target=batch)
    return paper(content, _("直接付款清单_%(number)s.pdf") % {"number": batch.number})


@require_role(Role.FINANCE)
@require_POST
def pages(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Pages of the roster that people signed."""
    batch, form = _cash_batch(request, pk), PagesForm(request.POST, request.FILES)
    done = attempt(
        form, lambda: services.add_pages(batch_id=pk, pages=form.cleaned_data["pages"], by=request.user)
    )
    if done.made is None:
        context = page_context(request, batch, page_form=form, form=form)
        return render(request, "payments/detail.html", context, status=done.status)
    messages.success(request, _("签了字的花名册已上传。"))
    return redirect("payments:detail", pk=pk)


@require_role(*READERS)
@require_GET
def page(request: AuthenticatedRequest, pk: int) -> FileResponse:
    """A page that was signed; who sees the batch sees it."""
    batches = selectors.list_batches(user=request.user)
    row = get_object_or_404(SignedPage.objects.filter(batch__in=batches.values("pk")), pk=pk)
    return stored_file(row.file.open("rb"), name=row.original_name, media_type=row.media_type)


def _cash_batch(request: AuthenticatedRequest, pk: int) -> PaymentBatch:
    rows = selectors.list_batches(user=request.user)
    batch: PaymentBatch = get_object_or_404(rows.filter(method=Method.CASH), pk=pk)
    return batch
