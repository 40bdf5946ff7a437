"""Constraints with a sentence for the user, and which one a write ran into."""

from typing import Any

from django.db import IntegrityError, models


def check(name: str, condition: models.Q, message: Any) -> models.CheckConstraint:
    """A database check whose violation reads as `message` in a form."""
    return models.CheckConstraint(name=name, condition=condition, violation_error_message=message)


def broken(error: IntegrityError) -> str:
    """The name of the constraint that a write ran into; '' where the database names none."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
