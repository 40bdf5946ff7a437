"""What somebody chose to draw on, beside what the rule proposed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.approvals.models import FundChoice
from cases.approvals.selectors.drawing import as_kept, get_proposal
from cases.approvals.services.refusals import StepRefused
from funds.ledgers.rules import Draw
from hardship.accounts.models import User, stood_in_for


@dataclass(frozen=True)
class Drawn:
    """How many yuan of which lines, by key, and why where the rule proposed others."""

    yuan: Sequence[tuple[int, Decimal]] = ()
    reason: str = ""


def keep_choice(application: Application, draws: Sequence[Draw], reason: str, *, by: User) -> FundChoice:
    """Writes down what is drawn on beside what the rule proposes. Raises StepRefused where it is something
    else and nobody says why."""
    proposal = get_proposal(application, by)
    proposed, chosen = as_kept(proposal.draws), as_kept(draws)
    reason = reason.strip() if proposed != chosen else ""
    if proposed != chosen and not reason:
        raise StepRefused(_("所选的资金和建议的不同，请写明原因。"), "line_reason")
    return FundChoice.objects.create(
        application=application, round=application.round, proposed=proposed, chosen=chosen, reason=reason,
        by=by, stood_in_for=stood_in_for(by),
    )  # fmt: skip
