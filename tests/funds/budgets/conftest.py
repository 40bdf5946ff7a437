"""Plans of the city: drafted by finance, in each state."""

from decimal import Decimal

import pytest
from django.db.models import Q
from django.utils import timezone

from funds.budgets import services
from funds.budgets.models import Budget
from funds.budgets.rules import PlannedRow
from funds.budgets.states import VALID

WAY = (("submit", "finance"), ("check", "city_reviewer"), ("approve", "approver"))


def planned(use="living", first="6000", kind="", heads=3, **more):
    """A row with this sum in the first quarter."""
    zero = Decimal(0)
    return PlannedRow(use, kind, heads=(heads, 0, 0, 0), yuan=(Decimal(first), zero, zero, zero), **more)


def get_version(union, year, on=None):
    """The version that counts for a union and year: today's, or that of a day."""
    rows = Budget.objects.filter(union=union, year=year, state__in=VALID)
    if on is None:
        return rows.filter(until_on__isnull=True).first()
    return rows.filter(from_on__lte=on).filter(Q(until_on__isnull=True) | Q(until_on__gt=on)).first()


@pytest.fixture
def year():
    return timezone.localdate().year


@pytest.fixture
def take(cast):
    """`take(plan, "submit", "check")`: the plan after these steps of the people who take them."""

    def steps(plan, *actions, **more):
        for action in actions:
            by = getattr(cast, dict(WAY)[action])
            plan = services.take_step(
                budget_id=plan.pk, action=action, by=by, **{"approval_no": "纪要 1 号", **more}
            )
        return plan

    return steps


@pytest.fixture
def draft(cast, year):
    """`draft(planned())`: a draft of the city."""

    def make(*rows, by=None, of=None, strictness="warn"):
        by = by or cast.finance
        plan = services.draft(year=of or year, by=by)
        return services.save(budget_id=plan.pk, rows=rows or [planned()], strictness=strictness, by=by)

    return make


@pytest.fixture
def in_force(draft, take):
    """`in_force(planned())`: a plan of the city that counts."""

    def make(*rows, **more):
        return take(draft(*rows, **more), "submit", "check", "approve")

    return make


@pytest.fixture
def adjusted(cast, take):
    """`adjusted(plan, planned())`: the next version, handed in and checked."""

    def make(plan, *rows):
        plan = services.adjust(budget_id=plan.pk, reason="上级追加资金", by=cast.finance)
        services.save(
            budget_id=plan.pk, rows=rows or [planned()], strictness=plan.strictness, by=cast.finance
        )
        return take(plan, "submit", "check")

    return make
