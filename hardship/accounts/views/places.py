"""At which of their unions somebody works now."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hardship.accounts import selectors
from hardship.accounts.access import AuthenticatedRequest
from hardship.accounts.columns import PLACE_COLUMNS
from hardship.accounts.models import Union, names_of
from hardship.accounts.views.door import choose_place
from hardship.audit import services as audit
from hardship.audit.states import Kind
from hardship.kernel.keys import read_key
from hardship.kernel.rows import Rows


@require_http_methods(["GET", "POST"])
def place(request: AuthenticatedRequest) -> HttpResponse:
    """The unions at which the person holds a role today, and the change from one to another."""
    user, unions = request.user, selectors.list_places(request.user)
    if request.method == "POST":
        key = read_key(request.POST.get("union", ""))
        chosen = next((union for union in unions if union.pk == key), None)
        if chosen is None:
            messages.error(request, _("您今天在这个工会没有岗位，请联系管理员。"))
            return redirect("accounts:place")
        choose_place(request, chosen)
        audit.record("user.place", target=user, by=request.user, union=chosen, kind=Kind.ACCESS)
        messages.success(request, _("已切换到“%(union)s”。") % {"union": chosen.name})
        return redirect("desk:home")
    context = {"standing": selectors.list_standing(user), **_rows(request).context(unions)}
    return render(request, "accounts/places.html", context)


def _rows(request: AuthenticatedRequest) -> Rows[Union]:
    user = request.user

    def draw(union: Union) -> str:
        asked = {"union": union, "is_here": union.pk == user.union_id and not user.stand_in}
        return render_to_string("accounts/_choose_place.html", asked, request)

    return Rows[Union](
        PLACE_COLUMNS, drawn={"roles": lambda union: names_of(user.places[union.pk]), "choose": draw}
    )
