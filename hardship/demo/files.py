"""The demo's files, entered and moved through the services as a clerk and a reviewer would."""

import hashlib
import io
import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import count

from cases.archives.models import Household
from cases.archives.rules import required_evidence
from cases.archives.selectors.entry import get_contents
from cases.archives.selectors.remarks import get_file_remarks
from cases.archives.services.entry.drafts import save_section, start_household
from cases.archives.services.entry.evidence import add_evidence
from cases.archives.services.entry.returns import explain_return
from cases.archives.services.entry.verdicts import check_evidence
from cases.archives.services.remarks import answer_remarks
from cases.archives.services.steps import Reason, take_step
from cases.archives.states import Section, State
from cases.policies.states import EvidenceKind
from hardship.accounts.models import Union, User
from hardship.demo import clock
from hardship.demo.people import Family, Novelist
from hardship.kernel.files import Accepted
from hardship.kernel.scope import Part, competent_id
from hardship.kernel.workflow import Refused

# Where the files of one union stand, one after the other.
LOTS = (
    *(State.FILED,) * 9, State.DRAFT, State.UNDER_REVIEW, State.RETURNED, State.CLOSED, State.DISCARDED,
)  # fmt: skip


NUMBERS = count(1)
START_OF_JPEG, COMMENT = b"\xff\xd8", b"\xff\xfe"


def scan(kind: str, shade: int, copy_of: str = "") -> Accepted:
    """A sheet of paper that says what it stands for: the demo's documents are drawn, not scanned. No two are
    the same bytes, as no two scans are, except those that are a `copy_of` the same."""
    drawn = _sheet(str(EvidenceKind(kind).label), shade)
    told = (copy_of or str(next(NUMBERS))).encode()
    comment = COMMENT + (len(told) + 2).to_bytes(2, "big") + told
    content = START_OF_JPEG + comment + drawn.content.removeprefix(START_OF_JPEG)
    return replace(drawn, content=content, sha256=hashlib.sha256(content).hexdigest(), size=len(content))


@lru_cache(maxsize=64)
def _sheet(words: str, shade: int) -> Accepted:
    return picture(words, shade)


def picture(words: str, shade: int) -> Accepted:
    """A drawn picture with these words on it, another one for each shade."""
    from django.conf import settings
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("RGB", (620, 440), (250 - shade, 250 - shade, 246 - shade))
    pen = ImageDraw.Draw(page)
    pen.rectangle((24, 24, 596, 416), outline=(150, 150, 150), width=2)
    pen.text(
        (60, 70),
        words,
        font=ImageFont.truetype(str(settings.PDF_FONT), 40),
        fill="#333",
    )
    pen.text(
        (60, 150), "演示材料，内容为虚构", font=ImageFont.truetype(str(settings.PDF_FONT), 22), fill="#777"
    )
    for line in range(5):
        pen.line((60, 220 + line * 34, 560 - line * 40, 220 + line * 34), fill="#ccc", width=2)
    stream = io.BytesIO()
    page.save(stream, "JPEG", quality=70)
    content = stream.getvalue()
    return Accepted(
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        media_type="image/jpeg",
        extension="jpg",
        original_name=f"{words}.jpg",
        size=len(content),
    )


def build_files(
    *, unions: list[Union], clerks: dict[int, User], reviewers: dict[int, User], today: date, per_union: int
) -> Counter[str]:
    """`per_union` files for each grassroots union, spread over the ten months before `today`."""
    novelist, made = Novelist(2026, today), Counter[str]()
    for union in unions:
        clerk, reviewer = clerks[union.pk], reviewers[competent_id(union, Part.REVIEW)]
        for opened, goal in _calendar(novelist, today, per_union):
            made[build_file(novelist, union, clerk, reviewer, opened, goal)] += 1
    return made


def _calendar(novelist: Novelist, today: date, count: int) -> list[tuple[date, State]]:
    """When each file of a union is opened and how far it goes, the oldest first: file numbers follow time."""
    open_still = (State.DRAFT, State.UNDER_REVIEW, State.RETURNED)
    days = [
        (novelist.random.randint(2, 9) if goal in open_still else novelist.random.randint(25, 300), goal)
        for goal in (LOTS[place % len(LOTS)] for place in range(count))
    ]
    return [(today - timedelta(days=ago), goal) for ago, goal in sorted(days, reverse=True)]


def build_file(
    novelist: Novelist, union: Union, clerk: User, reviewer: User, opened: date, goal: State
) -> str:
    """One file, moved as far as `goal`; returns the state that it reached."""
    family = novelist.family(union.region_code)
    with clock.at(opened, novelist.random.randint(8, 16), novelist.random.randint(0, 59)):
        household = start_household(union=union, by=clerk)
        enter(household, family, clerk, opened, novelist.random, partly=goal == State.DRAFT)
        if goal == State.DISCARDED:
            take_step(household_id=household.pk, action="discard", by=clerk)
        if goal in (State.DRAFT, State.DISCARDED):
            return goal
        explain(household, clerk)
        take_step(household_id=household.pk, action="submit", by=clerk)
    with clock.at(opened + timedelta(days=1), 14):
        if goal == State.RETURNED:
            reasons = [
                Reason(Section.WORKER, "employer", "工作单位请写全称。"),
                Reason(Section.MONEY, "", "丈夫的工资证明缺单位公章，请补盖后重新上传。"),
                Reason(Section.EVIDENCE, "income", "收入证明看不清，请重新拍照。"),
                *cell_reasons(household),
            ]
            take_step(household_id=household.pk, action="return", by=reviewer, reasons=reasons)
        elif goal in (State.FILED, State.CLOSED):
            file_or_return(household, reviewer)
        elif goal == State.UNDER_REVIEW and household.pk % 2:
            come_back(household, clerk, reviewer)
    if goal == State.CLOSED:
        close(household, reviewer, opened)
    return Household.objects.values_list("state", flat=True).get(pk=household.pk)


def cell_reasons(household: Household) -> list[Reason]:
    """What is wrong with one cell of the first member's line, if there is a member."""
    member = household.members.exclude(relation="head").order_by("pk").first()
    place = f"{member.uid}:employer" if member else ""
    return [Reason(Section.MEMBERS, place, "单位或学校请写全称。")] if member else []


def explain(household: Household, clerk: User) -> None:
    """What stops the file is said to be in order: its receipts lie with the papers of the union."""
    rows = get_file_remarks(get_contents(household), clerk).stopping
    reasons = {row.remark.fingerprint: "票据原件已核对，存纸质档案" for row in rows if not row.is_gate}
    if reasons:
        answer_remarks(household_id=household.pk, reasons=reasons, by=clerk)


def enter(
    household: Household, family: Family, clerk: User, on: date, draw: random.Random, *, partly: bool
) -> None:
    """The sections one after the other; a draft stops somewhere on the way."""
    money = {"incomes": family.incomes, "expenses": family.expenses, "bills": family.bills, "reviewed": True}
    consent = {"signed_on": on, "signer": family.worker["name"], "allows_check": True, "allows_notice": True}
    sections = [
        (Section.WORKER, family.worker),
        (Section.MEMBERS, {"rows": family.members, "reviewed": True}),
        (Section.MONEY, money),
        (Section.HOUSING, family.housing),
        (Section.CAUSES, family.causes),
        (Section.CONSENT, consent),
    ]
    version = household.version
    for section, data in sections[: draw.randint(1, 4) if partly else len(sections)]:
        saved = save_section(household_id=household.pk, section=section, data=data, version=version, by=clerk)
        version = saved.version
    if not partly:
        household.refresh_from_db()
        for kind in required_evidence(get_contents(household)):
            add_evidence(
                household_id=household.pk, kind=kind, accepted=scan(kind, draw.randint(0, 5)), by=clerk
            )


def come_back(household: Household, clerk: User, reviewer: User) -> None:
    """Returned, put right in two places, explained in the third and submitted again: the review shows it."""
    reasons = [
        Reason(Section.WORKER, "employer", "单位名称请写全称，与公章一致。"),
        Reason(Section.HOUSING, "deposits", "存款与收入证明不符，请核实。"),
        Reason(Section.MONEY, "", "请写明收入起止月份。"),
    ]
    returned = take_step(
        household_id=household.pk, action="return", by=reviewer, reasons=reasons, comment="请补正三处。"
    )
    household.refresh_from_db()
    employer = f"{household.head.employer if household.head else ''}有限公司"
    version = household.version
    for section, data in (
        (Section.WORKER, {"employer": employer}),
        (Section.HOUSING, {"deposits": Decimal("4600.00")}),
    ):
        saved = save_section(household_id=household.pk, section=section, data=data, version=version, by=clerk)
        version = saved.version
    explain_return(
        household_id=household.pk, reason_id=returned.reasons.get(section=Section.MONEY).pk,
        text="单位只按年开收入证明，全年都有收入，没有起止月份。", by=clerk,
    )  # fmt: skip
    papers = scan("other", 3)
    add_evidence(household_id=household.pk, kind="other", accepted=papers, by=clerk)
    take_step(
        household_id=household.pk, action="submit", by=clerk, comment="单位名称、存款已更正，补了说明。"
    )


def file_or_return(household: Household, reviewer: User) -> None:
    """File what the figures support; what they do not goes back with the reason."""
    try:
        for document in household.evidence.filter(removed_at=None, checks=None):
            check_evidence(uid=document.uid, verdict="agrees", by=reviewer)
        take_step(household_id=household.pk, action="file", by=reviewer, comment="材料齐全，同意建档。")
    except Refused:
        reason = Reason(Section.MONEY, "", "净人均收入高于标准，请核对医疗支出是否漏报。")
        take_step(household_id=household.pk, action="return", by=reviewer, reasons=[reason])


def close(household: Household, reviewer: User, opened: date) -> None:
    """The family has left hardship since."""
    household.refresh_from_db()
    if household.state == State.FILED:
        with clock.at(opened + timedelta(days=20), 10):
            take_step(
                household_id=household.pk,
                action="close",
                by=reviewer,
                close_reason="withdrawn",
                comment="已就业，家庭收入稳定，本人申请注销。",
            )
