"""Constraints with a sentence for the user."""

from typing import Any

from django.db import models


def check(name: str, condition: models.Q, message: Any) -> models.CheckConstraint:
    """A database check whose violation reads as `message` in a form."""
    return models.CheckConstraint(name=name, condition=condition, violation_error_message=message)
