"""未建档人员: the list, a search in it, the workbook of it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from cases.people.columns import PERSON_COLUMNS
from cases.people.filters import PersonFilter
from cases.people.selectors import list_people, search_people
from cases.people.states import READERS, WRITERS, State
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import User
from hardship.accounts.states import Level
from hardship.accounts.views.exports import ListExport
from hardship.kernel import searches
from hardship.kernel.columns import choose, without
from hardship.kernel.links import make_chips
from hardship.kernel.rows import Rows
from hardship.kernel.searches import Search, read_search

CHIPS = (
    ("", gettext_lazy("在册")),
    (State.LEFT.value, gettext_lazy("已离册")),
    ("all", gettext_lazy("全部")),
)


@require_GET
@require_role(*READERS)
def person_list(request: AuthenticatedRequest) -> HttpResponse:
    """The people of the scope who are on the list; chips show those who left."""
    found, looked_for = _narrowed(request)
    query = _query(request, found)
    context = {
        **_rows(request.user).page(found.chosen, request.GET),
        "filter": found,
        "search": looked_for,
        "is_narrowed": bool(query),
        "chips": make_chips(query, "show", CHIPS),
        "may_write": request.user.has_role(*WRITERS),
    }
    return render(request, "people/people.html", context)


@require_POST
@require_role(*READERS)
def search(request: AuthenticatedRequest) -> HttpResponse:
    """By name, pinyin, ID number, phone or the last four places: on to the list, by a token."""
    looked_for = read_search(request.POST.get("text", "")[: searches.LONGEST].strip())
    if looked_for is None:
        return redirect("people:people")
    token = searches.remember(request.session, looked_for)
    return redirect(f"{reverse('people:people')}?{urlencode({'q': token, 'show': 'all'})}")


EXPORT = ListExport("people", gettext_lazy("未建档人员名册"), PERSON_COLUMNS, "people:people")


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    """The list as it is narrowed, with every column; the download is on record."""
    found, looked_for = _narrowed(request)
    searched = [_("搜索：%(what)s") % {"what": looked_for.shown}] if looked_for else []
    return EXPORT.answer(request, found.chosen, found, conditions=searched)


def _narrowed(request: AuthenticatedRequest) -> tuple[PersonFilter, Search | None]:
    """The filters over whom the search of the address' token means, and that search."""
    looked_for = searches.recall(request.session, request.GET.get("q", ""))
    rows = list_people(request.user)
    rows = rows if looked_for is None else search_people(rows, looked_for)
    return PersonFilter(request.GET, queryset=rows, user=request.user), looked_for


def _query(request: AuthenticatedRequest, found: PersonFilter) -> dict[str, Any]:
    token = request.GET.get("q", "")
    return {**found.values, **({"q": token} if token else {})}


def _rows(user: User) -> Rows[Any]:
    shown = choose(PERSON_COLUMNS, ())
    return Rows(
        without(shown, "union") if user.union.level == Level.GRASSROOTS else shown,
        url=lambda row: reverse("people:person", args=[row.uid]),
    )
