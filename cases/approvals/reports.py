"""What stands on paper: 帮扶申请审批表 and 公示."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.applications.selectors import Paper, get_paper
from cases.applications.states import PRESETS
from cases.approvals.columns import NOTICE_COLUMNS
from cases.approvals.models import ApprovalStep, PublicNotice
from cases.approvals.selectors import get_entry, is_on, list_entries, public_line
from cases.archives.selectors.recusals import list_kept_out
from cases.offices.selectors import office_for
from hardship.kernel.columns import cells

FORM_TEMPLATE = "pdf/approval_form.html"
NOTICE_TEMPLATE = "pdf/public_notice.html"
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
        "recusals": list_kept_out(application.household),
        "entry": get_entry(application),
        "office": office_for(application.union),
        "printed_at": timezone.now(),
    }


def _opinions(application: Application, paper: Paper) -> list[Opinion]:
    steps = (
        application.steps.filter(round=application.round).select_related("by", "stood_in_for").order_by("pk")
    )
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


def public_notice(notice: PublicNotice) -> dict[str, Any]:
    """The sheet that is put up: masked names, unit, programme, amount, the days, where to object."""
    entries = [row for row in list_entries(notice) if row.withdrawn_at is None]
    return {
        "notice": notice,
        "columns": NOTICE_COLUMNS,
        "rows": [cells(NOTICE_COLUMNS, public_line(row), public=True) for row in entries],
        "is_running": any(is_on(row) for row in entries),
        "office": office_for(notice.union),
    }
