"""The plans of use of a city: this year's in force with what was done beside it, next year's waiting to be
checked; the other city has none."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from funds.budgets import selectors, services
from funds.budgets.models import Budget
from funds.budgets.rules import PlannedRow
from hardship.accounts.models import User
from hardship.demo import clock

# How much more than what was done a plan had, in percent, and the steps to which a sum is rounded up.
MORE = Decimal("1.15")
ROUND = Decimal(500)
MINUTES = "第 2 次主席办公会纪要"
WAY = (("submit", "nt.finance"), ("check", "nt.reviewer"), ("approve", "nt.approver"))


def build_budgets(*, people: Mapping[str, User], today: date) -> int:
    """How many plans there are."""
    finance = people["nt.finance"]
    done = selectors.list_actuals(finance.union, today.year)
    rows = [_round(row, n) for n, row in enumerate(selectors.suggest_rows(finance.union, today.year + 1))]
    if not done:
        return 0
    with clock.at(date(today.year, 1, 20)):
        plan = services.draft(year=today.year, by=finance)
        services.save(
            budget_id=plan.pk, rows=rows, strictness="warn", by=finance,
            summary="按上年在册户数和省、市标准测算，四季度留足送温暖和金秋助学尾款。",
        )  # fmt: skip
        for action, name in WAY:
            services.take_step(
                budget_id=plan.pk,
                action=action,
                by=people[name],
                approval_no=MINUTES,
            )
    following = services.draft(
        year=today.year + 1, by=finance, rows=selectors.suggest_rows(finance.union, today.year + 1)
    )
    services.take_step(budget_id=following.pk, action="submit", by=finance)
    return Budget.objects.count()


def _round(row: PlannedRow, place: int) -> PlannedRow:
    """What was planned before: a little more than what came, in round sums; one row too little."""
    times = Decimal("0.8") if place == 1 else MORE
    yuan = tuple((part * times / ROUND).to_integral_value() * ROUND for part in row.yuan)
    heads = tuple(int(n * times) + 1 for n in row.heads)
    if not any(yuan):
        yuan = (ROUND, *yuan[1:])
    return PlannedRow(row.use, row.kind, heads=heads, yuan=yuan, basis="在册户数 × 上年标准")
