"""The demo's records of aid that others gave, and of what the unions gave before this program."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from cases.aid.services import Given, record_aid
from cases.archives.models import Household
from cases.archives.states import IN_FORCE_STATES
from hardship.accounts.models import Union, User
from hardship.demo import clock

PER_UNION = 5
# Days ago, giver, name of the giver, kind, yuan, programme, goods, won by the union.
GIFTS: tuple[tuple[int, str, str, str, str, str, str, bool], ...] = (
    (690, "union", "", "consolation", "500", "春节送温暖", "", False),
    (655, "civil_affairs", "区民政局", "emergency", "1200", "临时救助", "", False),
    (560, "union", "", "schooling", "3000", "金秋助学", "", False),
    (410, "education", "区教育局", "schooling", "1500", "家庭经济困难学生资助", "", True),
    (325, "union", "", "consolation", "600", "春节送温暖", "米 2 袋、油 1 桶", False),
    (240, "charity", "市慈善总会", "medical", "5000", "大病慈善救助", "", True),
    (180, "medical_insurance", "市医保中心", "medical", "8643.20", "大病保险二次报销", "", False),
    (120, "company", "南通机床厂", "living", "2000", "职工互助金", "", False),
)


def build_given(*, unions: Sequence[Union], clerks: Mapping[int, User], today: date) -> int:
    """Returns how many records; each household has others of them, the first one all."""
    made = 0
    for union in unions:
        files = Household.objects.filter(
            union=union, state__in=IN_FORCE_STATES, head__id_number__isnull=False
        )
        households = files.select_related("union", "head").order_by("pk")[:PER_UNION]
        for place, household in enumerate(households):
            for gift in GIFTS[place :: place + 1]:
                _record(household, gift, clerks[union.pk], today)
                made += 1
    return made


def _record(
    household: Household, gift: tuple[int, str, str, str, str, str, str, bool], by: User, today: date
) -> None:
    days, giver_kind, giver, kind, value, programme, item, is_won = gift
    head = household.head
    if head is None:
        return
    given_on = today - timedelta(days=days)
    given = Given(
        giver_kind=giver_kind, giver=giver or household.union.name, kind=kind, value=Decimal(value),
        given_on=given_on, programme=programme, item=item, is_won=is_won,
    )  # fmt: skip
    with clock.at(max(given_on, today - timedelta(days=200)), 10):
        record_aid(union=household.union, name=head.name, id_number=head.id_number, given=given, by=by)
