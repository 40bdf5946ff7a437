"""Who may open a page: without the role it answers 403; and the type of a request behind the login."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.middleware import HtmxDetails

from hardship.accounts.models import User
from hardship.accounts.states import NAMES_ON_REASON

View = TypeVar("View", bound=Callable[..., Any])


class AuthenticatedRequest(HttpRequest):
    """A request whose user is known: Django's LoginRequiredMiddleware sends everybody else to the login page
    before a view runs, unless the view is marked `login_not_required`."""

    user: User
    htmx: HtmxDetails  # set by HtmxMiddleware


SLOT, HOLDS = "looking", 3600  # seconds


def get_purpose(request: HttpRequest) -> str:
    """For what this person said within the hour that they look at people's names and documents; ''."""
    held = request.session.get(SLOT, {})
    return str(held["purpose"]) if held.get("until", 0) > time.time() else ""


def keep_purpose(request: HttpRequest, purpose: str) -> None:
    """For what this person looks in the hour that begins now."""
    request.session[SLOT] = {"purpose": purpose, "until": int(time.time()) + HOLDS}


def reads_on_reason(request: HttpRequest) -> bool:
    """Whether this person's union reads the names of families with a reason alone."""
    return isinstance(request.user, User) and request.user.union.level in NAMES_ON_REASON


def hides_names(request: HttpRequest) -> bool:
    """Whether the names of families are masked for this person until they say what for."""
    return reads_on_reason(request) and not get_purpose(request)


def ask_for_names(back: str) -> HttpResponse:
    """To the page that asks what for, which leads back: a file that goes out as it is has no masks in it."""
    return redirect(f"{reverse('archives:names')}?next={quote(back)}")


def require_role(*roles: str) -> Callable[[View], View]:
    """Decorator of a view: only people who hold one of these roles."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: AuthenticatedRequest, *args: Any, **kwargs: Any) -> Any:
            if not request.user.has_role(*roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.required_roles = roles  # type: ignore[attr-defined]
        return cast(View, guarded)

    return decorate
