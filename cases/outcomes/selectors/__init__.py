"""Reads of what follows a decision: the papers that may be printed, what they say."""

from cases.outcomes.selectors.decided import get_decision, get_payment, list_set_offs, union_of
from cases.outcomes.selectors.documents import DocumentLine, list_documents
from cases.outcomes.selectors.printable import Printable, has_annex, list_printable, paper_blocker

__all__ = [
    "DocumentLine",
    "Printable",
    "get_decision",
    "get_payment",
    "has_annex",
    "list_documents",
    "list_printable",
    "list_set_offs",
    "paper_blocker",
    "union_of",
]
