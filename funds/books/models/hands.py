"""Who takes a step: `{step}_by`, and `{step}_for`, whom they stood in for (代办)."""

from functools import reduce
from operator import and_
from types import SimpleNamespace
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from hardship.accounts.models import names_of_step

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def person(name: "StrOrPromise") -> models.ForeignKey:  # type: ignore[type-arg]
    """Who did it: the `_by` beside an `_at`, or whom they stood in for."""
    return models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=name
    )


def apart(one: str, other: str) -> Q:
    """No hand in both steps: neither who took them nor whom they stood in for (代办)."""
    pairs = [(f"{one}_{hand}", f"{other}_{peer}") for hand in ("by", "for") for peer in ("by", "for")]
    return reduce(and_, (~Q(**{name: F(peer)}) for name, peer in pairs))


def hand_of(row: models.Model, step: str) -> str:
    """Who took a step, both names where they stood in; '' for nobody."""
    by, holder = getattr(row, f"{step}_by"), getattr(row, f"{step}_for", None)
    return names_of_step(SimpleNamespace(by=by, stood_in_for=holder))
