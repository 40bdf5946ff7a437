"""The papers of a case as chapters of its dossier, each with the moment since which it is there."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Any

from django.core.exceptions import SuspiciousFileOperation
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.reports import RECEIPT_TEMPLATE, receipt_slip
from cases.applications.rules import source_of
from cases.applications.states import State
from cases.approvals.models import CorrectionAnswer
from cases.approvals.reports import FORM_TEMPLATE, approval_form
from cases.archives.reports import archive_form, assessment_sheet
from cases.bodies.models import Meeting
from cases.bodies.reports import minutes_pdf
from cases.completions.selectors import get_completion
from cases.giving.selectors.fulfilments import get_fulfilment
from cases.notices import reports as notices
from cases.notices.models import NoticeEntry
from cases.notices.selectors import list_entries_of, list_hung, may_know
from cases.outcomes.reports import PAPERS, letters, paper_pdf
from cases.outcomes.reports.annexes import about, annex, annex_pdf
from cases.outcomes.reports.forms import application_form
from cases.outcomes.selectors import dossier, list_printable, pieces
from cases.outcomes.selectors.appeals import list_appeals
from cases.outcomes.selectors.decided import list_past_decisions
from cases.outcomes.selectors.pieces import Piece
from cases.outcomes.states import PaperKind
from cases.pairings.reports import booklet
from cases.visits.models import HomeVisit
from cases.visits.reports import visit_form
from funds.payments.states import PaymentState
from hardship.accounts.models import User
from hardship.accounts.states import CASE_WORKERS
from hardship.kernel.pdf import render_pdf
from hardship.kernel.registry import Registry
from hardship.kernel.templatetags.ui import day


@dataclass(frozen=True)
class Chapter:
    """One paper: since when it is there, its title, and what makes it when the dossier is bound. What
    `is_of_file` is the same for every application of the file."""

    at: datetime
    title: str
    draw: Callable[[], bytes]
    is_of_file: bool = False

    def pages(self) -> Iterable[bytes]:
        return [self.draw()]


Part = Chapter | Piece
Facts = Callable[..., dict[str, Any]]
Parts = Iterator[Part]
LETTERS: Mapping[str, tuple[PaperKind, Facts]] = {
    State.APPROVED: (PaperKind.RESULT, letters.result_letter),
    State.REJECTED: (PaperKind.REJECTION, letters.rejection_letter),
}
CHAPTERS: Registry[Callable[[Application, User], Iterator[Chapter]]] = Registry(
    "outcomes.chapters", "What rooms above add to the dossier of an application."
)


def list_parts(application: Application, by: User) -> list[Part]:
    """Every part that there is, in the order of time; of one moment in the order in which they stand here."""
    parts = chain(
        _receipts(application),
        _submitted(application),
        pieces.list_pieces(application),
        _visits(application),
        _corrections(application),
        _notices(application, by),
        _meetings(application, by),
        _decided(application),
        _appeals(application),
        pieces.list_attached(application),
        _completed(application),
        _given(application),
        _paired(application, by),
        *(chapters(application, by) for chapters in CHAPTERS),
    )
    return sorted(parts, key=lambda part: part.at)


def _receipts(application: Application) -> Parts:
    title = _("受理回执")
    for row in application.receipts.select_related("contact", "by").order_by("pk"):
        yield Chapter(row.at, title, partial(_draw, RECEIPT_TEMPLATE, title, receipt_slip, application, row))


def _submitted(application: Application) -> Parts:
    """The form of each round, then the file, its determination and the list of documents of the last."""
    rounds, at = dossier.list_rounds(application), application.created_at
    for number in rounds:
        kept = application.submissions.filter(round=number).first()
        title, at = _("帮扶申请表"), kept.at if kept else at
        said = title if len(rounds) == 1 else _("%(form)s（第 %(n)s 轮）") % {"form": title, "n": number}
        yield Chapter(at, said, partial(_fill, PaperKind.FORM, application_form, application, number))
    today, household = timezone.localdate(), application.household
    yield Chapter(
        at, _("困难职工档案表"), partial(archive_form, household, full=False, on=today), is_of_file=True
    )
    assessment = dossier.get_assessment(application)
    if assessment is not None:
        yield Chapter(at, _("困难认定核算表"), partial(assessment_sheet, assessment, on=today))
    yield from _printable(application, at, PaperKind.DOCUMENTS)


def _visits(application: Application) -> Parts:
    for visit in dossier.list_visits(application):
        title = _("困难职工入户调查表（%(day)s）") % {"day": f"{visit.visited_on:%Y-%m-%d}"}
        yield Chapter(visit.created_at, title, partial(_visit, visit, title))
        yield from pieces.list_of_visit(visit)


def _visit(visit: HomeVisit, title: str) -> bytes:
    try:
        return visit_form(visit, on=timezone.localdate())
    except (OSError, SuspiciousFileOperation):
        fault = _("签名的图片不在服务器上，请管理员从备份恢复。")
        return render_pdf("pdf/dossier_fault.html", {"title": title, "fault": fault}, title=title)


def _corrections(application: Application) -> Parts:
    """What each return asked for, and what was answered to it."""
    kind, facts = PaperKind.CORRECTION, letters.correction_letter
    for step in application.steps.filter(action="return").select_related("by").order_by("pk"):
        yield Chapter(step.at, str(kind.label), partial(_fill, kind, facts, application, step))
    answers = CorrectionAnswer.objects.filter(step__application=application).order_by("pk")
    title, template = _("补正答复"), "pdf/correction_answers.html"
    for step in {row.step_id: row.step for row in answers.select_related("step__by")}.values():
        draw = partial(_draw, template, title, letters.correction_answers, application, step)
        yield Chapter(step.at, title, draw)


def _notices(application: Application, by: User) -> Parts:
    """Each poster as it hung, its photos, and what was answered to objections."""
    entries = list_entries_of(source_of(application.pk))
    for entry in entries:
        yield Chapter(entry.notice.published_at, _("公示"), partial(_poster, entry))
    yield from pieces.list_photos([entry.notice for entry in entries])
    title = _("异议调查答复书")
    for row in dossier.list_answered_objections(application, by):
        facts = partial(notices.letter, hides=not may_know(row.entry, by))
        draw = partial(_draw, notices.LETTER_TEMPLATE, title, facts, row)
        yield Chapter(row.answered_at or row.recorded_at, title, draw)


def _poster(entry: NoticeEntry) -> bytes:
    context = notices.poster(entry.notice, entries=list_hung(entry))
    return render_pdf(notices.NOTICE_TEMPLATE, context, title=_("困难职工帮扶公示"))


def _meetings(application: Application, by: User) -> Parts:
    """What was decided of it. What was signed names whatever else was decided, and stays with the meeting."""
    for meeting in dossier.list_meetings(application, by):
        at = meeting.minuted_at or meeting.held_at or timezone.now()
        yield Chapter(at, _("会议纪要"), partial(minutes_pdf, meeting, about(application)))
        yield Chapter(at, _("会议纪要附表"), partial(_annex, meeting, by, application))
        if not dossier.decided_others(meeting, application):
            yield from pieces.list_minutes_scans(meeting)


def _annex(meeting: Meeting, by: User, application: Application) -> bytes:
    return annex_pdf(annex(meeting, by, only=application), title=_("会议纪要附表"))


def _decided(application: Application) -> Parts:
    """The letters that told of decisions before, then the form with every opinion, and the letter that tells
    of the decision that stands."""
    for step in list_past_decisions(application):
        kind, facts = LETTERS[step.target]
        said = _("%(letter)s（%(day)s，后已改变）") % {"letter": kind.label, "day": day(step.at)}
        yield Chapter(step.at, said, partial(_fill, kind, facts, application, step))
    last, title = application.steps.order_by("pk").last(), _("帮扶申请审批表")
    if last is not None:
        yield Chapter(last.at, title, partial(_draw, FORM_TEMPLATE, title, _opinions, application))
        yield from _printable(application, last.at, PaperKind.RESULT, PaperKind.REJECTION)


def _opinions(application: Application) -> dict[str, Any]:
    return {**approval_form(application), "void": dossier.list_void(application)}


def _appeals(application: Application) -> Parts:
    kind, facts = PaperKind.REVIEW, letters.review_letter
    for row in list_appeals(application):
        if row.answered_at is not None:
            draw = partial(_fill, kind, facts, application, row)
            yield Chapter(row.answered_at, str(kind.label), draw)


def _completed(application: Application) -> Parts:
    completion, title = get_completion(application), _("急难救助补办")
    steps = list(completion.steps.select_related("by", "stood_in_for").order_by("pk")) if completion else []
    if steps:
        context = {"application": application, "completion": completion, "steps": steps}
        draw = partial(render_pdf, "pdf/dossier_completion.html", context, title=title)
        yield Chapter(steps[-1].at, title, draw)


def _given(application: Application) -> Parts:
    """签领单 once money arrived or goods were handed out; before that nobody signed for anything."""
    paid = dossier.list_payments(application).filter(state=PaymentState.PAID).last()
    done = get_fulfilment(application)
    at = paid.resolved_at if paid else done.signed_at if done and done.is_done else None
    if at is not None:
        yield from _printable(application, at, PaperKind.RECEIPT)


def _paired(application: Application, by: User) -> Parts:
    """Who helped the family while the case was open, and what they did, for whom their page shows it. Their
    phone number is for the family alone."""
    if not by.has_role(*CASE_WORKERS):
        return
    title = _("结对帮扶手册")
    for row in dossier.list_pairings(application, by):
        yield Chapter(row.created_at, title, partial(booklet, row.helper, [row], spare=0, tells_phone=False))


def _printable(application: Application, at: datetime, *kinds: PaperKind) -> Parts:
    due = {row.kind for row in list_printable(application) if not row.why}
    for kind in kinds:
        if kind in due:
            yield Chapter(at, str(kind.label), partial(paper_pdf, application, kind))


def _fill(kind: PaperKind, facts: Facts, *about: Any) -> bytes:
    """A paper of a kind about another round, step or review than the present one."""
    return _draw(PAPERS[kind][0], str(kind.label), facts, *about)


def _draw(template: str, title: str, facts: Facts, *about: Any) -> bytes:
    return render_pdf(template, facts(*about), title=title)
