"""What every page shows around its content."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from hardship.accounts.models import User
from hardship.desk import selectors


def desk(request: HttpRequest) -> dict[str, Any]:
    """The navigation with what waits at each place; nothing for people who have not logged in."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or user.must_change_password or request.headers.get("HX-Request"):
        return {"nav": [], "search_url": "", "todo_url": "", "todo_count": 0}
    waiting = selectors.count_todo(user)
    return {
        "nav": selectors.navigation(user, request.path, badges=waiting),
        "search_url": reverse("desk:search"),
        "todo_url": reverse("desk:home"),
        "todo_count": sum(waiting.values()),
    }
