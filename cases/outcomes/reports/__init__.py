"""The papers of one application: each kind its template and what stands on it."""

from collections.abc import Callable, Mapping
from typing import Any

from cases.applications.models import Application
from cases.outcomes.reports.forms import (
    application_form,
    blank_form,
    blank_proof,
    document_list,
    hardship_proof,
    receipt,
)
from cases.outcomes.reports.letters import (
    correction_letter,
    feedback_slip,
    rejection_letter,
    result_letter,
    review_letter,
)
from cases.outcomes.states import BlankKind, PaperKind
from hardship.accounts.models import Union
from hardship.kernel.pdf import render_pdf

Facts = Callable[[Application], dict[str, Any]]
PAPERS: Mapping[PaperKind, tuple[str, Facts]] = {
    PaperKind.FORM: ("pdf/application_form.html", application_form),
    PaperKind.DOCUMENTS: ("pdf/document_list.html", document_list),
    PaperKind.CORRECTION: ("pdf/letter_correction.html", correction_letter),
    PaperKind.RESULT: ("pdf/letter_result.html", result_letter),
    PaperKind.REJECTION: ("pdf/letter_rejection.html", rejection_letter),
    PaperKind.RECEIPT: ("pdf/receipt.html", receipt),
    PaperKind.REVIEW: ("pdf/letter_review.html", review_letter),
    PaperKind.FEEDBACK: ("pdf/feedback.html", feedback_slip),
    PaperKind.HARDSHIP: ("pdf/hardship_proof.html", hardship_proof),
}
BLANKS: Mapping[BlankKind, tuple[str, Callable[[Union], dict[str, Any]]]] = {
    BlankKind.FORM: ("pdf/application_blank.html", blank_form),
    BlankKind.URGENT: ("pdf/urgent_blank.html", blank_form),
    BlankKind.HARDSHIP: ("pdf/hardship_proof.html", blank_proof),
}


def paper_pdf(application: Application, kind: PaperKind) -> bytes:
    """One paper as PDF. Whether it may be printed is asked before (selectors.paper_blocker)."""
    template, facts = PAPERS[kind]
    return render_pdf(template, facts(application), title=kind.label)


def blank_pdf(union: Union, kind: BlankKind = BlankKind.FORM) -> bytes:
    """A form to fill in by hand, with the programmes and the office of this union."""
    template, facts = BLANKS[kind]
    return render_pdf(template, facts(union), title=kind.label)
