"""The demo's services: asked for, approved, arranged, done, one late, one given up."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from cases.applications.states import State
from cases.archives.models import Household
from cases.archives.states import State as FileState
from cases.giving.models import Fulfilment
from cases.giving.services import Told, take_fulfilment_step
from cases.policies.selectors import list_programmes
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.demo import clock
from hardship.demo.aid import Plan, Staff, apply
from hardship.kernel.workflow import Refused

CODES = ("legal", "employment", "counselling", "supplies")
OF_EACH_UNION, UNIONS = 2, 8
DOERS = {
    "legal": "区总法律援助站 王律师",
    "employment": "区就业服务中心 顾蓉",
    "counselling": "心理咨询师 许静",
}
DONE = {
    "legal": ("代写仲裁申请书，陪同开庭一次，补发工资 8,600 元。", "reached"),
    "employment": ("推荐保洁、仓管岗位三个，已到仓储公司上班。", "reached"),
    "counselling": ("面谈两次，情绪有好转，建议继续。", "partly"),
}


def build_services(*, staff: Staff, today: date) -> int:
    """Applications for the services of the city; returns how many of them are to be done or were."""
    draw = random.Random(11)  # noqa: S311
    for place, household in enumerate(_asked(staff)):
        code = CODES[place % len(CODES)]
        programme = next(
            (row for row in list_programmes(union=household.union, on=today) if row.code == code), None
        )
        if programme is None:
            continue
        filed = (household.filed_on or today) + timedelta(days=1)
        start = max(filed, today - timedelta(days=58 - 2 * (place % 12)))
        goal = State.APPROVAL if place % 6 == 5 else State.APPROVED
        try:
            apply(Plan(household, programme, goal, start), staff, draw)
        except Refused:
            continue
        row = Fulfilment.objects.filter(application__household=household).first()
        if row is not None:
            _go_on(row, code, place, staff.of(Role.CLERK, household.union_id), today)
    return Fulfilment.objects.count()


def _asked(staff: Staff) -> Iterator[Household]:
    """A few families of the first unions that ask for nothing else."""
    for union_id in list(staff.people[Role.CLERK])[:UNIONS]:
        free = Household.objects.filter(union=union_id, state=FileState.FILED, applications__isnull=True)
        yield from free.select_related("union", "head").order_by("pk")[:OF_EACH_UNION]


def _go_on(row: Fulfilment, code: str, place: int, clerk: User, today: date) -> None:
    """Two in three are arranged, half of those done; one in seven is given up, some are late."""
    decided = row.application.decided_at
    if decided is None or place % 3 == 2 or code not in DOERS:  # goods: demo.goods hands them out
        return
    with clock.at(today - timedelta(days=9), 10):
        told = Told(doer=DOERS[code], due_on=today + timedelta(days=6 + place))
        take_fulfilment_step(fulfilment_id=row.pk, action="arrange", by=clerk, told=told)
    if place % 7 == 6:
        with clock.at(today - timedelta(days=4), 10):
            take_fulfilment_step(
                fulfilment_id=row.pk, action="give_up", by=clerk, comment="本人已随子女迁居外地，不再需要。"
            )
    elif place % 2 == 0:
        what, result = DONE[code]
        with clock.at(today - timedelta(days=2), 16):
            told = Told(done_on=today - timedelta(days=3), what=what, result=result)
            take_fulfilment_step(fulfilment_id=row.pk, action="finish", by=clerk, told=told)
