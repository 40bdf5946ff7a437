"""A service called for a form: what it refuses stands where it was typed; what a correction changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import models
from django.forms import BaseForm

from hardship.kernel.workflow import Refused

T = TypeVar("T")


@dataclass(frozen=True)
class Attempt(Generic[T]):
    """What a service made, or None; `status` is that of the page which shows the form again: 200 where
    nothing was sent yet, 422 for a form that is wrong, 409 for one that was refused (Refused.status)."""

    made: T | None
    status: int


def attempt(form: BaseForm, call: Callable[[], T]) -> Attempt[T]:
    """Calls the service once the form is valid. A refusal becomes an error of the field that it names, or of
    the whole form."""
    if not form.is_valid():
        return Attempt(None, 422 if form.is_bound else 200)
    try:
        return Attempt(call(), 200)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return Attempt(None, refusal.status)


def set_changed(row: models.Model, told: Mapping[str, object]) -> list[str]:
    """Sets what is told otherwise than on record, and returns the names of it."""
    changed = [name for name, value in told.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, told[name])
    return changed
