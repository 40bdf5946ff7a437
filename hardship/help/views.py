"""帮助: the year's work, what each place is for, the words, and what was found for a text."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hardship.accounts.access import AuthenticatedRequest
from hardship.accounts.states import Role
from hardship.help import selectors

FOUND = "help_text"  # what was looked for stands in the session: it may be a name


@require_GET
def index(request: AuthenticatedRequest) -> HttpResponse:
    """The year's work of the person's own roles, of one role, or of everybody; and all topics."""
    chosen = request.GET.get("role", "")
    chosen = chosen if chosen in (*Role.values, "all") else ""
    now = timezone.localdate().month
    roles = Role.values if chosen == "all" else [chosen] if chosen else sorted(request.user.roles)
    context = {
        "months": selectors.list_year(roles, now=now),
        "now": now,
        "chips": _chips(chosen),
        "groups": selectors.group_topics(),
    }
    return render(request, "help/index.html", context)


@require_GET
def topic(request: AuthenticatedRequest, room: str, page: str) -> HttpResponse:
    """The help of one place."""
    found = selectors.get_topic(f"{room}:{page}")
    if found is None:
        raise Http404
    roles = found.place.roles
    context = {
        "topic": found,
        "terms": selectors.terms_of(found),
        "may_open": not roles or bool(roles & request.user.roles),
    }
    return render(request, "help/topic.html", context)


@require_GET
def words(request: AuthenticatedRequest) -> HttpResponse:
    return render(request, "help/words.html", {"terms": selectors.list_terms()})


@require_GET
def found(request: AuthenticatedRequest) -> HttpResponse:
    """What the help has for what was typed into the search box last."""
    text = request.session.get(FOUND, "")
    context = {"text": text, "topics": selectors.find_topics(text), "terms": selectors.find_terms(text)}
    return render(request, "help/found.html", context)


def _chips(chosen: str) -> list[dict[str, Any]]:
    rows = [("", _("我的岗位")), *((role.value, role.label) for role in Role), ("all", _("全部岗位"))]
    return [
        {"label": label, "url": f"?role={key}" if key else "?", "current": key == chosen}
        for key, label in rows
    ]
