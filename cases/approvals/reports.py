"""What stands on paper: 帮扶申请审批表."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.applications.selectors import Paper, get_paper
from cases.applications.states import PRESETS
from cases.approvals.models import ApprovalStep
from cases.approvals.selectors import get_entry
from cases.offices.selectors import office_for

FORM_TEMPLATE = "pdf/approval_form.html"
FEWEST_MEMBER_ROWS = 3
# The blocks of the form: the steps of a round that close a stage, the last of which stands there.
BLOCKS = (
    (_("申报工会意见"), ("submit",)),
    (_("审核工会意见"), ("pass", "forward", "reject:review")),
    (_("审批工会意见"), ("approve", "reject:approval", "revoke")),
)


@dataclass(frozen=True)
class Opinion:
    """A block with room for a seal: what was decided there, if anything, and the words that somebody wrote.
    `is_preset`: they chose them from the usual ones."""

    title: str
    union: str
    step: ApprovalStep | None

    @property
    def text(self) -> str:
        return self.step.comment if self.step else ""

    @property
    def is_preset(self) -> bool:
        return self.step is not None and self.text in PRESETS.get(self.step.action, ())


def approval_form(application: Application) -> dict[str, Any]:
    """帮扶申请审批表 of the present round: what was submitted, and what was decided on it."""
    paper = get_paper(application)
    return {
        "application": application,
        "paper": paper,
        "blanks": range(max(FEWEST_MEMBER_ROWS - len(paper.members), 0)),
        "opinions": _opinions(application, paper),
        "entry": get_entry(application),
        "office": office_for(application.union),
        "printed_at": timezone.now(),
    }


def _opinions(application: Application, paper: Paper) -> list[Opinion]:
    steps = application.steps.filter(round=application.round).select_related("by").order_by("pk")
    taken = {f"{step.action}:{step.source}": step for step in steps}
    taken |= {step.action: step for step in steps}
    return [
        Opinion(
            title=str(title),
            union=union,
            step=next((taken[action] for action in reversed(actions) if action in taken), None),
        )
        for (title, actions), union in zip(BLOCKS, paper.unions, strict=True)
    ]
