"""A file that comes back for review: what it says otherwise than when it was returned."""

from dataclasses import dataclass

from cases.archives.models import FileStep, Household
from cases.archives.rules.differences import Delta, compare, list_new_lines
from cases.archives.selectors.files import get_content
from cases.archives.selectors.returned import list_returns
from cases.archives.states import State


@dataclass(frozen=True)
class Rereview:
    """The last return, the submission that answers it, and what lies between the two.

    `new_incomes` and `new_expenses` are the positions of the lines of money that are new or say something
    else; `signed` and `answered` whether a signature or an answer that a policy asks for came since.
    """

    returned: FileStep
    submitted: FileStep | None
    deltas: list[Delta]
    new_incomes: list[int]
    new_expenses: list[int]
    signed: bool
    answered: bool


def get_rereview(household: Household) -> Rereview | None:
    """Of a file under review that was returned before; None for any other."""
    if household.state != State.UNDER_REVIEW:
        return None
    returns = list_returns(household).filter(snapshot__isnull=False)
    returned = returns.select_related("by", "snapshot").first()
    if returned is None:
        return None
    old, new = returned.snapshot.content, get_content(household)
    later = household.steps.filter(action="submit", pk__gt=returned.pk).select_related("by")
    return Rereview(
        returned=returned,
        submitted=later.order_by("-pk").first(),
        deltas=compare(old, new),
        new_incomes=list_new_lines(old["incomes"], new["incomes"]),
        new_expenses=list_new_lines(old["expenses"], new["expenses"]),
        signed=household.consents.filter(recorded_at__gt=returned.at).exists(),
        answered=household.policy_answers.filter(at__gt=returned.at).exists(),
    )
