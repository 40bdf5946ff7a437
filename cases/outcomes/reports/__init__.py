"""The papers of one application: each kind its template and what stands on it."""

from collections.abc import Callable, Mapping
from typing import Any

from cases.applications.models import Application
from cases.outcomes.reports.forms import application_form, blank_form, document_list, receipt
from cases.outcomes.reports.letters import correction_letter, rejection_letter, result_letter
from cases.outcomes.states import PaperKind
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
}


def paper_pdf(application: Application, kind: PaperKind) -> bytes:
    """One paper as PDF. Whether it may be printed is asked before (selectors.paper_blocker)."""
    template, facts = PAPERS[kind]
    return render_pdf(template, facts(application), title=kind.label)


def blank_pdf(union: Union) -> bytes:
    """帮扶申请表 to fill in by hand, with the programmes of this union."""
    return render_pdf("pdf/application_blank.html", blank_form(union), title=PaperKind.FORM.label)
