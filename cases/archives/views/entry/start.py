"""The first screen of a new file: whom it is for, and whether they are on file already."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.archives.forms import AskForm, StartForm
from cases.archives.models import Household
from cases.archives.rules.moving import why_not_asked
from cases.archives.selectors.entry import asks_too_often
from cases.archives.selectors.extensions import get_contact
from cases.archives.services.entry import drafts
from cases.archives.services.entry.lookups import note_holder
from cases.archives.services.refusals import HeldElsewhere
from cases.archives.states import Section
from cases.archives.views.entry.checks import TOO_MANY
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.kernel.attempts import attempt
from hardship.kernel.fields import blind_index


@require_http_methods(["GET", "POST"])
@require_role(Role.CLERK)
def new(request: AuthenticatedRequest) -> HttpResponse:
    """A new draft; for somebody in an active file none, but whom to ring and how to get that file."""
    form = StartForm(request.POST or None)
    if form.is_valid() and form.cleaned_data.get("id_number") and asks_too_often(request.user):
        form.add_error("id_number", TOO_MANY)
    tried = attempt(form, lambda: _start(form, request.user))
    if isinstance(tried.made, HeldElsewhere):
        context = {"form": form, **tell_holder(form, tried.made.holder, request.user)}
        return render(request, "archives/new.html", context, status=409)
    if tried.made is not None:
        household, is_new = tried.made
        if is_new:
            return redirect("archives:section", pk=household.pk, section=Section.WORKER)
        messages.info(request, _("这个证件号已有草稿，接着填写就可以。"))
        return redirect("archives:tasks", pk=household.pk)
    return render(request, "archives/new.html", {"form": form}, status=tried.status)


def _start(form: StartForm, by: User) -> tuple[Household, bool] | HeldElsewhere:
    """The draft, or why there is none: what the page says of it is more than a sentence."""
    try:
        return drafts.begin_household(union=by.union, by=by, head=form.head())
    except HeldElsewhere as held:
        return held


def tell_holder(form: StartForm, holder: Household, user: User) -> dict[str, Any]:
    """What may be told of the file that holds the person, and the form by which it is asked for; that it was
    told is on record."""
    number = form.cleaned_data["id_number"]
    asked = form if isinstance(form, AskForm) else AskForm(initial={"id_number": number})
    return {
        "held_at": holder.union,
        "held": note_holder(holder, blind_index(number, "id_number"), by=user),
        "contact": get_contact(holder.union),
        "is_own": holder.union_id == user.union_id,
        "may_ask": not why_not_asked(user.union, holder),
        "ask_form": asked,
        "number": number,
    }
