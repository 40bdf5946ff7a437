"""同意（调整金额）: which sum those who signed agreed to so far, when it is another than was applied for.

The last signature that stands counts: who agrees and says nothing of the sum agrees to that of before. The
database has the same rule (function approvals_agreed_sum).
"""

from decimal import Decimal

from cases.applications.models import Application
from cases.approvals.models import ApprovalStep
from cases.approvals.selectors.along import is_void
from cases.approvals.selectors.written import steps_of


def get_proposal_step(application: Application, round: int | None = None) -> ApprovalStep | None:
    """The last signature of the round (or another) that stands and names another sum; None if none does."""
    steps, asked = steps_of(application), round or application.round
    named = [
        step for step in steps
        if step.round == asked and step.proposed is not None and not is_void(step, steps)
    ]  # fmt: skip
    return named[-1] if named else None


def get_agreed_sum(application: Application) -> Decimal | None:
    """In yuan; None for what has no sum."""
    step = get_proposal_step(application)
    return application.amount if step is None or step.proposed is None else step.proposed


def get_asked_sum(application: Application) -> Decimal | None:
    """What was applied for in this round, in yuan, also of what was approved with less."""
    rows = application.submissions.filter(round=application.round)
    text = rows.values_list("content__application__amount", flat=True).first()
    return Decimal(text) if text else application.amount
