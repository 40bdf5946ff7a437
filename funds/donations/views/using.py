"""用到了哪里: the funds that gifts went into with what became of them, as list, page and paper; what the
gifts of one donor did; the letter of thanks."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from funds.donations import reports, selectors
from funds.donations.columns import DONATIONS, USES
from funds.donations.filters import UseFilter
from funds.donations.selectors.reading import RELATED
from funds.donations.states import READERS, VALID
from funds.donations.views.pages import tabs
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.exports import ListExport
from hardship.audit import services as audit
from hardship.kernel.answers import paper
from hardship.kernel.columns import without
from hardship.kernel.links import link_to
from hardship.kernel.rows import Rows

EXPORT = ListExport(
    "donation_uses",
    gettext_lazy("捐赠资金使用情况"),
    USES,
    "donations:uses",
    totals=["given", "paid", "held", "left"],
)


@require_GET
@require_role(*READERS)
def uses(request: AuthenticatedRequest) -> HttpResponse:
    """The funds of the scope that gifts went into."""
    found = _filter(request)
    rows = Rows[Any](USES, url=link_to("donations:use"))
    context = {
        **rows.page(found.chosen, request.GET),
        "filter": found,
        "is_narrowed": bool(found.values),
        "tabs": tabs("uses"),
    }
    return render(request, "donations/uses.html", context)


@require_POST
@require_role(*READERS)
def uses_export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed; the download is on record."""
    found = _filter(request)
    return EXPORT.answer(request, found.chosen, found)


def _filter(request: AuthenticatedRequest) -> UseFilter:
    return UseFilter(request.GET, queryset=selectors.list_given_funds(user=request.user), user=request.user)


@require_GET
@require_role(*READERS)
def use(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One fund: what became of it, and the gifts that it is made of."""
    fund = get_object_or_404(selectors.list_given_funds(user=request.user), pk=pk)
    gifts = selectors.list_donations(user=request.user).filter(fund=pk)
    rows = Rows[Any](without(DONATIONS, "union", "what", "form"), url=link_to("donations:donation"))
    return render(request, "donations/use.html", {"fund": fund, **rows.page(gifts, request.GET)})


@require_GET
@require_role(*READERS)
def use_paper(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """捐赠资金使用反馈 of one fund, for whoever gave to it; the print is on record."""
    fund = get_object_or_404(selectors.list_given_funds(user=request.user), pk=pk)
    content = reports.feedback(funds=[fund], union=fund.union, on=timezone.localdate())
    audit.record_export("donation_feedback", by=request.user, content=content, rows=1, target=fund)
    return paper(content, _("捐赠资金使用反馈_%(name)s.pdf") % {"name": fund.name})


@require_GET
@require_role(*READERS)
def feedback(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """捐赠资金使用反馈 for one donor: what they gave and what its funds did; the print is on record."""
    donor = get_object_or_404(selectors.list_donors(user=request.user), pk=pk)
    funds = list(selectors.list_funds_of(donor, user=request.user))
    gifts = selectors.list_donations(user=request.user).filter(donor=donor, state__in=VALID)
    content = reports.feedback(
        funds=funds, union=donor.union, on=timezone.localdate(), donor=donor, gifts=list(gifts)
    )
    audit.record_export("donation_feedback", by=request.user, content=content, rows=len(funds), target=donor)
    return paper(content, _("捐赠资金使用反馈_%(n)s.pdf") % {"n": donor.pk})


@require_GET
@require_role(*READERS)
def letter(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """感谢信 for one donation of somebody with a name; the print is on record."""
    rows = selectors.list_donations(user=request.user).filter(state__in=VALID, donor__isnull=False)
    row = get_object_or_404(rows.select_related(*RELATED), pk=pk)
    content = reports.letter(row)
    audit.record_export("donation_letter", by=request.user, content=content, rows=1, target=row)
    return paper(content, _("感谢信_%(number)s.pdf") % {"number": row.number})
