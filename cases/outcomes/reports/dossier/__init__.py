"""卷宗: everything about one application as one PDF, in the order of time, with contents and page numbers,
documents as pages."""

from collections.abc import Callable
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.selectors import get_paper
from cases.outcomes.reports.dossier.binding import Binder, Entry
from cases.outcomes.reports.dossier.chapters import Chapter, list_parts
from cases.outcomes.reports.dossier.exhibits import exhibit
from cases.outcomes.selectors.dossier import get_course
from cases.outcomes.selectors.pieces import Piece
from hardship.accounts.models import User
from hardship.kernel.pdf import render_pdf


def dossier_pdf(application: Application, *, by: User, tell: Callable[[int], None]) -> tuple[bytes, int]:
    """The PDF and how many pages it has; numbers of persons and accounts are masked. `tell` hears of each
    page. Raises OutcomeRefused beyond MOST_PAGES."""
    binder, pieces = Binder(tell), list[Piece]()
    for part in list_parts(application, by):
        if isinstance(part, Chapter):
            binder.add(part.title, part.pages())
            continue
        pieces.append(replace(part, number=len(pieces) + 1))
        number = _("材料 %(n)s") % {"n": len(pieces)}
        binder.add(f"{number}　{part.title}", exhibit(pieces[-1]))
    binder.add(_("办理经过、公示、异议和发放"), [_course(application, by)])
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


def _course(application: Application, by: User) -> bytes:
    context = {"application": application, **get_course(application, by)}
    return render_pdf("pdf/dossier_course.html", context, title=_("办理经过、公示、异议和发放"))


def _hashes(application: Application, pieces: list[Piece]) -> bytes:
    context = {"application": application, "pieces": pieces}
    return render_pdf("pdf/dossier_hashes.html", context, title=_("材料校验码"))
