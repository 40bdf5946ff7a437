"""The demo's leads: of every state, some passed from the county to its streets, one overdue; calls, and a
questionnaire that anybody may answer, with what three people wrote."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cases.leads import services
from cases.leads.services import Outcome, Told
from hardship.accounts.models import Union, User
from hardship.demo import clock

# days ago, channel, name, phone, employer, cause, hardship
HEARD = (
    (1, "hotline", "程秀兰", "13861900001", "宏达印染厂", "illness", "丈夫脑梗住院，两个月没有上班"),
    (2, "neighbour", "姜伟民", "13861900002", "永昌机械厂", "unemployed", "厂里停产，四个月没发工资"),
    (6, "visit", "曹桂英", "", "第二棉纺织厂", "disability", "儿子精神残疾，药费每月八百多元"),
    (12, "department", "秦国栋", "13861900004", "市政养护公司", "accident", "火灾烧毁住房，民政已临时安置"),
    (15, "employer", "邹美娟", "13861900005", "宏达印染厂", "schooling", "单亲，儿子考上大学，学费没有着落"),
    (20, "self", "樊立新", "13861900006", "个体货运", "other", "来电问怎样申请，没有细说"),
    (25, "media", "倪小凤", "", "美心超市", "illness", "网络筹款：母亲肾透析，每月自付三千元"),
)  # fmt: skip
CALL = (
    "请各单位走访停产企业、住院职工和单亲女职工家庭，把还没有建档的困难职工登记成线索。\n"
    "到期前答复上报人数，没有的填 0。"
)
# days ago, hour, who filled it in, name, phone, employer, cause, hardship; the third is the first one again
ANSWERED = (
    (2, 19, "self", "翁志刚", "13861900011", "永昌机械厂", "laid_off", "厂里停产后没找到活，老婆也没有工作"),
    (1, 12, "family", "冯阿妹", "13861900012", "宏达印染厂", "illness", "婆婆中风，请人照看每月两千多"),
    (1, 20, "self", "翁志刚", "13861900011", "永昌机械厂", "illness", "上次填过，昨天老婆查出要开刀"),
)  # fmt: skip
# What became of the later ones, in order: days after, action, comment, what it says besides.
OUTCOMES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("contact", "已电话联系，约周五上门看材料", {}),
    ("aid", "给予临时生活救助 1000 元，告知后续申请办法", {}),
    ("watch", "孩子申请了助学贷款，暂不需要建档，开学后再问", {"look_on": timedelta(days=45)}),
    ("drop", "家庭收入高于标准，已说明政策", {"reason": "not_poor"}),
    ("contact", "已上门，正在收集医疗票据", {}),
)

DEMANDED = "希望工会帮忙问问大病能不能再报销一些。"


def build_leads(*, street: Union, clerk: User, reviewer: User, today: date) -> int:
    """Returns how many; the county's reviewer hears of them and passes them to the street."""
    for place, (ago, channel, name, phone, employer, cause, hardship) in enumerate(HEARD):
        told = Told(
            channel=channel, heard_on=today - timedelta(days=ago), name=name, phone=phone or None,
            employer=employer, cause=cause, hardship=hardship,
        )  # fmt: skip
        with clock.at(today - timedelta(days=ago), 9):
            by = reviewer if place % 2 else clerk
            lead = services.record_lead(told=told, by=by, receiver=street)
        if place >= len(HEARD) - len(OUTCOMES):
            action, comment, said = OUTCOMES[place - len(HEARD) + len(OUTCOMES)]
            with clock.at(today - timedelta(days=ago - 2), 10):
                _settle(lead.pk, action, comment, said, clerk, today)
    return len(HEARD)


def _settle(lead_id: int, action: str, comment: str, said: dict[str, Any], by: User, today: date) -> None:
    outcome = Outcome(**{key: today + value if key == "look_on" else value for key, value in said.items()})
    services.take_step(lead_id=lead_id, action=action, by=by, comment=comment, outcome=outcome)


def build_calls(*, reviewer: User, clerk: User, today: date) -> None:
    """A call that runs, answered by one street and urged; one of last spring that is over."""
    for ago, title, due, is_over in (
        (200, "春季困难线索摸底", -185, True),
        (6, "冬季困难线索收集", 4, False),
    ):
        with clock.at(today - timedelta(days=ago), 9):
            call = services.make_call(
                title=f"{today.year} 年{title}", text=CALL, due_on=today + timedelta(days=due), by=reviewer
            )
            services.take_call_step(call_id=call.pk, action="open", by=reviewer)
        with clock.at(today - timedelta(days=ago - 2), 15):
            unit = call.units.get(union=clerk.union)
            services.answer(unit_id=unit.pk, persons=3 if is_over else 2, by=clerk)
        with clock.at(today - timedelta(days=ago - 5), 9):
            services.urge(call_id=call.pk, by=reviewer)
            if is_over:
                services.take_call_step(call_id=call.pk, action="close", by=reviewer)


def build_questionnaire(*, clerk: User, today: date) -> None:
    """An open one of the clerk's union, answered three times by two people."""
    with clock.at(today - timedelta(days=3), 9):
        row = services.open_questionnaire(
            ends_on=today + timedelta(days=40),
            contact="街道总工会 季老师",
            telephone="0513-85511234",
            by=clerk,
        )
    for number, (ago, hour, filled_by, name, phone, employer, cause, hardship) in enumerate(ANSWERED):
        with clock.at(today - timedelta(days=ago), hour):
            told = Told(
                channel="scan", heard_on=today, name=name, phone=phone, employer=employer, cause=cause,
                hardship=hardship, monthly_per_head=Decimal(760 + 140 * number),
                demands=["medical", "insurance"][: number + 1], demand_note=DEMANDED if number == 0 else "",
            )  # fmt: skip
            services.answer_questionnaire(token=row.token, filled_by=filled_by, told=told)
