"""Reads of applications: what a household may get (offers), what an application says (content)."""

from cases.applications.selectors.content import (
    Gap,
    content_hash,
    get_content,
    get_parts,
    list_attached,
    list_gaps,
    missing_papers,
    papers_of,
)
from cases.applications.selectors.lists import list_in_states, list_versions
from cases.applications.selectors.missing import MissingPaper
from cases.applications.selectors.offers import (
    Choice,
    get_offer,
    list_choices,
)
from cases.applications.selectors.papers import Paper, get_paper, get_shown
from cases.applications.selectors.permits import entry_blocker

__all__ = [
    "Choice",
    "Gap",
    "MissingPaper",
    "Paper",
    "content_hash",
    "entry_blocker",
    "get_content",
    "get_offer",
    "get_paper",
    "get_parts",
    "get_shown",
    "list_attached",
    "list_choices",
    "list_gaps",
    "list_in_states",
    "list_versions",
    "missing_papers",
    "papers_of",
]
