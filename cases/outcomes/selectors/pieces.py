"""The files that a dossier holds as pages: documents of every round, photos, and what was signed on paper."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.rules import say_issued
from cases.approvals.models import StepScan
from cases.approvals.states import RECALL
from cases.archives.models import Evidence
from cases.bodies.models import Meeting, MinutesScan
from cases.completions.selectors import get_completion
from cases.giving.models import RosterPhoto
from cases.giving.selectors.rosters import list_signed_pages
from cases.notices.models import BoardPhoto, PublicNotice
from cases.notices.states import Moment
from cases.outcomes.models import Slip
from cases.outcomes.selectors.documents import get_submitted
from cases.policies.states import EvidenceKind
from cases.visits.models import HomeVisit

Stored = Evidence | StepScan | Slip | RosterPhoto | BoardPhoto | MinutesScan
# (when, content): what was handed in at a time, as JSON values.
Content = tuple[datetime, dict[str, Any]]


@dataclass(frozen=True)
class Piece:
    """One file, there since `at`; `number` is its place among those of its dossier. `evidence` is None where
    no file is left, `issued` says when it was issued where that counts."""

    at: datetime
    label: str
    name: str
    sha256: str
    evidence: Stored | None
    number: int = 0
    issued: str = ""

    @property
    def title(self) -> str:
        more = "，".join(filter(None, (self.name, self.issued)))
        return f"{self.label}（{more}）" if more else self.label


def list_pieces(application: Application) -> list[Piece]:
    """The documents of every round that was read, each once, in the order in which they were submitted; then
    those of what was completed later of an urgent case. Those removed from the file since stand there too."""
    members = get_submitted(application)["members"]
    return list(_documents(application, _contents(application), {row["uid"]: row["name"] for row in members}))


def _contents(application: Application) -> list[Content]:
    recalled = application.steps.filter(action=RECALL).values("round")
    kept = application.submissions.exclude(round__in=recalled).order_by("round")
    found: list[Content] = [(row.at, row.content) for row in kept]
    found = found or [(application.created_at, get_submitted(application))]
    completion = get_completion(application)
    if completion is not None and completion.content:
        handed_in = completion.steps.filter(action="submit").latest("pk")
        found.append((handed_in.at, completion.content))
    return found


def _documents(
    application: Application, contents: Collection[Content], names: dict[str, str]
) -> Iterator[Piece]:
    hashes = {sha256 for _at, content in contents for _kind, sha256, *_more in content.get("evidence", ())}
    rows = Evidence.objects.filter(household=application.household_id, sha256__in=hashes).order_by("pk")
    files, seen = {(row.kind, row.sha256): row for row in rows}, set()
    for at, content in contents:
        for kind, sha256, uid, *issued in content.get("evidence", ()):
            if (kind, sha256) not in seen:
                seen.add((kind, sha256))
                label = str(EvidenceKind(kind).label)
                yield Piece(
                    at, label, names.get(uid, ""), sha256, files.get((kind, sha256)),
                    issued="".join(map(say_issued, issued)),
                )  # fmt: skip


def list_attached(application: Application) -> Iterator[Piece]:
    """What came since: by what it was decided elsewhere, what the worker signed, the rosters of goods."""
    for scan in StepScan.objects.filter(step__application=application).select_related("step").order_by("pk"):
        yield Piece(scan.step.at, _("批复原件"), "", scan.sha256, scan)
    for slip in Slip.objects.filter(telling__step__application=application).order_by("pk"):
        yield Piece(slip.at, _("签收的告知书"), "", slip.sha256, slip)
    for page in list_signed_pages(application):
        yield Piece(page.at, _("签了字的物资花名册"), "", page.sha256, page)


def list_photos(notices: Collection[PublicNotice]) -> Iterator[Piece]:
    """The photos of every board on which these notices hung, as they went up and came down."""
    labels = {Moment.START: _("公示张贴照片"), Moment.END: _("公示取下照片")}
    rows = BoardPhoto.objects.filter(board__notice__in=notices).select_related("board")
    for row in rows.order_by("board", "pk"):
        yield Piece(row.at, labels[Moment(row.moment)], row.board.where, row.sha256, row)


def list_of_visit(visit: HomeVisit) -> Iterator[Piece]:
    """The photos and the signed form of a visit; signatures that were drawn stand on its form."""
    for row in visit.documents.filter(signer="").select_related("evidence").order_by("pk"):
        one, day = row.evidence, timezone.localtime(visit.created_at)
        yield Piece(day, str(one.get_kind_display()), f"{visit.visited_on:%Y-%m-%d}", one.sha256, one)


def list_minutes_scans(meeting: Meeting) -> Iterator[Piece]:
    for row in meeting.scans.order_by("pk"):
        yield Piece(row.uploaded_at, _("签字的会议纪要"), "", row.sha256, row)
