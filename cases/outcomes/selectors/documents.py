"""The documents that an application rests on, as they were submitted, and who held each against the file."""

from dataclasses import dataclass
from typing import Any

from cases.applications.models import Application
from cases.applications.rules import say_issued
from cases.applications.selectors import get_content
from cases.archives.models import Evidence, EvidenceCheck
from cases.policies.states import EvidenceKind


@dataclass(frozen=True)
class DocumentLine:
    """One document of the submitted content: kind and person in words, when it was issued where that counts,
    the first signs of its SHA-256, and the latest check of it, if somebody made one."""

    label: str
    name: str
    issued: str
    code: str
    check: EvidenceCheck | None


def get_submitted(application: Application) -> dict[str, Any]:
    """The content of the present round as it was submitted; of what never was, as it is now."""
    kept = application.submissions.filter(round=application.round).first()
    content: dict[str, Any] = kept.content if kept else get_content(application)
    return content


def has_documents(application: Application) -> bool:
    return bool(get_submitted(application)["evidence"])


def list_documents(application: Application) -> list[DocumentLine]:
    """The documents in the order in which they were submitted."""
    content = get_submitted(application)
    names = {row["uid"]: row["name"] for row in content["members"]}
    checks = _latest_checks(application, [sha256 for _kind, sha256, *_more in content["evidence"]])
    return [
        DocumentLine(
            str(EvidenceKind(kind).label),
            names.get(uid, ""),
            "".join(map(say_issued, issued)),
            sha256[:12],
            checks.get((kind, sha256)),
        )
        for kind, sha256, uid, *issued in content["evidence"]
    ]


def _latest_checks(application: Application, hashes: list[str]) -> dict[tuple[str, str], EvidenceCheck]:
    files = Evidence.objects.filter(household=application.household_id, sha256__in=hashes)
    rows = EvidenceCheck.objects.filter(evidence__in=files).select_related("evidence", "by").order_by("pk")
    return {(row.evidence.kind, row.evidence.sha256): row for row in rows}
