"""The budget lines of a decision page."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from cases.applications.models import Application
from cases.approvals.forms import YUAN_OF, StepForm, line_label
from cases.approvals.selectors.drawing import get_proposal
from cases.approvals.selectors.proposing import get_agreed_sum
from funds.budgets.selectors import find_warnings
from hardship.accounts.models import User


def list_lines_of(application: Application, user: User, form: StepForm | None) -> list[dict[str, Any]]:
    """The budget lines that may pay in the order of the rule: how many yuan it would draw on each and why,
    whether less lies there than is asked, what goes beyond the plan; and what somebody wrote."""
    proposal, amount = get_proposal(application, user), get_agreed_sum(application) or Decimal(0)
    beyond = find_warnings([one.line for one in proposal.choices], amount, timezone.localdate())
    draws = {draw.line_id: draw.amount for draw in proposal.draws}
    rows = [(one, f"{YUAN_OF}{one.line.pk}") for one in proposal.choices]
    return [
        {
            "pk": one.line.pk,
            "label": line_label(one.line),
            "short": one.free < amount,
            "barred": one.is_barred,
            "proposed": one.line.pk in draws,
            "whole": draws.get(one.line.pk) == amount,
            "why": one.why,
            "beyond": "" if one.is_barred else beyond.get(one.line.pk, ""),
            "name": name,
            "yuan": form.data.get(name) if form and name in form.data else _share(draws, one.line.pk),
            "errors": form.errors.get(name, ()) if form else (),
        }
        for one, name in rows
    ]


def _share(draws: dict[int, Decimal], key: int) -> str:
    """What stands in the field of a line that is one of several."""
    return f"{draws[key]:.2f}" if len(draws) > 1 and key in draws else ""
