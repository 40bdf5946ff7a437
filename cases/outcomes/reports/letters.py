"""What the letters to the worker say of a decision: approved, refused, to be completed."""

from dataclasses import replace
from typing import Any

from django.utils import timezone

from cases.applications.models import Application
from cases.applications.rules import source_of
from cases.applications.selectors import get_paper, list_gaps
from cases.applications.selectors.returned import corrections_of, list_to_mend, name_part
from cases.applications.states import State
from cases.approvals.models import ApprovalStep
from cases.approvals.selectors import get_entry
from cases.approvals.selectors.proposing import get_proposal_step
from cases.giving.selectors.fulfilments import get_fulfilment
from cases.giving.selectors.plans import list_instalments
from cases.notices import selectors as notices
from cases.offices.selectors import office_for
from cases.outcomes.models import Appeal
from cases.outcomes.rules import APPEAL_WORKDAYS
from cases.outcomes.selectors import get_decision, get_payment, list_set_offs, union_of
from cases.outcomes.selectors.appeals import get_answered, list_reopened
from cases.policies.rules import describe_programme


def result_letter(application: Application, past: ApprovalStep | None = None) -> dict[str, Any]:
    """结果告知书: the sum and its instalments or the service, when and where it comes, what of it was kept
    back, whom to ask; of an approval that gave way to another decision (`past`) what it granted."""
    if past is not None:
        facts, named = _common(application, past), get_proposal_step(application, past.round)
        agreed = named.proposed if named else facts["paper"].amount
        entry = notices.get_entry(source_of(application.pk), past.round)
        return {**facts, "paper": replace(facts["paper"], agreed=agreed), "entry": entry}
    within = application.programme.rule.collect_within
    payment, kept = get_payment(application), list(list_set_offs(application))
    return {
        **_common(application), "payment": payment, "entry": get_entry(application), "set_offs": kept,
        "is_set_off": payment is None and sum(row.amount for row in kept) == application.amount,
        "plan": list_instalments(application), "fulfilment": get_fulfilment(application),
        "collect_days": within.days if within else 0,
    }  # fmt: skip


def rejection_letter(application: Application, past: ApprovalStep | None = None) -> dict[str, Any]:
    """不予帮扶告知书: the reason as written, the paragraph of the programme, how to ask for a review; of a
    refusal before (`past`) the same."""
    programme = application.programme
    return {
        **_common(application, past),
        "rules": describe_programme(programme.document, programme.code),
        "appeal_days": APPEAL_WORKDAYS,
    }


def correction_letter(application: Application, step: ApprovalStep | None = None) -> dict[str, Any]:
    """补正通知书: what was written, also part by part, what the form lacks on the day of the print, where and
    until when; of a return before (`step`) what it said."""
    if step is not None and step != get_decision(application):
        past = {"corrections": corrections_of(step), "gaps": [], "due_on": None}
        return {**_common(application, step), **past}
    return {
        **_common(application), "corrections": list_to_mend(application), "gaps": list_gaps(application),
        "due_on": application.due_on,
    }  # fmt: skip


def correction_answers(application: Application, step: ApprovalStep) -> dict[str, Any]:
    """What was answered when it was handed in again, to each part that had come back."""
    answers = step.answers.select_related("correction").order_by("correction")
    rows = [(name_part(row.correction.part), row.correction.reason, row.text) for row in answers]
    return {"application": application, "step": step, "rows": rows}


def review_letter(application: Application, row: Appeal | None = None) -> dict[str, Any]:
    """复核答复书: what the worker asked, what other people found, what follows; the last, or another."""
    row = row or get_answered(application)
    reopened = row is not None and row in list_reopened([row])
    by = row.answered_by if row else None
    return {
        **_common(application), "appeal": row, "is_reopened": reopened,
        "union": by.union.name if by else "",
    }  # fmt: skip


def feedback_slip(application: Application) -> dict[str, Any]:
    """反馈单 to the worker's department: what became of it, without the reasons, which are the worker's."""
    return {**_common(application), "is_approved": application.state == State.APPROVED}


def _common(application: Application, past: ApprovalStep | None = None) -> dict[str, Any]:
    paper, step = get_paper(application, past.round if past else None), past or get_decision(application)
    return {
        "application": application,
        "paper": paper,
        "step": step,
        "union": union_of(step, paper) if step else "",
        "office": office_for(application.union),
        "printed_at": timezone.now(),
    }
