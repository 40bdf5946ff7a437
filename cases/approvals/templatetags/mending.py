"""What a return asks for, as parts of the page: what may be asked, and what became of it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.selectors.returned import list_parts, name_part
from cases.approvals.forms import LONGEST_PIN, PIN_OF, StepForm
from cases.approvals.models import ApprovalStep, Correction
from cases.archives.views.life.differences import Line


def part_rows(application: Application, form: StepForm | None) -> list[dict[str, Any]]:
    """The parts that can be sent back, with what was typed of each."""
    rows = []
    for part in list_parts(application):
        name = PIN_OF + part
        typed = form[name].value() if form and name in form.fields else ""
        errors = form.errors.get(name, ()) if form else ()
        shown = {"name": name, "label": name_part(part), "most": LONGEST_PIN}
        rows.append({**shown, "value": typed or "", "errors": errors})
    return rows


def corrected_rows(step: ApprovalStep | None, lines: Iterable[Line] = ()) -> list[dict[str, Any]]:
    """Each correction of a return with the changes of its part and what was answered."""
    if step is None:
        return []
    found = list(lines)
    return [
        {
            "label": name_part(row.part),
            "reason": row.reason,
            "lines": [line for line in found if line.label == name_part(row.part)],
            "answer": max(row.answers.all(), key=lambda answer: answer.pk, default=None),
        }
        for row in step.corrections.prefetch_related("answers").order_by("pk")
    ]


def correction_words(steps: Sequence[ApprovalStep]) -> dict[int, str]:
    """What the returns among these steps asked for and what was answered, by the key of the step."""
    told: dict[int, list[str]] = {}
    if any(step.action == "return" for step in steps):
        for row in Correction.objects.filter(step__in=steps).prefetch_related("answers").order_by("pk"):
            told.setdefault(row.step_id, []).append(
                "：".join(filter(None, (name_part(row.part), row.reason)))
            )
            for answer in row.answers.all():
                words = _("答复“%(label)s”：%(text)s") % {"label": name_part(row.part), "text": answer.text}
                told.setdefault(answer.step_id, []).append(words)
    return {key: "；".join(words) for key, words in told.items()}
