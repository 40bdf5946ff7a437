"""An application that is decided on again: what was submitted then, and what it says now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cases.applications.models import Application
from cases.applications.selectors import get_content
from cases.approvals.models import ApprovalStep
from cases.approvals.selectors.changes import DECIDED_ON
from cases.approvals.states import BACK_WITH_CLERK, RECALL


@dataclass(frozen=True)
class Resubmission:
    """Two contents (models.Submission) of one application, and the decision between them.

    `decided` is what closed the round before, a return or a changed decision; None where the application is
    in its first round and changed after it was submitted.
    """

    decided: ApprovalStep | None
    old: Mapping[str, Any]
    new: Mapping[str, Any]


def get_resubmission(application: Application, *, is_changed: bool) -> Resubmission | None:
    """Of an application that waits for a decision and was decided on in the round before, or of which
    `is_changed` says that it is no longer what was submitted; None for any other."""
    if application.state not in DECIDED_ON or not (is_changed or application.round > 1):
        return None
    recalled = application.steps.filter(action=RECALL).values("round")
    rows = list(application.submissions.exclude(round__in=recalled).order_by("-round")[:2])
    if not rows or (rows[-1].round == application.round and not is_changed):
        return None
    before = rows[-1]
    returns = application.steps.filter(action__in=BACK_WITH_CLERK, round=before.round).select_related("by")
    decided = returns.order_by("-pk").first() if before.round < application.round else None
    return Resubmission(decided, before.content, get_content(application))
