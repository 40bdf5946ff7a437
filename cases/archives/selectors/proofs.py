"""Reads of documents with what was found about them."""

import uuid
from collections.abc import Callable, Iterable
from typing import TypeAlias

from cases.archives.models import Evidence, EvidenceCheck, Household
from cases.archives.states import EvidenceVerdict
from hardship.accounts.models import User
from hardship.kernel.registry import Registry

Checker: TypeAlias = Callable[[Evidence, User], bool]
CHECKERS: Registry[Checker] = Registry(
    "archives.checkers",
    "Who else may hold a document against the file, beside whoever reviews the file: what they have in hand.",
)


def list_documents(household: Household) -> list[Evidence]:
    """The documents on file, each with its latest finding as `finding` (None for none): two queries."""
    rows = household.evidence.filter(removed_at__isnull=True).select_related("member", "uploaded_by")
    return with_findings(rows.order_by("kind", "pk"))


def with_findings(rows: Iterable[Evidence]) -> list[Evidence]:
    """The same, of these documents: one query more."""
    documents = list(rows)
    checks = EvidenceCheck.objects.filter(evidence__in=documents).select_related("by").order_by("pk")
    latest = {check.evidence_id: check for check in checks}
    for document in documents:
        document.finding = latest.get(document.pk)  # type: ignore[attr-defined]
    return documents


def count_findings(documents: list[Evidence]) -> dict[str, int]:
    """How many documents agree, are doubtful, and have not been looked at."""
    verdicts = [finding.verdict if (finding := _finding(item)) else "open" for item in documents]
    return {name: verdicts.count(name) for name in (*EvidenceVerdict.values, "open")}


def next_unseen(documents: list[Evidence], uid: uuid.UUID) -> Evidence | None:
    """The next document that nobody has judged, after this one and then from the beginning; None when all
    have been."""
    place = next(place for place, item in enumerate(documents) if item.uid == uid)
    turned = (*documents[place + 1 :], *documents[:place])
    return next((item for item in turned if _finding(item) is None), None)


def _finding(document: Evidence) -> EvidenceCheck | None:
    found: EvidenceCheck | None = getattr(document, "finding", None)
    return found
