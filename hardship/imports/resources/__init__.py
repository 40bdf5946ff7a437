"""Lists of rooms below this one."""

from hardship.imports.resources import unions, users

__all__ = ["unions", "users"]
