"""Tables of rosters."""

from cases.rosters.models.imports import (
    ImportChange,
    ImportRequest,
    ImportRow,
    ImportSpelling,
    RosterImport,
)
from cases.rosters.models.layouts import (
    RosterLayout,
)

__all__ = [
    "ImportChange",
    "ImportRequest",
    "ImportRow",
    "ImportSpelling",
    "RosterImport",
    "RosterLayout",
]
