"""States and code lists of rosters."""

from cases.rosters.states.imports import (
    IMPORT_TRANSITIONS,
    OPEN_IMPORTS,
    ImportMode,
    ImportState,
    UpdateState,
)
from cases.rosters.states.layouts import (
    Preset,
)

__all__ = [
    "IMPORT_TRANSITIONS",
    "OPEN_IMPORTS",
    "ImportMode",
    "ImportState",
    "Preset",
    "UpdateState",
]
