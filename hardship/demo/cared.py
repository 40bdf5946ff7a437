"""Counselling and legal aid of the demo: of every state and kind, one urgent, one whose term ends, advice."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cases.care import services
from cases.care.models import CareCase
from cases.care.services import Opening, Progress
from hardship.accounts.models import User
from hardship.demo import clock

# How many days ago, what it began with, notes a week apart, how it ended.
CASES: tuple[tuple[int, dict[str, Any], tuple[str, ...], str], ...] = (
    (40, {
        "kind": "legal", "form": "arbitration", "reason": "wages", "name": "倪小凤", "phone": "13861920005",
        "theme": "厂里拖欠十二人三个月工资，老板不接电话。", "respondent": "宏达印染厂", "lawyer": "顾律师",
        "people": "姜伟民 13861920003\n樊立新", "persons": 12, "months": 3, "claimed": Decimal(151200),
        "risk": "watch", "ends": 20,
     }, ("已向劳动仲裁委递交申请书。", "开庭，厂方承认欠薪，同意分两次补发。"), ""),
    (90, {
        "kind": "legal", "form": "mediation", "reason": "injury", "name": "秦国栋", "persons": 1,
        "theme": "冲床压伤右手，单位没有申报工伤。", "respondent": "永固五金厂", "claimed": Decimal(68000),
     }, ("单位同意申报，先垫付医药费。",), "reached"),
    (3, {
        "kind": "counselling", "form": "hotline", "name": "程秀兰", "phone": "13861920006", "risk": "urgent",
        "theme": "丈夫去世一个月，整夜睡不着，说活着没有意思。",
     }, (), ""),
    (25, {
        "kind": "counselling", "form": "group", "persons": 18, "theme": "下岗职工情绪疏导，每周一次。",
     }, ("第一次小组活动，十六人到场。", "第二次，谈再就业的打算。"), ""),
    (70, {
        "kind": "counselling", "form": "single", "name": "翁志刚", "theme": "低保停了，和家人争吵。",
     }, ("谈了一个小时，答应来参加保洁培训。",), "partly"),
)  # fmt: skip
ADVICE = (("wages", "phone", 1), ("insurance", "window", 2), ("aid", "window", 3), ("mind", "phone", 1))


def build_care(*, people: Mapping[str, User], today: date) -> int:
    """How many cases there are."""
    worker, supervisor = people["cc.clerk"], people["cc.reviewer"]
    for ago, told, notes, outcome in CASES:
        _open(today - timedelta(days=ago), told, notes, outcome, worker, supervisor, today)
    for place, (topic, way, persons) in enumerate(ADVICE):
        day = today - timedelta(days=3 * place)
        services.add_advice(on=day, topic=topic, way=way, persons=persons, by=worker)
    return CareCase.objects.count()


def _open(
    day: date, told: dict[str, Any], notes: tuple[str, ...], outcome: str, worker: User, supervisor: User,
    today: date,
) -> None:  # fmt: skip
    said = dict(told)
    ends = said.pop("ends", None)
    term_on = today + timedelta(days=ends) if ends else None
    with clock.at(day, 10):
        made = services.open_case(
            opening=Opening(opened_on=day, term_on=term_on, **said),
            worker=worker,
            supervisor=supervisor,
            by=worker,
        )
    for place, text in enumerate(notes, start=1):
        on = min(today, day + timedelta(days=7 * place))
        got = Decimal(60000) if place == len(notes) and said["kind"] == "legal" else None
        with clock.at(on, 16):
            services.add_note(
                case_id=made.pk, on=on, text=text, by=worker,
                progress=Progress(next_on=on + timedelta(days=7), agreed=got, recovered=got),
            )  # fmt: skip
    if outcome:
        with clock.at(min(today, day + timedelta(days=30)), 16):
            services.take_step(
                case_id=made.pk, action="close", by=worker, comment="当事人认可结果。", outcome=outcome
            )
