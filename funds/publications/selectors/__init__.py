"""Reads of publications: figures of a period, lists, what waits and what is due."""

from funds.publications.selectors.reading import (
    HANDS,
    get_public,
    last_quarter,
    list_own_missing,
    list_publications,
    list_to_check,
    list_to_publish,
)
from funds.publications.selectors.taking import NAMED, Named, has_moved, take_figures

__all__ = [
    "HANDS",
    "NAMED",
    "Named",
    "get_public",
    "has_moved",
    "last_quarter",
    "list_own_missing",
    "list_publications",
    "list_to_check",
    "list_to_publish",
    "take_figures",
]
