"""The demo's employers: one that stands still, one in loss, two that files spell otherwise, a pair that is
one; and the yearly figures of all grassroots unions but two."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from cases.employers import services
from cases.employers.models import Employer
from cases.employers.services.employers import Particulars
from cases.employers.states import EventKind, Standing
from hardship.accounts.models import Union, User
from hardship.demo import clock

MILL = Particulars(
    name="第二棉纺织厂", uscc="913206021382995787", kind="state_owned", industry="纺织业",
    founded_on=date(1958, 5, 1), unpaid_months=4, insurance_arrears=Decimal("386400.00"),
    troubles=["market", "capital"], trouble_note="订单减少六成，两条生产线停开，靠出租厂房发生活费。",
    address="钟秀中路 88 号", contact="吴科长", telephone="0513-85512345",
)  # fmt: skip
SHOP = Particulars(
    name="华联商场", uscc="91320602138305212D", kind="collective", industry="批发和零售业",
    founded_on=date(1984, 10, 1), insurance_arrears=Decimal("52000.00"), troubles=["market"],
    address="人民中路 12 号", telephone="0513-85523456",
)  # fmt: skip
OTHERS = (
    Particulars(name="公交客运公司", uscc="91320602714108866Q", kind="state_owned", industry="道路运输业"),
    Particulars(
        name="崇川区环卫所", uscc="12320602466004201B", kind="state_organ", industry="公共设施管理业"
    ),
    Particulars(name="南通机床厂", uscc="913206021382701101", kind="state_owned", industry="通用设备制造业"),
    Particulars(name="第二棉纺织厂有限公司", kind="state_owned"),
)
HEADCOUNTS = {
    "第二棉纺织厂": (915, 857, 772),
    "华联商场": (340, 326, 298),
    "公交客运公司": (1204, 1188, 1190),
}
UNREPORTED = 2
YEARS = 2


def build_employers(*, county: Union, mill_union: Union, by: User, today: date) -> int:
    """Returns how many were registered; a year of the mill: halted, laid off, talked about, moved in part."""
    with clock.at(today - timedelta(days=320), 9):
        mill = services.register_employer(union=mill_union, particulars=MILL, by=by)
        shop = services.register_employer(
            union=county,
            particulars=SHOP,
            by=by,
            standing=Standing.LOSS,
            standing_on=today - timedelta(days=500),
        )
        made = [services.register_employer(union=county, particulars=one, by=by) for one in OTHERS]
    with clock.at(today - timedelta(days=2), 10):
        for employer in (mill, shop, *made):
            _count(employer, by, today.year)
        _live(mill, by, today)
    return len(made) + 2


def build_union_years(*, unions: Sequence[Union], clerks: Mapping[int, User], today: date) -> int:
    """Two years of figures; returns how many rows."""
    made = 0
    for back in range(1, YEARS + 1):
        for place, union in enumerate(unions[: len(unions) - UNREPORTED]):
            workers = 240 + place * 37 % 500 + back * 6
            with clock.at(today - timedelta(days=7 + place), 9):
                services.save_union_year(
                    union=union, year=today.year - back, by=clerks[union.pk], workers=workers,
                    members=workers - place % 9, women=workers * 45 // 100, migrants=workers * 12 // 100,
                    retirees=workers * 3 // 10,
                )  # fmt: skip
            made += 1
    return made


def _count(employer: Employer, by: User, this_year: int) -> None:
    headcounts = HEADCOUNTS.get(employer.name, ())
    for year, headcount in zip(range(this_year - 2, this_year + 1), headcounts, strict=False):
        services.note_headcount(employer_id=employer.pk, year=year, headcount=headcount, by=by)


def _live(mill: Employer, by: User, today: date) -> None:
    for kind, days, more in (
        (EventKind.STANDING, 210, {"standing": Standing.HALTED, "note": "一、二车间停产"}),
        (EventKind.LAYOFF, 150, {"persons": 85, "note": "协商解除 62 人，内退 23 人"}),
        (
            EventKind.TALK,
            60,
            {"persons": 24, "note": "车间主任、班组长和困难职工代表座谈，主要反映欠薪和医保断缴"},
        ),
    ):
        services.note_event(
            employer_id=mill.pk,
            kind=kind,
            on=today - timedelta(days=days),
            by=by,
            **more,
        )
