"""What somebody searched for, kept in their session under a token: no name or number stands in an address.

Of an ID number or a phone the session holds the blind index and the mask, not the number.
"""

import secrets
from dataclasses import asdict

from django.contrib.sessions.backends.base import SessionBase

from cases.lists.selectors.searching import Search

SLOT = "searches"
KEPT = 20


def remember(session: SessionBase, search: Search) -> str:
    """Keep a search and return its token; the oldest of twenty go."""
    kept: dict[str, dict[str, str]] = session.get(SLOT, {})
    for token, held in kept.items():
        if held == asdict(search):
            return token
    token = secrets.token_urlsafe(9)
    session[SLOT] = dict([*kept.items(), (token, asdict(search))][-KEPT:])
    return token


def recall(session: SessionBase, token: str) -> Search | None:
    """The search of this token, or None when this session does not know it."""
    held = session.get(SLOT, {}).get(token)
    return Search(**held) if held else None
