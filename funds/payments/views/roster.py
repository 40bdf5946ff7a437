"""发放花名册: every payment by filter, on the page, in a workbook, on paper with signatures."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from funds.payments import reports, selectors
from funds.payments.columns import ROSTER
from funds.payments.filters import RosterFilter
from funds.payments.models import Payment
from funds.payments.states import FULL_NUMBERS, READERS
from funds.payments.views.batches import PAGE_SIZE
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.audit import services as audit
from hardship.kernel import searches
from hardship.kernel.answers import paper, workbook
from hardship.kernel.columns import choose
from hardship.kernel.links import link_to
from hardship.kernel.rows import Rows
from hardship.kernel.searches import Search
from hardship.kernel.snapshots import snapshot
from hardship.kernel.sorting import Sorting


@require_role(*READERS)
@require_GET
def roster(request: AuthenticatedRequest) -> HttpResponse:
    filtered, looked_for = _narrowed(request)
    columns = choose(ROSTER, request.GET.getlist("columns"))
    rows: Rows[Payment] = Rows(columns, url=link_to("payments:detail", "batch_id"))
    context = {
        "filter": filtered,
        **rows.page(filtered.qs, request.GET, size=PAGE_SIZE),
        "choosable": [
            {"key": column.key, "label": column.label, "shown": column in columns} for column in ROSTER
        ],
        "kept": [pair for pair in request.GET.items() if pair[0] not in ("columns", "page") and pair[1]],
        "totals": selectors.total(filtered.qs),
        "filtered": bool(request.GET),
        "search": looked_for,
        "search_expired": bool(request.GET.get("q")) and looked_for is None,
        "may_reveal": request.user.has_role(*FULL_NUMBERS),
    }
    return render(request, "payments/roster.html", context)


@require_role(*READERS)
@require_POST
def find(request: AuthenticatedRequest) -> HttpResponse:
    """On to the payments of whom somebody looks for, by a token; the filters stay."""
    return redirect(searches.on_to("payments:roster", request.POST, request.GET, request.session))


def _narrowed(request: AuthenticatedRequest) -> tuple[RosterFilter, Search | None]:
    """The filters over whom the token in the address means; nobody for a search that is over."""
    rows = selectors.list_roster(user=request.user)
    looked_for = searches.recall(request.session, request.GET.get("q", ""))
    if looked_for:
        rows = selectors.search_roster(rows, looked_for)
    elif request.GET.get("q"):
        rows = rows.none()
    return RosterFilter(request.GET, queryset=rows, user=request.user), looked_for


@require_role(*READERS)
@require_GET
def roster_workbook(request: AuthenticatedRequest) -> HttpResponse:
    """The same rows and columns as the page, all of them, from one snapshot of the database; `full` is the
    auditor's: every column, every number in full."""
    full = request.GET.get("full") == "1" and request.user.has_role(*FULL_NUMBERS)
    columns = list(ROSTER) if full else choose(ROSTER, request.GET.getlist("columns"))
    with snapshot():
        filtered, looked_for = _narrowed(request)
        filters = filtered.in_words()
        content, count = reports.roster_workbook(
            Sorting(ROSTER, request.GET, filtered.qs).sort(),
            columns,
            user=request.user,
            filters={**filters, **({_("查找"): looked_for.shown} if looked_for else {})},
            reveal=full,
        )
        audit.record_export(
            "payment_roster", by=request.user, content=content, rows=count, filters=filters, masked=not full
        )
    name = _("发放花名册_%(union)s_%(day)s_%(n)s笔.xlsx") % {
        "union": request.user.union.short_name,
        "day": timezone.localdate(),
        "n": count,
    }
    return workbook(content, name)


@require_role(*READERS)
@require_GET
def signature_roster(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The roster of one batch on paper, with a column to sign in."""
    batch = get_object_or_404(selectors.list_batches(user=request.user), pk=pk)
    content = reports.signature_roster(batch)
    audit.record_export("signature_roster", by=request.user, content=content, rows=batch.count, target=batch)
    name = _("发放花名册_%(number)s.pdf") % {"number": batch.number}
    return paper(content, name)
