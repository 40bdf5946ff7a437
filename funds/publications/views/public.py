"""What was published, at the address of its poster: no login, no cookie, what the poster shows and no
more."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from funds.publications import reports, selectors
from hardship.accounts.views.public import public_page


@public_page
@require_GET
def public(request: HttpRequest, token: str, code: str) -> HttpResponse:
    """The version that stands now, and whether the poster in hand is the same. One and the same page for what
    was taken down and for any other token."""
    row = selectors.get_public(token)
    if row is None:
        return render(request, "publications/public_over.html", status=404)
    context = reports.contents(row) | {"is_current": code == row.code}
    return render(request, "publications/public.html", context)
