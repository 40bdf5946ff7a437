"""Who may open a page: without the role it answers 403; and the type of a request behind the login."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from hardship.accounts.models import User

View = TypeVar("View", bound=Callable[..., Any])


class AuthenticatedRequest(HttpRequest):
    """A request whose user is known: Django's LoginRequiredMiddleware sends everybody else to the login page
    before a view runs, unless the view is marked `login_not_required`."""

    user: User
    htmx: HtmxDetails  # set by HtmxMiddleware


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
