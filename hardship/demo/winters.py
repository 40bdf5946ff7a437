"""The city's winter campaigns of the demo: last winter's, with the lists of three unions, paid and closed;
this winter's, with a list in each state and one that is late."""

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from cases.campaigns import selectors, services
from cases.campaigns.models import Campaign, CampaignList
from cases.campaigns.reports import draft_text
from cases.campaigns.rules import Entry, Group, Plan, Share
from cases.campaigns.rules.teams import TeamPlan
from cases.campaigns.rules.visits import Heard, Told
from cases.campaigns.selectors.figures import get_figures
from cases.campaigns.selectors.teams import list_to_see, propose
from cases.policies import services as policies
from funds.ledgers import services as ledger
from funds.ledgers.models import BudgetLine
from funds.payments import services as payments
from funds.payments.models import Payable
from funds.payments.rules import BankRow
from funds.payments.states import PayableState, Result
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.demo import clock
from hardship.kernel.documents import make_id_number

TEAMS = (
    ("沈国强", "市总工会副主席", ("陆敏", "顾小军")),
    ("季红梅", "市总工会权益保障部部长", ("倪志国",)),
)
MISSED = (("nobody", "not_reached"), ("self", "refused"))
WISHED = ("想在小区里找一份看门的活", "老房子的电线旧了，想请人看一看")
NAMESPACE = uuid.UUID("5a0c3a0e-8d0b-4f0c-9f63-6c1f6e0b7d25")
LAST = ("320613001", "320613005", "320612001")
THIS = ("320613001", "320613005", "320612001", "320612002", "320612003")
POOR, MODELS, HEADS = "在档困难职工", "困难劳模", "节日坚守岗位的一线职工"
GROUPS = (
    Group(POOR, Decimal(800), Decimal(200), proof="困难职工档案"),
    Group(MODELS, Decimal(2000), proof="荣誉证书"),
    Group(HEADS, goods=Decimal(100), by_heads=True, proof="单位值班表"),
)


def build_winters(*, people: Mapping[str, User], today: date) -> int:
    """How many lists there are. The caps of gifts of the city come with them."""
    policies.add_gift_cap(
        region_code="320600", region="南通市", each=Decimal(3000), yearly=Decimal(6000),
        starts_on=date(today.year, 1, 1), document="通工发〔2025〕18号", by=people["nt.admin"],
    )  # fmt: skip
    _fund(people, date(today.year, 2, 3))
    _last(people, today)
    _this(people, today)
    return len(LAST) + len(THIS) - 1


def _fund(people: Mapping[str, User], on: date) -> None:
    """The city's own money for gifts, some of it handed to a county."""
    finance = people["nt.finance"]
    first, second, third = (uuid.uuid5(NAMESPACE, f"gifts {place}") for place in range(3))
    with clock.at(on):
        fund = ledger.create_fund(
            union=finance.union, source="dues", name=f"{on.year}年送温暖专项经费",
            document_no=f"通工发〔{on.year}〕5号", document_on=date(on.year, 1, 26), total=Decimal(150000),
            uses=["warmth"], by=finance,
        )  # fmt: skip
        ledger.receive(fund_id=fund.pk, amount=fund.total, by=finance, key=first, on=on)
        line = ledger.open_line(fund_id=fund.pk, use="warmth", year=on.year, by=finance)
        ledger.assign(line_id=line.pk, amount=fund.total, by=finance, key=second, on=on)
        ledger.allocate(
            line_id=line.pk, union_id=people["cc.clerk"].union_id, amount=Decimal(40000),
            document_no=f"通工办〔{on.year}〕6号", document_on=on, by=finance, key=third, on=on,
        )  # fmt: skip


def _last(people: Mapping[str, User], today: date) -> None:
    first = date(today.year, 2, 4)
    with clock.at(first):
        row = _open(people, f"{today.year} 年春节送温暖", first, first + timedelta(days=24), LAST)
        lists = [_fill(row, people, code, place) for place, code in enumerate(LAST)]
        for one in lists:
            _step(one, "submit", _clerk(people, one.union.code))
    with clock.at(first + timedelta(days=2)):
        _take(row, people, "submit_lists")
        for one in lists:
            _approve(one, people)
        _take(row, people, "approve_lists", "carry_out")
    with clock.at(first + timedelta(days=5), 11):
        _pay(row, people, first + timedelta(days=5))
    with clock.at(first + timedelta(days=6), 15):
        _visit(row, people, first + timedelta(days=6))
    with clock.at(first + timedelta(days=20)):
        for one in lists:
            _hand_up(row, people, one.union.code)
    with clock.at(first + timedelta(days=24)):
        _take(row, people, "report", "close", comment="走访慰问全部完成，慰问金实名发放到卡。")


def _this(people: Mapping[str, User], today: date) -> None:
    """A draft, one handed in, one sent back, one approved, and a union that is late."""
    with clock.at(today - timedelta(days=3)):
        year = today.year + 1
        row = _open(people, f"{year} 年两节送温暖", date(year, 1, 1), date(year, 2, 28), THIS)
        draft, handed_in, returned, approved = (
            _fill(row, people, code, place) for place, code in enumerate(THIS[:4])
        )
        for one in (handed_in, returned, approved):
            _step(one, "submit", _clerk(people, one.union.code))
    with clock.at(today - timedelta(days=1)):
        services.take_list_step(
            list_id=returned.pk, action="return", by=people["nt.approver"],
            comment="一线职工请附值班表，人数与值班表核对以后再报。",
        )  # fmt: skip
        _approve(approved, people)
        draft.refresh_from_db()


def _open(people: Mapping[str, User], name: str, first: date, last: date, codes: tuple[str, ...]) -> Campaign:
    clerk = people["nt.clerk"]
    funds = selectors.list_funds(clerk.union).filter(lines__use="warmth").distinct()
    plan = Plan(
        kind="festivals", name=name, from_on=first, until_on=last,
        document_no=f"通工发〔{first.year - 1}〕60号",
        document_on=min(date(first.year - 1, 12, 1), timezone.localdate()),
        approved_by="organiser", instructions="逐户走访，先审批后发放。", groups=GROUPS,
        funds=tuple(funds.values_list("pk", flat=True)),
    )  # fmt: skip
    row = services.draft(plan=plan, by=clerk)
    unions = [_clerk(people, code).union for code in codes]
    shares = [Share(union.pk, 5, 40, Decimal(12000)) for union in unions]
    services.share_out(campaign_id=row.pk, shares=shares, by=clerk)
    return services.take_step(campaign_id=row.pk, action="open", by=people["nt.approver"])


def _fill(row: Campaign, people: Mapping[str, User], code: str, place: int) -> CampaignList:
    """Heads of the archive, a model worker, and a unit by its head count."""
    by = _clerk(people, code)
    groups = {group.name: group.pk for group in row.groups.all()}
    made = services.begin_list(campaign_id=row.pk, by=by)
    heads = selectors.list_files(made).filter(relation="head").exclude(bank_card_index=None)
    keys = list(heads.values_list("pk", flat=True)[: 3 + place % 2])
    services.choose_files(list_id=made.pk, group_id=groups[POOR], members=heads.filter(pk__in=keys), by=by)
    model = Entry(
        groups[MODELS], "顾永兴陆桂英倪志国秦素芳"[3 * (place % 4) :][:3],
        make_id_number("320613", date(1955, 3, 8 + place), 21 + 2 * place), reason="省级劳模，独居",
        bank_name="江苏银行", bank_card="6221731122330018006",
    )  # fmt: skip
    services.add(list_id=made.pk, entry=model, by=by)
    unit = Entry(groups[HEADS], f"{by.union.name}所辖环卫班组", heads=12 + place)
    services.add(list_id=made.pk, entry=unit, by=by)
    return made


def _approve(one: CampaignList, people: Mapping[str, User]) -> None:
    one.refresh_from_db()
    lines = selectors.list_lines(one.campaign, timezone.localdate())
    line: BudgetLine = max(lines, key=lambda row: row.available_yuan)
    services.take_list_step(
        list_id=one.pk, action="approve", by=people["nt.approver"], line_id=line.pk, seen=one.digest
    )


def _pay(row: Campaign, people: Mapping[str, User], on: date) -> None:
    """One batch for all lists, to its end."""
    finance = people["nt.finance"]
    owed = Payable.objects.filter(number=row.number, state=PayableState.OPEN).order_by("pk")
    keys = list(owed.values_list("pk", flat=True))
    batch = payments.make_batch(payable_ids=keys, title=row.name, by=finance)
    payments.take_step(batch_id=batch.pk, action="check", by=people["nt.reviewer"])
    payments.take_step(batch_id=batch.pk, action="release", by=people["nt.approver"])
    payments.send_batch(batch_id=batch.pk, way="online", on=on, by=finance)
    came = [
        BankRow(row=line, line=line, result=Result.PAID, paid_on=on, serial=f"{batch.number}{line:04d}")
        for line in range(1, len(keys) + 1)
    ]
    payments.record_results(batch_id=batch.pk, rows=came, by=finance)
    payments.take_step(batch_id=batch.pk, action="close", by=finance)


def _visit(row: Campaign, people: Mapping[str, User], on: date) -> None:
    """Two teams of the city see everybody: who was paid has it, a family and two sites were not reached, one
    declined what was for its home; two wishes, one of them answered."""
    clerk = people["nt.clerk"]
    for leader, post, members in TEAMS:
        told = TeamPlan(leader, post, on, members, "苏F·A0618", "13862900618")
        services.form_team(campaign_id=row.pk, plan=told, by=clerk)
    proposal = propose(row, clerk, "rows")
    services.allot_evenly(campaign_id=row.pk, way="rows", seen=proposal.digest, by=clerk)
    rows = list(list_to_see(row, clerk))
    for place, one in enumerate(rows):
        team = one.allotment.team
        met, handed = ("self", "issued") if not one.goods else MISSED[place % 2]
        wishes = (Heard(WISHED[place % 2], clerk.pk, on + timedelta(days=30)),) if not one.goods else ()
        told_of = Told(
            on, "post" if one.group.by_heads or met == "self" else "home", (team.leader, *team.members),
            met, handed, words="谢谢工会惦记。" if met == "self" else "", wishes=wishes,
        )  # fmt: skip
        visit = services.record_visit(beneficiary_id=one.pk, told=told_of, by=clerk)
        if place % 2 and (wish := visit.wishes.first()):
            services.answer_wish(wish_id=wish.pk, answer="已请市职工服务中心上门，五月办妥。", by=clerk)


def _hand_up(row: Campaign, people: Mapping[str, User], code: str) -> None:
    """The part of a union as its rows say, which the city takes."""
    by = _clerk(people, code)
    figures = get_figures(row, by.union)
    told = services.Stated(figures.total, draft_text(row, figures))
    part = services.submit_part(campaign_id=row.pk, stated=told, by=by)
    services.take_part_step(part_id=part.pk, action="accept", by=people["nt.clerk"])


def _take(row: Campaign, people: Mapping[str, User], *actions: str, comment: str = "") -> None:
    decided = ("approve_lists", "close")
    for action in actions:
        by = people["nt.approver" if action in decided else "nt.clerk"]
        services.take_step(campaign_id=row.pk, action=action, by=by, comment=comment)


def _step(one: CampaignList, action: str, by: User) -> None:
    services.take_list_step(list_id=one.pk, action=action, by=by)


def _clerk(people: Mapping[str, User], code: str) -> User:
    """A clerk of that union."""
    return next(one for one in people.values() if one.union.code == code and one.has_role(Role.CLERK))
