"""The demo's applications, one in every state, and the batches that pay the approved ones."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.utils import timezone

from cases.applications import services as applications
from cases.applications.models import Application
from cases.applications.rules import Received, asks_invoices
from cases.applications.selectors import content_hash
from cases.applications.selectors.entitling import NEED
from cases.applications.selectors.returned import list_to_mend
from cases.applications.states import Channel, State
from cases.approvals.selectors import get_entry
from cases.approvals.services import take_step
from cases.approvals.services.corrections import Corrections
from cases.approvals.services.drawing import Drawn
from cases.archives.models import Household
from cases.archives.selectors import live_members
from cases.archives.states import State as FileState
from cases.notices.services import conclude_due
from cases.policies.models import Programme
from cases.policies.selectors import list_programmes
from cases.policies.states import INVOICE_KINDS, EvidenceKind
from funds.ledgers.models import BudgetLine, Commitment
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.demo import clock
from hardship.demo.files import scan
from hardship.kernel.workflow import Refused

RULE = "困难职工帮扶管理办法第十二条：同一困难已由政府救助解决的，不重复帮扶"
# How far the applications go, one after the other; most are done with.
GOALS = (
    State.APPROVED, State.APPROVED, State.APPROVED, State.APPROVAL, State.REVIEW, State.APPROVED,
    State.PUBLIC_NOTICE, State.RETURNED, State.APPROVED, State.DRAFT, State.REJECTED, State.WITHDRAWN,
)  # fmt: skip
# How many days ago they were made: what is still under way is young.
AGES = {
    State.REVIEW: (1, 8),
    State.RETURNED: (2, 6),
    State.DRAFT: (0, 5),
    State.PUBLIC_NOTICE: (1, 5),
    State.APPROVAL: (10, 17),
}
LEFT_LYING = 14  # days more that three in four of those in review were left lying
WANTED = {"illness": "medical", "accident": "medical", "schooling": "tuition"}
BASIS = Decimal("16481.44")


@dataclass(frozen=True)
class Staff:
    """Who works where: by role, then by union."""

    people: Mapping[str, Mapping[int, User]]

    def of(self, role: Role, union_id: int | None) -> User:
        return self.people[role][union_id or 0]


@dataclass(frozen=True)
class Plan:
    """One application to be made: for whom, how far, from which day on."""

    household: Household
    programme: Programme
    goal: State
    start: date


def build_applications(*, staff: Staff, today: date, seed: int) -> Counter[str]:
    """Applications for two in five of the filed households; returns how many reached which state."""
    draw = random.Random(seed)  # noqa: S311
    made: Counter[str] = Counter()
    for plan in sorted(_plans(draw, today), key=lambda plan: plan.start):
        try:
            made[apply(plan, staff, draw)] += 1
        except Refused:
            made["refused"] += 1
    with clock.at(today):
        conclude_due()
    return made


def build_batch(*, staff: Staff, today: date) -> int:
    """One programme for a handful of households of one union; two still lack a paper."""
    for union_id, clerk in staff.people[Role.CLERK].items():
        free = Household.objects.filter(
            union=union_id, state=FileState.FILED, applications__isnull=True
        ).order_by("pk")[:6]
        programme = next(
            (row for row in list_programmes(union=clerk.union, on=today) if row.code == "living"), None
        )
        if len(free) < 4 or programme is None:
            continue
        papers = {kind for paper in programme.rule.papers for kind in paper.any_of[:1]}
        with clock.at(today, 9):
            batch = applications.make_batch(
                uid=uuid4(), programme_id=programme.pk, reason="入冬取暖开支大，生活困难。", by=clerk
            )
            keys = [row.pk for row in free]
            applications.add_households(batch_id=batch.pk, household_ids=keys, by=clerk)
            for row in batch.application_set.order_by("pk")[2:]:
                _attach(row, papers, clerk)
        return len(keys)
    return 0


def _attach(application: Application, papers: set[str], clerk: User) -> None:
    """Those of the papers that it lacks."""
    for kind in sorted(papers.difference(application.evidence.values_list("kind", flat=True))):
        paper = scan(EvidenceKind(kind), 6)
        applications.upload(application_id=application.pk, kind=kind, accepted=paper, by=clerk)


def _plans(draw: random.Random, today: date) -> Iterator[Plan]:
    rows = Household.objects.filter(state=FileState.FILED).select_related("union", "head").order_by("pk")
    programmes: dict[str, list[Programme]] = {}
    for place, household in enumerate(row for row in rows if draw.random() < 0.4):
        goal = GOALS[place % len(GOALS)]
        home = household.union
        mine = programmes.setdefault(home.path, list_programmes(union=home, on=today))
        code = WANTED.get(household.main_cause, "living")
        programme = next(row for row in mine if row.code == code)
        filed = household.filed_on or today
        latest = today - timedelta(days=draw.randint(*AGES.get(goal, (20, 120))))
        if goal == State.REVIEW and place // len(GOALS) % 4 < 3:
            latest -= timedelta(days=LEFT_LYING)
        yield Plan(household, programme, goal, max(filed + timedelta(days=1), latest))


def apply(plan: Plan, staff: Staff, draw: random.Random) -> str:
    """Makes one application and carries it as far as planned; returns its state."""
    household, start = plan.household, plan.start
    clerk = staff.of(Role.CLERK, household.union_id)
    with clock.at(start, 10, draw.randint(0, 59)):
        application = _fill(plan, clerk, draw)
    if plan.goal == State.DRAFT:
        return State.DRAFT
    with clock.at(start, 11):
        step(application, "submit", clerk)
    if plan.goal == State.WITHDRAWN:
        with clock.at(start, 15):
            step(application, "withdraw", clerk)
    elif plan.goal != State.REVIEW:
        decide(application, plan, staff)
    elif application.pk % 2:
        _come_back(application, plan, staff, clerk)
    return str(Application.objects.values_list("state", flat=True).get(pk=application.pk))


def _fill(plan: Plan, clerk: User, draw: random.Random) -> Application:
    """A complete application: its evidence added to the file where it was not there."""
    application = applications.start(household_id=plan.household.pk, programme_id=plan.programme.pk, by=clerk)
    present = set(application.evidence.values_list("kind", flat=True))
    for kinds in (paper.any_of for paper in plan.programme.rule.papers):
        kind = EvidenceKind(kinds[0])
        if not present.intersection(kinds):
            is_copied = plan.goal == State.REVIEW and kind in INVOICE_KINDS and application.pk % 3 == 0
            paper = scan(kind, 6 + draw.randint(0, 5), f"{kind}" if is_copied else "")
            member = str(application.member.uid) if application.member else ""
            applications.upload(
                application_id=application.pk, kind=kind, accepted=paper, by=clerk, member_uid=member
            )
    application.refresh_from_db()
    medical, student = plan.programme.code == "medical", application.member
    if plan.programme.code == "tuition" and student is None:
        student = next(person for person in live_members(plan.household) if person.stage)
    applications.save(
        application_id=application.pk,
        version=application.version,
        by=clerk,
        reason="家庭负担重，申请帮扶，望予批准。",
        facts={"self_paid": BASIS} | NEED.read(application.facts) if medical else None,
        member=student,
        amount=None,
        evidence_ids=None,
        received=_received(draw),
        invoices=_invoices(application),
    )
    application.refresh_from_db()
    return application


def _invoices(application: Application) -> list[dict[str, str]] | None:
    """One receipt of a hospital or a school, each with a number of its own."""
    if not asks_invoices(application.programme.rule.papers):
        return None
    issuer = "市第三中学" if application.programme.is_for_students else "市第一人民医院"
    return [{"number": f"32060126{application.pk:010d}", "issuer": issuer}]


def _received(draw: random.Random) -> Received:
    """Most come themselves; some send a paper, call, or have somebody of the unit come for them."""
    channel = draw.choice((Channel.IN_PERSON, Channel.IN_PERSON, Channel.PAPER, Channel.PHONE, Channel.AGENT))
    who = ("周敏", "单位工会主席") if channel == Channel.AGENT else ("", "")
    return Received(channel, timezone.localdate(), *who)


def _come_back(application: Application, plan: Plan, staff: Staff, clerk: User) -> None:
    """Returned, put right and submitted again on the same day: the decision shows what changed."""
    reviewer = staff.of(Role.REVIEWER, plan.household.union.county_id)
    with clock.at(plan.start, 15):
        asked = ("reason", "请写明谁患病、每月花多少、几个孩子在读。")
        step(application, "return", reviewer, comment="申请理由太简单，请写明家庭的具体困难。", asked=asked)
    with clock.at(plan.start, 16):
        application.refresh_from_db()
        applications.save(
            application_id=application.pk, version=application.version, by=clerk,
            reason="主要劳动力患病停工，医疗费用每月近三千元，两个孩子在读，申请帮扶。",
            member=application.member,
        )  # fmt: skip
        step(application, "submit", clerk, answer="已按医生证明和学校证明写明。")


def decide(application: Application, plan: Plan, staff: Staff) -> None:
    """The county, the notice's days, the city."""
    home = plan.household.union
    reviewer = staff.of(Role.REVIEWER, home.county_id)
    with clock.at(plan.start + timedelta(days=1), 15):
        if plan.goal == State.RETURNED:
            asked = ("paper:other", "缺 9 月门诊票据。")
            said = "缺 9 月门诊票据，请补齐费用清单后重新提交。"
            step(application, "return", reviewer, comment=said, asked=asked)
            return
        step(application, "pass", reviewer, comment="票据齐全，同意公示。")
    if plan.goal == State.PUBLIC_NOTICE:
        return
    application.refresh_from_db()
    entry = get_entry(application)
    concluded = entry.notice.ends_on + timedelta(days=1) if entry else plan.start + timedelta(days=1)
    if entry is not None:
        with clock.at(concluded, 9):
            step(application, "conclude", reviewer)
    if plan.goal == State.APPROVAL:
        return
    approver = staff.of(Role.APPROVER, home.city_id)
    with clock.at(concluded + timedelta(days=1), 16):
        if plan.goal == State.REJECTED:
            step(application, "reject", approver, comment="本年度已享受同类政府救助，不重复帮扶。", rule=RULE)
            return
        step(application, "approve", approver, comment="同意。", **_money(application, plan, approver))


def _money(application: Application, plan: Plan, approver: User) -> dict[str, Any]:
    """The line that pays; of one application the dues pay a part."""
    line = line_of(plan.programme, plan.start.year, approver)
    own = BudgetLine.objects.filter(
        union=approver.union, use=plan.programme.use, year=plan.start.year, fund__source="dues",
        fund__document_on__lt=plan.start,
    ).first()  # fmt: skip
    is_first = not Commitment.objects.filter(part_of__isnull=False).exists()
    if own is None or line is None or not application.amount or not is_first:
        return {"line_id": line}
    part = application.amount // 4
    several = ((line, application.amount - part), (own.pk, part))
    return {"drawn": Drawn(several, "专项资金留一部分给年底的医疗救助，领导小组会议定。")}


def line_of(programme: Programme, year: int, approver: User) -> int | None:
    """The line that pays; None for a service."""
    if programme.is_service:
        return None
    return BudgetLine.objects.get(
        union=approver.union, use=programme.use, year=year, fund__source="central"
    ).pk


def step(
    application: Application,
    action: str,
    by: User,
    comment: str = "",
    *,
    asked: tuple[str, str] | None = None,
    answer: str = "",
    **money: Any,
) -> None:
    """`asked` is a part that is sent back with the reason, `answer` what is said to each of them."""
    application.refresh_from_db()
    seen = content_hash(application) if action == "submit" else application.content_hash
    answers = [(row.key, answer) for row in list_to_mend(application)] if answer else []
    take_step(
        application_id=application.pk, action=action, by=by, seen_hash=seen, comment=comment,
        corrections=Corrections([asked] if asked else [], answers), **money,
    )  # fmt: skip
