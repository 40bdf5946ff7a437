"""The household that a page of entry or review is about: in scope, for the right people and state."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from cases.archives.models import Household
from hardship.accounts.access import AuthenticatedRequest, require_role
from hardship.accounts.states import Role

View = Callable[..., HttpResponse]


def get_household(request: AuthenticatedRequest, pk: int) -> Household:
    """The file with what its pages show of it; 404 outside the person's scope."""
    rows = Household.objects.visible_to(request.user)
    household: Household = get_object_or_404(
        rows.select_related("union", "head", "submitted_by", "updated_by"), pk=pk
    )
    return household


def for_entry(view: View) -> View:
    """Decorator: the view gets a household of the clerk's own union; one that is not open is shown as a case.

    A POST goes through in any state: the service refuses it and the page keeps what was typed.
    """
    return _entered(view, in_force=False)


def for_entry_or_change(view: View) -> View:
    """The same for pages on which a file in force is changed too."""
    return _entered(view, in_force=True)


def _entered(view: View, *, in_force: bool) -> View:

    @require_role(Role.CLERK)
    @wraps(view)
    def entered(request: AuthenticatedRequest, pk: int, **kwargs: Any) -> HttpResponse:
        household = get_household(request, pk)
        if household.union_id != request.user.union_id:
            raise PermissionDenied
        if request.method in ("GET", "HEAD") and not (
            household.is_editable or (in_force and household.is_in_force)
        ):
            messages.info(
                request, _("档案现在是“%(state)s”，不能修改。") % {"state": household.get_state_display()}
            )
            return redirect("archives:case", pk=pk)
        return view(request, household, **kwargs)

    return entered
