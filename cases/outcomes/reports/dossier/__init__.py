"""卷宗: everything about one application as one PDF, in the order of time, with contents and page numbers,
documents as pages."""

from collections.abc import Callable
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.selectors import get_paper
from cases.archives.models import Household
from cases.outcomes.reports.dossier.binding import Binder, Entry
from cases.outcomes.reports.dossier.chapters import Chapter, Part, list_parts
from cases.outcomes.reports.dossier.exhibits import exhibit
from cases.outcomes.selectors.dossier import get_course, list_of_family
from cases.outcomes.selectors.pieces import Piece
from cases.outcomes.services import OutcomeRefused
from hardship.accounts.models import User
from hardship.kernel.pdf import render_pdf


def dossier_pdf(application: Application, *, by: User, tell: Callable[[int], None]) -> tuple[bytes, int]:
    """The PDF and how many pages it has; numbers of persons and accounts are masked. `tell` hears of each
    page. Raises OutcomeRefused beyond MOST_PAGES."""
    binder, pieces = Binder(tell), list[Piece]()
    for part in list_parts(application, by):
        _add(binder, part, pieces)
    binder.add(_("办理经过、公示、异议和发放"), [_course(application, by)])
    binder.add(_("材料校验码"), [_hashes(application.number, application.content_hash, pieces)])
    title = _("困难职工帮扶卷宗")

    def front(entries: list[Entry], total: int) -> bytes:
        context = {
            "application": application, "paper": get_paper(application), "entries": entries, "total": total,
            "by": by, "printed_at": timezone.now(),
        }  # fmt: skip
        return render_pdf("pdf/dossier_front.html", context, title=title)

    content = binder.bind(front, mark=application.number or "", title=title)
    return content, len(binder.writer.pages)


def family_dossier_pdf(household: Household, *, by: User, tell: Callable[[int], None]) -> tuple[bytes, int]:
    """The PDF of every submitted application of a family over all years, as far as the person sees them, case
    by case; a document that several rest on, and the form of the file, once. Raises OutcomeRefused where
    there is none, and beyond MOST_PAGES."""
    applications = list_of_family(household, by)
    if not applications:
        raise OutcomeRefused(_("这户还没有提交过的申请，没有卷宗可装。"))
    binder, pieces, seen = Binder(tell), list[Piece](), set[str]()
    for application in applications:
        mark = f"{application.number}　"
        for part in list_parts(application, by):
            key = f"{application.household_id} {part.title}" if isinstance(part, Chapter) else part.sha256
            if key not in seen:
                _add(binder, part, pieces, mark=mark)
            if isinstance(part, Piece) or part.is_of_file:
                seen.add(key)
        binder.add(mark + _("办理经过、公示、异议和发放"), [_course(application, by)])
    number = household.file_no or ""
    binder.add(_("材料校验码"), [_hashes(number, "", pieces)])
    title = _("困难职工家庭帮扶卷宗")

    def front(entries: list[Entry], total: int) -> bytes:
        context = {
            "household": household, "applications": applications, "entries": entries, "total": total,
            "by": by, "printed_at": timezone.now(),
        }  # fmt: skip
        return render_pdf("pdf/dossier_family.html", context, title=title)

    return binder.bind(front, mark=number, title=title), len(binder.writer.pages)


def _add(binder: Binder, part: Part, pieces: list[Piece], *, mark: str = "") -> None:
    """One part behind the others; a document gets the next number."""
    if isinstance(part, Chapter):
        binder.add(mark + part.title, part.pages())
        return
    pieces.append(replace(part, number=len(pieces) + 1))
    number = _("材料 %(n)s") % {"n": len(pieces)}
    binder.add(f"{mark}{number}　{part.title}", exhibit(pieces[-1]))


def _course(application: Application, by: User) -> bytes:
    context = {"application": application, **get_course(application, by)}
    return render_pdf("pdf/dossier_course.html", context, title=_("办理经过、公示、异议和发放"))


def _hashes(number: str | None, content_hash: str, pieces: list[Piece]) -> bytes:
    context = {"number": number or "", "content_hash": content_hash, "pieces": pieces}
    return render_pdf("pdf/dossier_hashes.html", context, title=_("材料校验码"))
