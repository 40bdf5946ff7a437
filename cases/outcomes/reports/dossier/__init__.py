"""卷宗: everything about one application as one PDF, with contents and page numbers, documents as pages."""

from collections.abc import Callable, Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.selectors import get_paper
from cases.approvals.reports import FORM_TEMPLATE, approval_form
from cases.archives.reports import archive_form, assessment_sheet
from cases.outcomes.reports import paper_pdf
from cases.outcomes.reports.dossier.binding import Binder, Entry
from cases.outcomes.reports.dossier.exhibits import exhibit
from cases.outcomes.selectors import list_printable
from cases.outcomes.selectors.dossier import Piece, get_assessment, get_course, list_attached, list_pieces
from cases.outcomes.states import PaperKind
from hardship.accounts.models import User
from hardship.kernel.pdf import render_pdf

LETTERS = (PaperKind.CORRECTION, PaperKind.RESULT, PaperKind.REJECTION, PaperKind.REVIEW)
Parts = Iterator[tuple[str, Iterator[bytes] | list[bytes]]]


def dossier_pdf(application: Application, *, by: User, tell: Callable[[int], None]) -> tuple[bytes, int]:
    """The PDF and how many pages it has; numbers of persons and accounts are masked. `tell` hears of each
    page. Raises OutcomeRefused beyond MOST_PAGES."""
    binder, pieces, today = Binder(tell), list_pieces(application), timezone.localdate()
    pieces += list_attached(application, after=len(pieces))
    for title, parts in _papers(application, today, by):
        binder.add(title, parts)
    for piece in pieces:
        number = _("材料 %(n)s") % {"n": piece.number}
        binder.add(f"{number}　{piece.title}", exhibit(piece))
    binder.add(_("材料校验码"), [_hashes(application, pieces)])
    title = _("困难职工帮扶卷宗")

    def front(entries: list[Entry], total: int) -> bytes:
        context = {
            "application": application, "paper": get_paper(application), "entries": entries, "total": total,
            "by": by, "printed_at": timezone.now(),
        }  # fmt: skip
        return render_pdf("pdf/dossier_front.html", context, title=title)

    content = binder.bind(front, mark=application.number or "", title=title)
    return content, len(binder.writer.pages)


def _papers(application: Application, today: date, by: User) -> Parts:
    """The papers in the order of the case."""
    yield _("帮扶申请表"), [paper_pdf(application, PaperKind.FORM)]
    yield _("困难职工档案表"), [archive_form(application.household, full=False, on=today)]
    assessment = get_assessment(application)
    if assessment is not None:
        yield _("困难认定核算表"), [assessment_sheet(assessment, on=today)]
    form = _("帮扶申请审批表")
    yield form, [render_pdf(FORM_TEMPLATE, approval_form(application), title=form)]
    course = _("办理经过、公示、异议和发放")
    context = {"application": application, **get_course(application, by)}
    yield course, [render_pdf("pdf/dossier_course.html", context, title=course)]
    printable = {row.kind: row for row in list_printable(application) if not row.why}
    for kind in LETTERS:
        if kind in printable:
            yield str(kind.label), [paper_pdf(application, kind)]


def _hashes(application: Application, pieces: list[Piece]) -> bytes:
    context = {"application": application, "pieces": pieces}
    return render_pdf("pdf/dossier_hashes.html", context, title=_("材料校验码"))
