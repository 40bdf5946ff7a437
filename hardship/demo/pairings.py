"""The demo's pairings: three households of one union, a helper who left, one who was praised, a rule."""

from datetime import date, timedelta
from decimal import Decimal

from cases.archives.models import Household
from cases.archives.states import IN_FORCE_STATES
from cases.pairings import services
from cases.pairings.models import Pairing
from cases.pairings.rules import Terms
from cases.pairings.services.helpers import Praise
from hardship.accounts.models import Union, User
from hardship.demo import clock

AGREED = "每季度上门一次，帮着办慢性病门诊，开学前把助学金落实"
OUTSIDE = ("顾建民", "区住房和城乡建设局副局长", "13912345670")


def build_pairings(*, union: Union, clerk: User, reviewer: User, administrator: User, today: date) -> int:
    """Returns how many pairings were made: one goes well, one lags and its helper left, one waits."""
    rows = Household.objects.filter(union=union, state__in=IN_FORCE_STATES).select_related("union", "head")
    homes = list(rows.order_by("pk")[:3])
    start = max([today - timedelta(days=250), *(one.filed_on or today for one in homes[:2])])
    with clock.at(start, 8):
        services.set_rule(
            terms=Terms(visits=3, most=3, income=Decimal(10000), reward=Decimal(1000)), by=administrator,
            document=f"通工发〔{start.year}〕16 号", starts_on=start,
        )  # fmt: skip
    for household in homes[:1]:
        _go_well(household, clerk, reviewer, start, today)
    for household in homes[1:2]:
        outside = services.Chosen(name=OUTSIDE[0], post=OUTSIDE[1], phone=OUTSIDE[2])
        lagging = _run(household, outside, clerk, reviewer, start)
        _note(lagging, clerk, min(start + timedelta(days=10), today), "上门看望，商量怎样帮")
        services.leave(helper_id=lagging.helper_id, on=today, by=clerk)
    for household in homes[2:]:
        office = services.Chosen(kind="office", name="区总工会权益保障部")
        _propose(household, office, clerk, today, is_leaders=True)
    return len(homes)


def _go_well(household: Household, clerk: User, reviewer: User, start: date, today: date) -> None:
    row = _run(household, services.Chosen(user=clerk), clerk, reviewer, start)
    day = today - (today - start) // 3
    _note(row, clerk, day, "联系街道，介绍到社区食堂帮厨，月薪 2,600 元")
    _note(row, clerk, today, "看望孩子，落实助学金", Decimal(300))
    with clock.at(day, 17):
        services.set_target(
            pairing_id=row.pk, year=today.year, target="一人稳定就业，孩子不因钱辍学", by=clerk,
            target_income=Decimal(12000),
        )  # fmt: skip
    praise = Praise("praise", today, "帮助家庭稳定就业", f"崇工发〔{today.year}〕9 号")
    services.mention(helper_id=row.helper_id, praise=praise, by=reviewer)


def _propose(
    household: Household, chosen: services.Chosen, by: User, day: date, *, is_leaders: bool
) -> Pairing:
    with clock.at(day, 9):
        wish = services.Wish(["work", "schooling", "doctor"], AGREED, day, None, is_leaders)
        return services.propose(household_id=household.pk, chosen=chosen, wish=wish, by=by)


def _run(household: Household, chosen: services.Chosen, clerk: User, reviewer: User, day: date) -> Pairing:
    row = _propose(household, chosen, clerk, day, is_leaders=False)
    for hour, action, by in ((11, "agree", reviewer), (14, "begin", clerk)):
        with clock.at(day, hour):
            row = services.take_step(pairing_id=row.pk, action=action, by=by)
    return row


def _note(row: Pairing, by: User, day: date, text: str, own: Decimal | None = None) -> None:
    with clock.at(day, 16):
        services.note(
            pairing_id=row.pk, on=day, way="at_home", text=text, by=by, given=services.Given(own_yuan=own)
        )
