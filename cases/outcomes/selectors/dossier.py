"""What a dossier holds besides the papers: the documents of the submitted round, the course of the case."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.rules import say_issued, source_of
from cases.approvals.models import StepScan
from cases.approvals.selectors.along import is_void
from cases.approvals.states import SEND_BACK
from cases.archives.models import Assessment, Evidence
from cases.giving.models import RosterPhoto
from cases.giving.selectors.plans import list_sources
from cases.giving.selectors.rosters import list_signed_pages
from cases.notices.selectors import list_entries_of, reads_objections
from cases.outcomes.models import Slip
from cases.outcomes.selectors.appeals import list_appeals
from cases.outcomes.selectors.documents import get_submitted
from cases.outcomes.selectors.telling import list_tellings
from cases.policies.states import EvidenceKind
from funds.payments.models import Payment
from hardship.accounts.models import User


@dataclass(frozen=True)
class Piece:
    """One document of the submitted content, or signed since, counted from 1; `evidence` is None where no
    file is left, `issued` says when it was issued where that counts."""

    number: int
    label: str
    name: str
    sha256: str
    evidence: Evidence | StepScan | Slip | RosterPhoto | None
    issued: str = ""

    @property
    def title(self) -> str:
        more = "，".join(filter(None, (self.name, self.issued)))
        return f"{self.label}（{more}）" if more else self.label


def list_pieces(application: Application) -> list[Piece]:
    """The documents in the order in which they were submitted, those removed from the file since too."""
    content = get_submitted(application)
    names = {row["uid"]: row["name"] for row in content["members"]}
    hashes = [sha256 for _kind, sha256, *_more in content["evidence"]]
    rows = Evidence.objects.filter(household=application.household_id, sha256__in=hashes).order_by("pk")
    files = {(row.kind, row.sha256): row for row in rows}
    return [
        Piece(
            number, str(EvidenceKind(kind).label), names.get(uid, ""), sha256, files.get((kind, sha256)),
            "".join(map(say_issued, issued)),
        )
        for number, (kind, sha256, uid, *issued) in enumerate(content["evidence"], start=1)
    ]  # fmt: skip


def list_attached(application: Application, after: int) -> list[Piece]:
    """What came since it was submitted, counted on `after` the documents: by what it was decided elsewhere,
    what the worker signed, the rosters of goods. The oldest first."""
    scans: list[tuple[str, StepScan | Slip | RosterPhoto]] = [
        (_("批复原件"), row) for row in StepScan.objects.filter(step__application=application).order_by("pk")
    ]
    slips = Slip.objects.filter(telling__step__application=application).order_by("pk")
    scans += [(_("签收的告知书"), row) for row in slips]
    scans += [(_("签了字的物资花名册"), row) for row in list_signed_pages(application)]
    return [
        Piece(number, label, "", row.sha256, row)
        for number, (label, row) in enumerate(scans, start=after + 1)
    ]


def get_course(application: Application, by: User) -> dict[str, Any]:
    """Every step of every round, notices with objections, tellings, reviews, payments: the oldest first. What
    was objected is for whom the page of the notice shows it; for `by` there may be only how many."""
    sources = list_sources([application.pk])[application.pk]
    payments = Payment.objects.filter(payable__source__in=sources).select_related("batch")
    steps = list(application.steps.select_related("by", "stood_in_for").order_by("pk"))
    return {
        "steps": [(step, step.action != SEND_BACK and is_void(step, steps)) for step in steps],
        "reads_objections": reads_objections(by),
        "entries": list_entries_of(source_of(application.pk)),
        "tellings": list_tellings(application)[::-1],
        "appeals": list_appeals(application)[::-1],
        "payments": list(payments.order_by("pk")),
    }


def get_assessment(application: Application) -> Assessment | None:
    """The last determination before it was submitted; of a draft the last one."""
    rows = application.household.assessments.order_by("-pk")
    if application.submitted_at is not None:
        rows = rows.filter(at__lte=application.submitted_at)
    found: Assessment | None = rows.first()
    return found
