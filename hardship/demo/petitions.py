"""Petitions of the demo: of every state, by every channel; one handed on, one joined, a report that whom
it is about does not see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from cases.petitions import services
from cases.petitions.models import Petition
from cases.petitions.rules import Named, Terms
from cases.petitions.services import Accusation, Arrival, Particulars, Said
from hardship.accounts.models import User
from hardship.demo import clock


@dataclass(frozen=True)
class Heard:
    """What somebody brought, how many days ago, and the steps that followed, a day apart."""

    ago: int
    channel: str
    matter: str
    text: str
    name: str = ""
    phone: str = ""
    steps: tuple[str, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


ANSWER = "已与用人单位核实，拖欠的两个月工资定于本月 25 日前补发；到期没有收到请再打 12351。"
HEARD = (
    Heard(0, "hotline", "help", "丈夫住院自费五万多元，孩子上高二，问能不能申请救助。", "曹桂英",
          "13861920001"),
    Heard(0, "visit", "law", "厂里三个月没发工资，说没钱，问怎么办。", "秦国栋", "13861920002",
          more={"persons": 3, "companions": (Named("姜伟民", "13861920003"), Named("樊立新"))}),
    Heard(2, "network", "policy", "灵活就业能不能参加职工医疗互助？", steps=("accept",),
          more={"is_anonymous": True}),
    Heard(4, "letter", "suggestion", "建议职工服务中心周末也开门。", "邹美娟", "13861920004",
          ("accept", "assign")),
    Heard(9, "hotline", "law", "工资拖欠两个月，老板不接电话。", "倪小凤", "13861920005",
          ("accept", "assign", "answer")),
    Heard(20, "tour", "work", "四十八岁，下岗一年，想找离家近的保洁工作。", "程秀兰", "13861920006",
          ("accept", "assign", "answer", "close")),
    Heard(15, "visit", "help", "低保停了，药费付不起。", "翁志刚", "13861920007",
          ("accept", "assign", "answer", "close", "reopen")),
    Heard(6, "passed", "other", "市总转来：职工疗休养名额怎么分。", "冯阿妹", "13861920008",
          ("transfer",)),
)  # fmt: skip


def build_petitions(*, people: Mapping[str, User], today: date) -> int:
    """How many there are."""
    clerk, reviewer = people["xt.clerk"], people["cc.reviewer"]
    first = None
    for one in HEARD:
        made = _record(one, reviewer, today)
        first = first or made
        for turn, action in enumerate(one.steps, start=1):
            with clock.at(min(today, today - timedelta(days=one.ago - turn)), 10):
                _step(made, action, reviewer, clerk)
    again = Heard(0, "hotline", "help", "前天打过电话，再问一下救助的事。", "曹桂英", "13861920001")
    _join(_record(again, reviewer, today), first, reviewer)
    _report(people, today)
    services.lay_down(
        matter="law", from_on=today, terms=Terms(2, 10), document=f"崇工办〔{today.year}〕18号", by=reviewer
    )
    return Petition.objects.count()


def _record(one: Heard, by: User, today: date) -> Petition:
    more = dict(one.more)
    day = today - timedelta(days=one.ago)
    with clock.at(day, 9):
        return services.record(
            arrival=Arrival(
                channel=one.channel, matter=one.matter, received_on=day,
                is_anonymous=more.pop("is_anonymous", False), companions=more.pop("companions", ()),
            ),
            told=Particulars(text=one.text, name=one.name, phone=one.phone or None, **more),
            by=by,
        )  # fmt: skip


def _step(petition: Petition, action: str, by: User, clerk: User) -> None:
    said: dict[str, Said] = {
        "assign": Said(handler=by),
        "answer": Said(told_by="telephone"),
        "close": Said(satisfaction="content"),
        "transfer": Said(receiver=clerk.union),
    }
    comment = {
        "answer": ANSWER, "reopen": "来电说问题没有解决。", "transfer": "职工属于你单位，请接着办。"
    }.get(action, "")  # fmt: skip
    services.take_step(
        petition_id=petition.pk, action=action, by=by, comment=comment, said=said.get(action, Said())
    )


def _join(petition: Petition, main: Petition | None, by: User) -> None:
    number = main.number if main else ""
    services.take_step(petition_id=petition.pk, action="join", by=by, said=Said(main=number))


def _report(people: Mapping[str, User], today: date) -> None:
    """About somebody of a street: taken in by the county, where nobody of the street sees it."""
    accused, by = people["xt.clerk"], people["cc.reviewer"]
    with clock.at(today - timedelta(days=1), 15):
        services.record(
            arrival=Arrival(
                channel="letter", matter="report", received_on=today - timedelta(days=1),
                accusation=Accusation(accused.union, accused.name),
            ),
            told=Particulars(text="反映发放慰问品时优亲厚友，请查一查。", name="季群众", phone="13861920009"),
            by=by,
        )  # fmt: skip
