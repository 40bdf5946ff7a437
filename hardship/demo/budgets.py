"""The plans of use of a city: this year's in force with what was done beside it, next year's waiting to be
checked; the other city has none. Money for its counties by two tables."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from funds.budgets import selectors, services
from funds.budgets.models import Budget
from funds.budgets.rules import PlannedRow
from funds.budgets.services import Letter, Notice
from funds.ledgers.states import POOL
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
    _distribute(people, today)
    _call_back(people, today)
    _shift(people, today)
    following = services.draft(
        year=today.year + 1, by=finance, rows=selectors.suggest_rows(finance.union, today.year + 1)
    )
    services.take_step(budget_id=following.pk, action="submit", by=finance)
    return Budget.objects.count()


def _round(row: PlannedRow, place: int) -> PlannedRow:
    """What was planned before: a little more than what came, in round sums; one row too little."""
    times = Decimal("0.8") if place == 1 else MORE
    yuan = tuple((part * times / ROUND).to_integral_value() * ROUND for part in row.yuan)
    if not any(yuan):
        yuan = (ROUND, *yuan[1:])
    heads = tuple(int(n * times) + 1 if part else 0 for n, part in zip(row.heads, yuan, strict=True))
    return PlannedRow(row.use, row.kind, heads=heads, yuan=yuan, basis="在册户数 × 上年标准")


def _distribute(people: Mapping[str, User], today: date) -> None:
    """Two tables of the city's own money: one was sent, one waits for the approver."""
    finance, approver = people["nt.finance"], people["nt.approver"]
    line = next((line for line in selectors.list_givable_lines(finance.union) if line.use_id == POOL), None)
    if line is None:
        return
    for number, (total, basis, ago) in enumerate(((18000, "households", 60), (9000, "equal", 3))):
        with clock.at(today - timedelta(days=ago)):
            letter = Letter(f"通工办〔{today.year}〕{21 + number}号", today - timedelta(days=ago + 2), basis)
            shares = selectors.suggest_shares(line, basis, total=Decimal(total))
            row = services.draw_up(line_id=line.pk, letter=letter, shares=shares, by=finance)
            steps = {"submit": finance, "approve": approver, "send": finance}
            for action, by in list(steps.items())[: 3 if number == 0 else 1]:
                services.take_distribution_step(
                    distribution_id=row.pk, action=action, by=by, approval_no=MINUTES
                )


def _call_back(people: Mapping[str, User], today: date) -> None:
    """A grant that ends soon, of which the counties have something: the notice waits for the approver."""
    finance = people["nt.finance"]
    for fund in selectors.list_due_funds(finance):
        if selectors.list_recallable(fund):
            notice = Notice(
                f"通工收〔{today.year}〕6号",
                today,
                today + timedelta(days=15),
                "使用期限将到，下级结余收回。",
            )
            row = services.draw_up_recall(fund_id=fund.pk, notice=notice, by=finance)
            services.take_recall_step(recall_id=row.pk, action="submit", by=finance)
            return


def _shift(people: Mapping[str, User], today: date) -> None:
    """Money for another use of its fund: one was booked, one waits to be checked."""
    finance = people["nt.finance"]
    found = [
        (line, use)
        for line in selectors.list_shiftable_lines(finance.union).filter(year=today.year)
        for use in line.fund.uses.exclude(code__in=(POOL, line.use_id)).order_by("code")[:1]
        if line.available_yuan >= 2000
    ]
    for (line, use), number, ago in zip(found, (8, 11), (20, 1), strict=False):
        with clock.at(today - timedelta(days=ago)):
            wish = services.Wish(
                line.pk, use.code, Decimal(1000), "全年测算用不完，另一用途年底前不够。",
                f"第 {number} 次主席办公会纪要", today - timedelta(days=ago + 1),
            )  # fmt: skip
            row = services.ask_virement(wish=wish, by=finance)
            steps = {"check": "nt.reviewer", "approve": "nt.approver", "book": "nt.finance"}
            for action, name in steps.items() if ago > 1 else ():
                services.take_virement_step(virement_id=row.pk, action=action, by=people[name])
