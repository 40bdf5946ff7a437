"""The pages for anybody: no login, no cache, no search engine, and not faster than a hand turns them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from hardship.audit.middleware import client_address

View = TypeVar("View", bound=Callable[..., HttpResponse])
# Of one address in a minute, counted by each process: the telephones of a factory share one.
MOST_OPENED, SECONDS = 300, 60


def public_page(view: View) -> View:
    """Decorator of a view without login, whose answer no cache and no search engine keeps; 429 for a client
    that opens such pages more than MOST_OPENED times a minute."""

    @login_not_required
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if may_open(client_address(request) or ""):
            answer = view(request, *args, **kwargs)
        else:
            answer = render(request, "leads/public_busy.html", status=429)
            answer["Retry-After"] = str(SECONDS)
        answer["Cache-Control"] = "no-store"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return cast(View, opened)


def may_open(client: str) -> bool:
    """Counts one more opening, in memory: a page that is only read writes nothing. Clients that no proxy
    names ("") are not taken for one; of an address its keyed hash is kept."""
    if not client:
        return True
    key = salted_hmac("accounts.public", client, algorithm="sha256").hexdigest()
    cache.add(key, 0, SECONDS)
    try:
        return bool(cache.incr(key) <= MOST_OPENED)
    except ValueError:  # it ran out between the two
        return True
