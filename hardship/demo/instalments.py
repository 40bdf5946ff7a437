"""The demo's aid in instalments: plans that run, with parts that are paid, due, suspended and ended."""

import random
from datetime import date, timedelta

from cases.applications.states import State
from cases.archives.models import Household
from cases.archives.states import State as FileState
from cases.giving.models import Instalment
from cases.giving.selectors.plans import due
from cases.giving.services import take_step
from cases.policies.selectors import list_programmes
from hardship.accounts.states import Role
from hardship.demo import clock
from hardship.demo.aid import Plan, Staff, apply
from hardship.kernel.workflow import Refused

CODE, FAMILIES, OF_EACH_UNION = "monthly", 8, 2
AGE = 75  # days ago that the first of them was asked for
# What becomes of the part that fell due last, family by family; of the others it still waits.
OTHERWISE = {
    1: ("suspend", "户主已到外地就业，收入待核实。"),
    3: ("end", "户主已稳定就业，家庭申请停发。"),
}


def build_instalments(*, staff: Staff, today: date) -> int:
    """Applications for the monthly aid of the city; returns how many instalments there are."""
    draw = random.Random(7)  # noqa: S311
    for place, household in enumerate(_families(staff)):
        programme = next(
            (row for row in list_programmes(union=household.union, on=today) if row.code == CODE), None
        )
        filed = (household.filed_on or today) + timedelta(days=1)
        if programme is None:
            continue
        try:
            apply(Plan(household, programme, State.APPROVED, max(filed, _asked(today, place))), staff, draw)
        except Refused:
            continue
        _look_again(household, place, staff, today)
    return Instalment.objects.count()


def _asked(today: date, place: int) -> date:
    return today - timedelta(days=AGE - 2 * place)


def _families(staff: Staff) -> list[Household]:
    """Two families of each union that ask for nothing else, as many as there are to be plans."""
    found: list[Household] = []
    for union_id in staff.people[Role.CLERK]:
        free = Household.objects.filter(
            union=union_id,
            state=FileState.FILED,
            applications__isnull=True,
            category__in=("deep", "relative"),
        )
        found += free.select_related("union", "head").order_by("-pk")[:OF_EACH_UNION]
    return found[:FAMILIES]


def _look_again(household: Household, place: int, staff: Staff, today: date) -> None:
    """The reviewer on the day of each part that fell due; the last one is left."""
    rows = Instalment.objects.filter(application__household=household)
    waiting = list(due(rows, today).order_by("number"))
    reviewer = staff.of(Role.REVIEWER, household.union.county_id)
    for row in waiting[:-1]:
        with clock.at(row.due_on, 10):
            take_step(instalment_id=row.pk, action="confirm", by=reviewer, comment="家庭情况没有变化。")
    if waiting and place in OTHERWISE:
        last = waiting[-1]
        action, comment = OTHERWISE[place]
        with clock.at(max(last.due_on, today - timedelta(days=1)), 10):
            take_step(instalment_id=last.pk, action=action, by=reviewer, comment=comment)
