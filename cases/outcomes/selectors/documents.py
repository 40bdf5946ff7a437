"""The documents that an application rests on, as they were submitted, and who held each against the file."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F

from cases.applications.models import Application
from cases.applications.rules import say_issued
from cases.applications.selectors import get_content
from cases.archives.models import Evidence, EvidenceCheck
from cases.policies.states import EvidenceKind
from hardship.kernel.templatetags.ui import day

Named = tuple[str, str]  # the kind of a document and its SHA-256


@dataclass(frozen=True)
class DocumentLine:
    """One document of the submitted content: kind and person in words, when it was issued where that counts,
    the first signs of its SHA-256, the latest check of it, if somebody made one, and who had the original in
    hand on which day ('' for nobody)."""

    label: str
    name: str
    issued: str
    code: str
    check: EvidenceCheck | None
    original: str


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
    files = _files(application, [sha256 for _kind, sha256, *_more in content["evidence"]])
    records = {(row.kind, row.sha256): row for row in files}
    checks = _latest_checks(files)
    return [
        DocumentLine(
            str(EvidenceKind(kind).label),
            names.get(uid, ""),
            "".join(map(say_issued, issued)),
            sha256[:12],
            checks.get((kind, sha256)),
            _say_original(records.get((kind, sha256))),
        )
        for kind, sha256, uid, *issued in content["evidence"]
    ]


def _files(application: Application, hashes: list[str]) -> list[Evidence]:
    """Every record of these documents, those whose original somebody saw last."""
    rows = Evidence.objects.filter(household=application.household_id, sha256__in=hashes)
    rows = rows.select_related("original_by", "original_for")
    return list(rows.order_by(F("original_at").desc(nulls_first=True), "pk"))


def _say_original(evidence: Evidence | None) -> str:
    if evidence is None or evidence.original_at is None:
        return ""
    return f"{evidence.original_hand} {day(evidence.original_at)}"


def _latest_checks(files: list[Evidence]) -> dict[Named, EvidenceCheck]:
    rows = EvidenceCheck.objects.filter(evidence__in=files).select_related("evidence", "by").order_by("pk")
    return {(row.evidence.kind, row.evidence.sha256): row for row in rows}
