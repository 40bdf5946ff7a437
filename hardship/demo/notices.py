"""The demo's notices: where they hang, one that was extended, objections that wait or were answered."""

from datetime import date, timedelta

from cases.notices import services
from cases.notices.models import PublicNotice
from cases.notices.states import BoardPlace, Outcome, Told
from hardship.accounts.states import Role
from hardship.demo import clock
from hardship.demo.aid import Staff
from hardship.demo.files import picture

PLACES = (
    (BoardPlace.BOARD, "一车间门口公示栏", "王建军", "李秀芳"),
    (BoardPlace.HALL, "职工服务中心一楼", "陈志强", "周慧"),
)
OBJECTIONS = ("家里在城南还有一套门面房出租，不像公示说的那样困难。", "孩子去年已经参加工作，有工资收入。")


def build_notices(*, staff: Staff, today: date) -> int:
    """Boards for the running notices but the last, objections to the first of them; returns how many hang."""
    running = list(PublicNotice.objects.filter(state="running").order_by("starts_on", "pk"))
    hung = [_hang(notice, place, staff, today) for place, notice in enumerate(running[:-1])]
    with clock.at(today, 10):
        for notice in running[:1]:
            _extend(notice, staff)
            _object(notice, staff, today)
        for notice in running[-1:]:
            reviewer = staff.of(Role.REVIEWER, notice.union_id)
            services.set_title(notice_id=notice.pk, title="元旦春节送温暖帮扶公示", by=reviewer)
    return len(hung)


def _hang(notice: PublicNotice, place: int, staff: Staff, today: date) -> int:
    """On the day of the notice, the second place a day later."""
    reviewer = staff.of(Role.REVIEWER, notice.union_id)
    for late, (kind, where, hand, witness) in enumerate(PLACES[: 1 + (place == 0)]):
        day = notice.starts_on + timedelta(days=late)
        if day > today:
            continue
        posted = services.Posted(kind, where, day, hand, witness, "大厅电子屏检修" if late else "")
        with clock.at(day, 17):
            photo = picture("公示栏照片", 3 + late)
            services.post_board(notice_id=notice.pk, posted=posted, photos=[photo], by=reviewer)
    return notice.pk


def _extend(notice: PublicNotice, staff: Staff) -> None:
    reviewer = staff.of(Role.REVIEWER, notice.union_id)
    services.extend_notice(notice_id=notice.pk, days=2, reason="停工检修两天，职工看不到公示", by=reviewer)


def _object(notice: PublicNotice, staff: Staff, today: date) -> None:
    """One was answered by the city, as the county's reviewer passed the case; one waits; one came by the
    page and nobody has looked at it."""
    entry, reviewer = notice.entries.order_by("pk").first(), staff.of(Role.REVIEWER, notice.union_id)
    if entry is None:
        return
    told = ((OBJECTIONS[0], "", "", "visit"), (OBJECTIONS[1], "吴姓职工", "13912340000", "phone"))
    rows = [
        services.record_objection(
            entry_id=entry.pk, text=text, received_on=today, by=reviewer, objector=who, contact=number,
            channel=channel,
        )
        for text, who, number, channel in told
    ]  # fmt: skip
    said = services.Answer(
        Outcome.UNFOUNDED, "查询不动产登记，走访社区和邻居，门面房为其兄所有。",
        "经查，公示对象名下没有其他房产。", Told.NOBODY, today, "市困难职工帮扶办法第八条",
    )  # fmt: skip
    city = staff.of(Role.REVIEWER, notice.union.city_id)
    services.answer_objection(objection_id=rows[0].pk, answer=said, by=city)
    services.object_publicly(
        token=notice.token, entry_id=entry.pk, text="听说他家买了新车，请查一查。", client="demo"
    )
