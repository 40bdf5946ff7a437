"""办理期限: what holds for one's union, what was laid down, a new one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.petitions import services
from cases.petitions.columns import TERM_COLUMNS
from cases.petitions.forms import TermForm
from cases.petitions.rules import USUAL
from cases.petitions.selectors.terms import list_laid_down, list_terms
from cases.petitions.states import READERS, SETTERS, Matter
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.views.exports import ListExport
from hardship.kernel.attempts import attempt
from hardship.kernel.rows import Rows

EXPORT = ListExport("petition_terms", gettext_lazy("信访办理期限"), TERM_COLUMNS, "petitions:terms")


@require_GET
@require_role(*READERS)
def terms(request: AuthenticatedRequest) -> HttpResponse:
    """What holds today by matter, then everything that was laid down."""
    found = list_terms(request.user.union, timezone.localdate())
    context = {
        **Rows[Any](TERM_COLUMNS).page(list_laid_down(request.user).order_by("-from_on", "-pk"), request.GET),
        "usual": [
            f"{matter.label} {USUAL[matter].accept}/{USUAL[matter].answer}"
            for matter in Matter
            if matter not in found
        ],
        "may_set": request.user.has_role(*SETTERS),
    }
    return render(request, "petitions/terms.html", context)


@require_POST
@require_role(*READERS)
def export(request: AuthenticatedRequest) -> HttpResponse:
    return EXPORT.answer(request, list_laid_down(request.user).order_by("-from_on", "-pk"))


@require_http_methods(["GET", "POST"])
@require_role(*SETTERS)
def term_new(request: AuthenticatedRequest) -> HttpResponse:
    form = TermForm(request.POST or None)
    done = attempt(form, lambda: services.lay_down(**form.told(), by=request.user))
    if done.made is None:
        return render(request, "petitions/term_form.html", {"form": form}, status=done.status)
    messages.success(request, _("已设定，从 %(day)s 起登记的按新期限。") % {"day": done.made.from_on})
    return redirect("petitions:terms")
