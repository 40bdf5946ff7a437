"""What every page shows around its content."""

import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from hardship.accounts.models import User
from hardship.accounts.selectors import person_mark
from hardship.desk import selectors
from hardship.help.selectors import topic_url
from hardship.kernel.desk import HELP
from hardship.kernel.hidden import has_hidden

MESSAGES = "messaging:messages"
# What the scripts of every page ask: about the session, and about what was typed and not sent.
ASKED = ("accounts:alive", "accounts:stay", "accounts:login", "unsent:keep", "unsent:find", "unsent:forget")


def desk(request: HttpRequest) -> dict[str, Any]:
    """The navigation with what waits at each place; nothing for people who have not logged in.

    A view that has counted what waits leaves that as `request.waiting`.
    """
    user = getattr(request, "user", None)
    if not isinstance(user, User) or user.must_change_password or request.headers.get("HX-Request"):
        return {
            "nav_html": "",
            "search_url": "",
            "todo_url": "",
            "todo_count": 0,
            "unread": 0,
            "help_url": "",
        }
    waiting = getattr(request, "waiting", None)
    waiting = selectors.count_waiting(user) if waiting is None else waiting
    badges, unread = selectors.sum_places(waiting.duties), waiting.head["messages"]
    here = selectors.current_place(user.roles, request.path)
    return {
        "names_hidden": has_hidden,  # asked when the page is drawn: its rows are read by then
        "nav_html": _navigation(user.roles, here, tuple(sorted({**badges, MESSAGES: unread}.items()))),
        "search_url": reverse("desk:search"),
        "todo_url": reverse("desk:home"),
        "todo_count": sum(badges.values()),
        "messages_url": reverse(MESSAGES),
        "help_url": _help_url(request.path, here),
        "unread": unread,
    }


def _help_url(path: str, here: str) -> str:
    """Where the "?" of a page leads: to the help of its place, or to all of it; none on the help itself."""
    whole = reverse("help:index")
    if path.startswith(whole):
        return ""
    return topic_url(here) if HELP.get(here) else whole


@lru_cache(maxsize=512)
def _navigation(roles: frozenset[str], here: str, badges: tuple[tuple[str, int], ...]) -> str:
    """The navigation as HTML. Kept, as the next page of the same person has mostly the same one: drawing it
    takes longer than all of the page's own work."""
    return render_to_string("components/nav.html", {"nav": selectors.navigation(roles, here, dict(badges))})


def session(request: HttpRequest) -> dict[str, Any]:
    """`session_json`: for whom the page was made, when an idle session ends (seconds), whom to ask."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or request.headers.get("HX-Request"):
        return {"session_json": ""}
    told = {**_asked(), "idle": settings.SESSION_IDLE_SECONDS, "person": person_mark(user)}
    return {"session_json": json.dumps(told)}


@lru_cache(maxsize=1)
def _asked() -> dict[str, str]:
    return {name.partition(":")[2]: reverse(name) for name in ASKED}
