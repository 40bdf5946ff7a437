"""Events of the demo: one of each state, one that waits too long."""

from collections.abc import Mapping
from datetime import date, timedelta

from cases.outreach import services
from cases.outreach.models import EventVisit
from cases.outreach.services import Call, Report
from hardship.accounts.models import User
from hardship.demo import clock

# How many days ago, the occasion, to whom, where they work, where to call, and after how many days it was.
EVENTS = (
    (40, "hospital", "秦国栋", "永固五金厂", "市第一人民医院 7 楼", 2),
    (20, "wedding", "姜伟民", "宏达印染厂", "", 3),
    (12, "bereavement", "邹美娟", "街道环卫所", "钟秀路 12 号", 8),
    (9, "quarrel", "冯阿妹", "超市", "", None),
    (5, "birth", "倪小凤", "宏达印染厂", "市妇幼保健院", 3),
    (1, "hospital", "翁志刚", "供电所", "市中医院 3 楼", None),
    (0, "retirement", "季阿根", "街道环卫所", "", None),
)
ACTIVITIES = (
    (70, ("consultation", "劳动政策咨询日", "街道广场", 180, 400)),
    (45, ("lecture", "劳动合同法讲座", "永固五金厂", 62, 62)),
    (30, ("women", "女职工两癌筛查", "市妇幼保健院", 85, 85)),
    (10, ("group", "下岗职工团体辅导", "职工服务中心", 18, 0)),
)


def build_events(*, people: Mapping[str, User], today: date) -> int:
    """How many there are; one was called off."""
    by, reviewer = people["xt.clerk"], people["cc.reviewer"]
    first = today - timedelta(days=60)
    with clock.at(first, 9):
        services.lay_down(occasion="hospital", from_on=first, days=2, document="", by=reviewer)
    for ago, occasion, name, unit, place, after in EVENTS:
        day = today - timedelta(days=ago)
        with clock.at(day, 9):
            made = services.report(told=Report(occasion, day, name, unit=unit, place=place), by=by)
        if after is not None:
            on = day + timedelta(days=after)
            with clock.at(on, 16):
                _take(made, "visit", by, "送去慰问，家里情况稳定。", Call(on, "工会主席顾永康"))
    with clock.at(today, 8):
        told = Report("wedding", today - timedelta(days=2), "程秀兰", unit="超市")
        _take(services.report(told=told, by=by), "call_off", by, "本人不希望走访。", Call())
    for ago, held in ACTIVITIES:
        services.enter_activity(held=services.Held(*held[:3], today - timedelta(days=ago), *held[3:]), by=by)
    return EventVisit.objects.count()


def _take(row: EventVisit, action: str, by: User, comment: str, call: Call) -> None:
    services.take_step(event_id=row.pk, action=action, by=by, comment=comment, call=call)
