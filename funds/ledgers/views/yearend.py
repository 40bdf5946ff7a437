"""The end of the year: what is left, what becomes of it, and carrying it over."""

import uuid
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse as address
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from funds.ledgers import services
from funds.ledgers.forms import CarryForm
from funds.ledgers.selectors.closing import check_closing
from funds.ledgers.selectors.yearend import get_carry_day, list_rests, list_years
from funds.ledgers.views.pages import READERS, tabs
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role
from hardship.kernel.attempts import attempt
from hardship.kernel.money import format_yuan


@require_role(*READERS)
@require_http_methods(["GET", "POST"])
def year_end(request: AuthenticatedRequest) -> HttpResponse:
    """The preview of the own union's books; finance carries over what it shows."""
    if request.method == "GET":
        return _page(request, CarryForm(initial={"key": uuid.uuid4()}), request.GET.get("year", ""))
    form = CarryForm(request.POST)
    done = attempt(
        form,
        lambda: services.carry_over(union=request.user.union, by=request.user, **form.cleaned_data),
    )
    if done.made is None:
        return _page(request, form, request.POST.get("year", ""), status=done.status)
    messages.success(request, _("已结转，共 %(n)s 张凭证。") % {"n": len(done.made)})
    return redirect(f"{address('ledgers:year_end')}?year={form.cleaned_data['year']}")


def _page(request: AuthenticatedRequest, form: CarryForm, asked: str, status: int = 200) -> HttpResponse:
    union, today = request.user.union, timezone.localdate()
    years = {str(year): year for year in list_years(union, today)}
    year = years.get(asked, next(iter(years.values()), None))
    rests = list_rests(union, year) if year else []
    carried = sum(rest.carried for rest in rests)
    held = sum(rest.carried_held for rest in rests)
    form.initial["year"] = year
    context = {
        "tabs": tabs("year_end"),
        "years": list(years.values()),
        "year": year,
        "rests": rests,
        "carried": format_yuan(carried) if carried else "",
        "held": format_yuan(held) if held else "",
        "on": get_carry_day(union, year, today) if year else None,
        "form": form,
        "outcomes": check_closing(union, date(year, 12, 1)) if year else [],
        "may_write": request.user.has_role(Role.FINANCE),
    }
    return render(request, "ledgers/year_end.html", context, status=status)
