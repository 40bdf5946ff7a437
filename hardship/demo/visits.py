"""The demo's home visits: two files of each union this year, some by phone, some with something untrue."""

import hashlib
import io
import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from cases.archives.models import Household
from cases.archives.states import IN_FORCE_STATES
from cases.policies.states import EvidenceKind
from cases.visits.rules import Answered, Person, VisitRecord
from cases.visits.selectors import get_checklist
from cases.visits.services import Papers, record_visit
from cases.visits.states import Conclusion, Finding, VisitMode
from hardship.accounts.models import Union, User
from hardship.demo import clock
from hardship.demo.files import scan
from hardship.kernel.files import Accepted

PER_UNION = 2
UNTRUE = {"me01": "儿子上月起在外打零工，月收入约 1,800 元，档案未填。", "id02": "女儿已出嫁，不再共同生活。"}

# What the workers ask for and in what mind they are, by turns; one is not asked.
HEARD: tuple[dict[str, Any], ...] = (
    {"demands": ["medical"], "demand_note": "希望异地就医能直接结算。", "mood": "stable"},
    {"demands": ["schooling", "housing"], "mood": "worried", "mood_note": "担心孩子学费凑不齐。"},
    {},
)


@lru_cache(maxsize=64)
def signature(number: int) -> Accepted:
    """A few strokes, another hand for each number."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (320, 110), "white")
    pen = ImageDraw.Draw(picture)
    for stroke in range(5):
        left, slant = 30 + 52 * stroke, 7 * ((number + stroke) % 6)
        pen.line((left, 30 + slant, left + 34, 80 - slant), fill="#111", width=4)
        pen.arc(
            (left, 28, left + 40 + slant, 84),
            40 * number % 360,
            40 * number % 360 + 200,
            fill="#111",
            width=4,
        )
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    content = stream.getvalue()
    return Accepted(
        content=content, sha256=hashlib.sha256(content).hexdigest(), media_type="image/png", extension="png",
        original_name="签名.png", size=len(content),
    )  # fmt: skip


def build_visits(*, unions: list[Union], clerks: Mapping[int, User], today: date) -> int:
    """A clerk and a colleague at the door; returns how many visits were recorded."""
    made = 0
    for place, union in enumerate(unions):
        rows = Household.objects.filter(union=union, state__in=IN_FORCE_STATES).select_related("head")
        for turn, household in enumerate(rows.order_by("pk")[:PER_UNION]):
            day = max(household.filed_on or today, today - timedelta(days=20 + 7 * (place % 20) + 30 * turn))
            with clock.at(day, 16):
                _visit(household, clerks[union.pk], made, day)
            made += 1
    return made


def _visit(household: Household, clerk: User, number: int, day: date) -> None:
    untrue = list(UNTRUE)[number % 2] if number % 5 == 3 else ""
    by_phone = number % 9 == 4
    head = household.head
    checklist = get_checklist(union=household.union, on=day)
    record = VisitRecord(
        visited_on=day,
        mode=VisitMode.PHONE if by_phone else VisitMode.AT_HOME,
        mode_reason="台风红色预警，改为电话调查" if by_phone else "",
        place="" if by_phone else household.address or "家中",
        visitors=[Person(clerk.name, "工会帮扶干事"), Person("沈惠民", "工会主席")],
        respondent=str(head.uid) if head else "",
        respondent_name=str(household),
        respondent_relation="户主",
        answers=[
            Answered(item, Finding.UNTRUE, UNTRUE[item.key])
            if item.key == untrue
            else Answered(item, Finding.UNCHECKED if by_phone and item.group == "home" else Finding.CONFIRMED)
            for item in checklist.items
        ],
        persons=household.members.filter(removed_at__isnull=True).count(),
        situation=household.cause_note or "收入低，医疗支出大，入不敷出。",
        causes_found=str(household.get_main_cause_display()),
        wants_found="希望继续得到医疗和生活救助。",
        conclusion=Conclusion.TO_CHANGE if untrue else Conclusion.AS_FILED,
        **HEARD[number % len(HEARD)],
    )
    drawn = {"1": signature(3 * number % 30), "2": signature(3 * number % 30 + 1)}
    if not by_phone:
        drawn["respondent"] = signature(3 * number % 30 + 2)
    photos = [] if by_phone else [scan(EvidenceKind.VISIT_PHOTO, number % 6)]
    record_visit(
        household_id=household.pk, uid=uuid.uuid5(household.uid, "visit"), record=record, by=clerk,
        papers=Papers(photos=photos, signatures=drawn),
    )  # fmt: skip
