"""What somebody chose to draw on, beside what the rule proposed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.models import ApprovalStep, FundChoice
from cases.approvals.selectors.along import count_retracted
from cases.approvals.selectors.drawing import as_kept, get_first_lines, get_proposal
from cases.approvals.services.refusals import StepRefused
from cases.approvals.states import RETRACT
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
    proposal = get_proposal(application, by, sum((draw.amount for draw in draws), Decimal(0)))
    proposed, chosen = as_kept(proposal.draws), as_kept(draws)
    reason = reason.strip() if proposed != chosen else ""
    if proposed != chosen and not reason:
        raise _unexplained()
    return FundChoice.objects.create(
        application=application, round=application.round, again=count_retracted(application),
        proposed=proposed, chosen=chosen, reason=reason, by=by, stood_in_for=stood_in_for(by),
    )  # fmt: skip


@dataclass(frozen=True)
class Lot:
    """What many are paid from together: by use the line that was chosen and that of the rule, and why where
    these differ."""

    lines: Mapping[str, int] = field(default_factory=dict)
    first: Mapping[str, int] = field(default_factory=dict)
    reason: str = ""


def make_lot(keys: Iterable[int], lines: Mapping[str, int], reason: str, *, by: User) -> Lot:
    """Raises StepRefused where another line than that of the rule was chosen and nobody says why."""
    if not lines:
        return Lot()
    rows = Application.objects.visible_to(by).filter(pk__in=list(keys), state=State.APPROVAL)
    first = {
        use: line.pk for use, line in get_first_lines(rows.select_related("programme"), lines, by).items()
    }
    lot = Lot(lines, first, reason.strip())
    if not lot.reason and any(lot.first.get(use, key) != key for use, key in lines.items()):
        raise _unexplained()
    return lot


def keep_lot(applications: Iterable[Application], lot: Lot, *, by: User) -> None:
    """The choice for each of those that were approved, as `keep_choice` writes it, at once."""
    rows = list(applications)
    undone = ApprovalStep.objects.filter(application__in=[row.pk for row in rows], action=RETRACT)
    again = Counter(undone.values_list("application", "round"))
    FundChoice.objects.bulk_create(
        _choice_of(row, row.amount, lot, by, again[row.pk, row.round])
        for row in rows
        if row.state == State.APPROVED and row.programme.use in lot.lines and row.amount is not None
    )


def _choice_of(application: Application, amount: Decimal, lot: Lot, by: User, again: int) -> FundChoice:
    use = application.programme.use
    line, first = lot.lines[use], lot.first.get(use, lot.lines[use])
    chosen, proposed = (as_kept([Draw(key, use, amount)]) for key in (line, first))
    return FundChoice(
        application=application, round=application.round, again=again, proposed=proposed, chosen=chosen,
        reason=lot.reason if chosen != proposed else "", by=by, stood_in_for=stood_in_for(by),
    )  # fmt: skip


def _unexplained() -> StepRefused:
    return StepRefused(_("所选的资金和建议的不同，请写明原因。"), "line_reason")
