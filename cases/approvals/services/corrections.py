"""What a return asks to be put right, and what is answered to it: kept with their steps."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.selectors.returned import list_parts
from cases.applications.states import EVERYTHING, State
from cases.approvals.models import ApprovalStep, Correction, CorrectionAnswer
from cases.approvals.services.refusals import StepRefused

RETURN, SUBMIT = "return", "submit"


@dataclass(frozen=True)
class Corrections:
    """With a return each part with the reason, with a submission words to the key of a correction."""

    parts: Sequence[tuple[str, str]] = ()
    answers: Sequence[tuple[int, str]] = ()


def require_corrections(application: Application, action: str, asked: Corrections) -> None:
    """Raises StepRefused for what this application has not, for a part without a reason, and for an answer to
    what was not asked."""
    if action == RETURN and asked.parts:
        if {part for part, _why in asked.parts} - {*list_parts(application), EVERYTHING}:
            raise StepRefused(_("退回的栏目已有变化，请刷新页面后重新填写。"))
        if any(part != EVERYTHING and not why.strip() for part, why in asked.parts):
            raise StepRefused(_("每一栏都要写明为什么退回。"))
    if action == SUBMIT and asked.answers:
        last = application.steps.filter(target=State.RETURNED).order_by("-pk").first()
        known = set(last.corrections.values_list("pk", flat=True)) if last else set()
        if {key for key, _text in asked.answers} - known:
            raise StepRefused(_("退回原因已有变化，请刷新页面后重新答复。"))


def keep_corrections(step: ApprovalStep, asked: Corrections) -> None:
    if step.action == RETURN:
        Correction.objects.bulk_create(
            Correction(step=step, part=part, reason=reason.strip()) for part, reason in asked.parts
        )
    if step.action == SUBMIT:
        CorrectionAnswer.objects.bulk_create(
            CorrectionAnswer(step=step, correction_id=key, text=text.strip()) for key, text in asked.answers
        )
