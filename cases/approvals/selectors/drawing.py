"""On which lines an approval draws: what the rule proposes, what was decided."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.applications.rules import source_of
from cases.approvals.models import FundChoice
from cases.approvals.selectors.along import list_payers
from cases.approvals.selectors.inbox import list_budget_lines
from cases.archives.rules.subjects import subject_of
from funds.budgets.selectors import find_blocked
from funds.ledgers.models import Commitment
from funds.ledgers.rules import Draw, is_past
from funds.ledgers.selectors import Proposal, propose
from hardship.accounts.models import User

EXPIRED = _("使用期限为 %s，已过期。")
WHOLE = _("分期发放的每一期都要占用同一个指标，这个指标余额不够全部支付。")


def get_proposal(application: Application, user: User) -> Proposal:
    """The lines that may pay this application in the order of the rule, with what each would pay and why; all
    instalments lie on one."""
    programme, today = application.programme, timezone.localdate()
    amount = application.amount or Decimal(0)
    payers, subject = list_payers(application), subject_of(application.household_id)
    rows = list(list_budget_lines(user=user, uses=programme.uses, payers=payers, subject=subject))
    barred = find_blocked(rows, amount, today)
    past = [row for row in rows if is_past(row.fund.use_by, today)]
    barred |= {row.pk: EXPIRED % f"{row.fund.use_by:%Y-%m-%d}" for row in past}
    if programme.rule.instalments is not None:
        short = [row for row in rows if (row.available or 0) < amount]
        barred = {row.pk: str(WHOLE) for row in short} | barred
    return propose(rows, amount, uses=programme.uses, barred=barred, home=user.union_id)


def as_kept(draws: Sequence[Draw]) -> list[list[Any]]:
    """The key of each line with its yuan, as a choice keeps them."""
    return [[draw.line_id, f"{draw.amount:.2f}"] for draw in draws]


def get_choice(application: Application) -> FundChoice | None:
    """What was chosen in the present round, and why it differs from the rule; None of one that nobody chose
    by hand."""
    found: FundChoice | None = application.fund_choices.filter(round=application.round).first()
    return found


def list_drawn(application: Application) -> list[Commitment]:
    """The money that an approval holds, is sending or has paid in one sum, by line."""
    rows = Commitment.objects.filter(source=source_of(application.pk), part_of=None)
    rows = rows.exclude(committed=0, in_transit=0, paid=0, recovered=0)
    rows = rows.select_related("line__fund", "line__use")
    rows = rows.prefetch_related("parts__line__fund", "parts__line__use")
    head: Commitment | None = rows.first()
    return head.pieces if head else []
