"""The demo's leading groups: one meeting of the county with its minutes, one of the city that is called."""

from collections.abc import Mapping
from datetime import date, timedelta

from cases.bodies import services
from cases.bodies.models import Body, Meeting
from cases.bodies.selectors import list_offers
from hardship.accounts.models import Union, User
from hardship.demo import clock

# name, post, part
COUNTY = (
    ("方建平", "区总工会党组书记、主席", "leader"),
    ("季美华", "区总工会副主席", "deputy"),
    ("钱志刚", "权益保障部部长", "member"),
    ("汤秀英", "财务资产管理部部长", "member"),
    ("顾文彬", "经费审查委员会办公室主任", "member"),
)
MATTERS = ("研究三季度拟建档困难职工名单", "研究两户困难职工大病救助金额", "研究帮扶站建设经费")
CITY = (
    ("钱永年", "市总工会党组书记、常务副主席", "leader"),
    ("沙永梅", "市总工会副主席", "deputy"),
    ("樊学军", "权益保障部部长", "member"),
)


def build_bodies(*, unions: Mapping[str, Union], people: Mapping[str, User], today: date) -> int:
    """Returns how many bodies; the county's reviewer records, its administrator above settles."""
    with clock.at(today - timedelta(days=300), 10):
        county = _found(unions["320613"], "崇总工发〔2026〕3 号", COUNTY, people["cc.reviewer"], today)
        city = _found(unions["3206"], "通工发〔2026〕11 号", CITY, people["js.admin"], today)
    _meet(county, people["cc.reviewer"], people["js.admin"], today - timedelta(days=60))
    with clock.at(today - timedelta(days=1), 15):
        called = services.call_meeting(
            body_id=city.pk, on=today, place="市总工会 502 会议室", by=people["nt.approver"]
        )
        _fill(called, people["nt.approver"])
    return 2


def _found(
    union: Union, document: str, members: tuple[tuple[str, str, str], ...], by: User, today: date
) -> Body:
    since = today - timedelta(days=300)
    name = f"{union.name}困难职工帮扶工作领导小组"
    body = services.found_body(
        union=union, kind="leading_group", name=name, document=document, from_on=since, by=by
    )
    for who, post, part in members:
        services.add_member(body_id=body.pk, user=None, name=who, post=post, part=part, from_on=since, by=by)
    return body


def _fill(meeting: Meeting, by: User) -> None:
    """Two applications that wait, and words."""
    for target, _title in list_offers(meeting, by)[:2]:
        services.add_item(meeting_id=meeting.pk, target=target, title="", by=by)
    services.add_item(meeting_id=meeting.pk, target="", title="研究春节送温暖活动方案", by=by)


def _meet(body: Body, by: User, checker: User, on: date) -> None:
    """Four of five came, one withdrew from the first matter; the last one is put off."""
    with clock.at(on, 9):
        meeting = services.call_meeting(body_id=body.pk, on=on, place="区总工会三楼会议室", by=by)
        for title in (
            "研究三季度拟建档困难职工名单",
            "研究两户困难职工大病救助金额",
            "研究帮扶站标准化建设经费",
        ):
            services.add_item(meeting_id=meeting.pk, target="", title=title, by=by)
    with clock.at(on, 16):
        rows = list(meeting.attendances.select_related("member").order_by("pk"))
        attended = {row.pk: ("present", "") for row in rows}
        attended[rows[-1].pk] = ("absent", "外出培训")
        services.record_attendance(meeting_id=meeting.pk, attended=attended, by=by)
        services.take_step(meeting_id=meeting.pk, action="hold", by=by)
        first, second, third = meeting.items.order_by("position")
        services.recuse(
            meeting_id=meeting.pk,
            item_id=first.pk,
            member_id=rows[2].member_id,
            reason="与一名申请人是亲属",
            by=by,
        )
        for item, decision, words, (yes, no, none) in (
            (first, "agreed", "同意列入，按程序公示。", (3, 0, 0)),
            (second, "agreed", "同意按政策标准救助。", (3, 0, 1)),
            (third, "deferred", "待预算调整后再议。", (None, None, None)),
        ):
            services.decide(
                meeting_id=meeting.pk, item_id=item.pk, decision=decision, words=words, by=by,
                votes_for=yes, votes_against=no, votes_abstained=none,
            )  # fmt: skip
    with clock.at(on + timedelta(days=1), 10):
        services.take_step(meeting_id=meeting.pk, action="minute", by=checker)
