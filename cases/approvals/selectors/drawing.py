"""On which lines an approval draws: what the rule proposes, what was decided."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.applications.rules import source_of
from cases.approvals.models import FundChoice
from cases.approvals.selectors.along import count_retracted, list_payers
from cases.approvals.selectors.inbox import list_budget_lines
from cases.approvals.selectors.paying import bars_of, bars_of_all, limits_of
from cases.approvals.selectors.proposing import get_agreed_sum
from cases.archives.rules.subjects import subject_of
from funds.budgets.selectors import find_blocked
from funds.ledgers.models import BudgetLine, Commitment
from funds.ledgers.rules import Draw, is_past
from funds.ledgers.selectors import Proposal, propose
from hardship.accounts.models import User

EXPIRED = _("使用期限为 %s，已过期。")


def get_proposal(application: Application, user: User, total: Decimal | None = None) -> Proposal:
    """The lines that may pay this application in the order of the rule, with what each would pay and why;
    instalments draw on them one after the other. `total` in yuan, what those who signed agreed to unless it
    is given."""
    programme, today = application.programme, timezone.localdate()
    amount = total if total is not None else get_agreed_sum(application) or Decimal(0)
    payers, subject = list_payers(application), subject_of(application.household_id)
    rows = list(list_budget_lines(user=user, uses=programme.uses, payers=payers, subject=subject))
    barred = _barred(rows, amount, today) | bars_of(application, rows)
    limits = limits_of(application, rows)
    return propose(rows, amount, uses=programme.uses, barred=barred, home=user.union_id, limits=limits)


def _barred(rows: Sequence[Any], amount: Decimal, today: date) -> dict[int, str]:
    """By the key of a line why it does not pay so many yuan."""
    past = [row for row in rows if is_past(row.fund.use_by, today)]
    said = {row.pk: EXPIRED % f"{row.fund.use_by:%Y-%m-%d}" for row in past}
    return find_blocked(rows, amount, today) | said


def get_first_lines(
    applications: Iterable[Application], uses: Iterable[str], user: User
) -> dict[str, BudgetLine]:
    """By use the line that many are paid from together: in the order of the rule the first that holds enough
    for all of them, else the first that holds something; none that the route of one of them bars."""
    asked, today = list(applications), timezone.localdate()
    found: dict[str, BudgetLine] = {}
    for use in uses:
        paid = [row for row in asked if row.programme.use == use]
        total = sum((row.amount or Decimal(0) for row in paid), Decimal(0))
        rows = list(list_budget_lines(user=user, uses=[use]))
        barred = _barred(rows, total, today) | bars_of_all(paid, rows)
        choices = propose(rows, total, uses=[use], barred=barred, home=user.union_id).choices
        holding = [one for one in choices if not one.is_barred and one.free > 0]
        enough = [one for one in holding if one.free >= total]
        if holding:
            found[use] = (enough or holding)[0].line
    return found


def as_kept(draws: Sequence[Draw]) -> list[list[Any]]:
    """The key of each line with its yuan, as a choice keeps them."""
    return [[draw.line_id, f"{draw.amount:.2f}"] for draw in draws]


def get_choice(application: Application) -> FundChoice | None:
    """What was chosen for the approval of the present round, and why it differs from the rule; None of one
    that nobody chose by hand."""
    rows = application.fund_choices.filter(round=application.round, again=count_retracted(application))
    found: FundChoice | None = rows.first()
    return found


def list_drawn(application: Application) -> list[Commitment]:
    """The money that an approval holds, is sending or has paid in one sum, by line."""
    rows = Commitment.objects.filter(source=source_of(application.pk), part_of=None)
    rows = rows.exclude(committed=0, in_transit=0, paid=0, recovered=0)
    rows = rows.select_related("line__fund", "line__use")
    rows = rows.prefetch_related("parts__line__fund", "parts__line__use")
    head: Commitment | None = rows.first()
    return head.pieces if head else []
