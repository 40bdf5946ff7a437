"""Lists of rooms below this one."""

from hardship.imports.resources import unions

__all__ = ["unions"]
