"""The demo's help centres and stations, and who answers first in each city and county."""

from collections.abc import Mapping
from datetime import date, timedelta

from cases.offices import services
from cases.offices.states import Function, OfficeKind, Standard
from hardship.accounts.models import Union, User
from hardship.demo import clock

# union's code, kind, name, address, telephone, functions
OFFICES = (
    ("3206", OfficeKind.CENTRE, "南通市困难职工帮扶中心", "世纪大道 6 号", "0513-85511200", Function.values),
    ("320613", OfficeKind.CENTRE, "崇川区困难职工帮扶中心", "人民中路 128 号", "0513-85512300",
     ["aid", "jobs", "legal", "petitions", "advice"]),
    ("320613001", OfficeKind.STATION, "学田街道帮扶站", "学田路 15 号", "0513-85513400", ["aid", "advice"]),
)  # fmt: skip
LEADERS = (
    ("3206", "钱永年", "党组书记、常务副主席"),
    ("320613", "方建平", "党组书记、主席"),
    ("320612", "崔志明", "主席"),
    ("320613001", "俞秀珍", "主席"),
)
HOURS = "工作日 8:30—11:30，14:00—17:30"


def build_offices(*, unions: Mapping[str, Union], by: User, today: date) -> int:
    """Returns how many offices; `by` administers the unions above all of them."""
    since = today - timedelta(days=300)
    with clock.at(since, 9):
        for code, name, post in LEADERS:
            services.appoint(
                union=unions[code], name=name, post=post, from_on=today - timedelta(days=400), by=by
            )
        for code, kind, name, address, telephone, functions in OFFICES:
            office = services.open_office(
                union=unions[code], kind=kind, name=name, address=address, telephone=telephone, hours=HOURS,
                functions=functions, by=by,
            )  # fmt: skip
            services.add_staff(
                office_id=office.pk,
                name="季春兰",
                post="综合窗口",
                from_on=today - timedelta(days=300),
                by=by,
            )
            met = Standard.values if kind == OfficeKind.CENTRE else ["sign", "room", "rules"]
            services.record_check(office_id=office.pk, on=today - timedelta(days=301), met=met, by=by)
    return len(OFFICES)
