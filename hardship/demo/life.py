"""The later life of the demo's files: some are due, some left hardship, some are being changed or moved."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from cases.archives.models import Household
from cases.archives.rules.exits import last_months
from cases.archives.selectors import live_members
from cases.archives.services.life import changes, months, reopening
from cases.archives.services.life.due import mark_due
from cases.archives.services.steps import take_step
from cases.archives.states import Section, State
from cases.transfers import services as transfers
from hardship.accounts.models import Union, User
from hardship.demo import clock
from hardship.kernel.workflow import Refused

# What becomes of the filed households of a union that nothing else happens to, one after the other.
LIVES = ("lift", "relieve", "change", "transfer", "relapse")


def live_on(
    *, unions: list[Union], clerks: Mapping[int, User], reviewers: Mapping[int, User], today: date
) -> Counter[str]:
    """One life for one file of each union, in turn; files without applications, so that no aid is upset."""
    made: Counter[str] = Counter()
    for place, union in enumerate(unions):
        rows = Household.objects.filter(union=union, state=State.FILED, applications__isnull=True)
        household = rows.order_by("pk").first()
        if household is None:
            continue
        life = LIVES[place % len(LIVES)]
        clerk, reviewer = clerks[union.pk], reviewers[union.county_id or 0]
        try:
            with clock.at(today - timedelta(days=3), 10):
                _live(life, household, clerk, reviewer, unions[(place + 1) % len(unions)])
            made[life] += 1
        except Refused:
            made["refused"] += 1
    with clock.at(today - timedelta(days=4), 11):
        made["asked"] = _ask_each_other(unions, clerks)
    # the night before the survey begins; what falls due while it runs is marked after it (seed_demo)
    with clock.at(today - timedelta(days=25), 1):
        made["due"] = mark_due()
    return made


def _ask_each_other(unions: list[Union], clerks: Mapping[int, User]) -> int:
    """Each union asks the next one for a file of somebody who came to work there; some are declined."""
    made = 0
    for place, union in enumerate(unions):
        holder = unions[(place + 1) % len(unions)]
        rows = Household.objects.filter(union=holder, state=State.FILED, transfers__isnull=True)
        household = rows.select_related("head").order_by("-pk").first()
        if household is None or household.head is None or union.pk == holder.pk:
            continue
        number, clerk = household.head.id_number.reveal(), clerks[union.pk]
        try:
            asked = transfers.ask(id_number=number, reason="今年 9 月调入本单位工作。", by=clerk)
            made += 1
            if place % 4 == 1:
                transfers.answer(
                    request_id=asked.pk, action="decline", by=clerks[holder.pk],
                    comment="劳动关系还在本单位，社保也在本单位缴。",
                )  # fmt: skip
        except Refused:
            continue
    return made


def _live(life: str, household: Household, clerk: User, reviewer: User, neighbour: Union) -> None:
    match life:
        case "lift":
            _lift(household, clerk, reviewer)
        case "relieve":
            _record_months(household, clerk)
            comment = "低保和常态帮扶后生活水平已达标，尚不能脱困。"
            take_step(household_id=household.pk, action="relieve", by=reviewer, comment=comment)
        case "change":
            changes.save_change(
                household_id=household.pk, section=Section.WORKER, version=household.version, by=clerk,
                data={"bank_name": "中国银行", "monthly_income": Decimal("2300.00")},
            )  # fmt: skip
        case "transfer":
            transfers.offer(household_id=household.pk, target=neighbour, note="职工调往该单位。", by=clerk)
        case "relapse":
            _lift(household, clerk, reviewer)
            reopening.reopen(household_id=household.pk, by=clerk)


def _record_months(household: Household, clerk: User) -> None:
    """Six months well above every standard of the province."""
    persons = len(live_members(household))
    entry = months.MonthEntry(Decimal(4000) * persons, Decimal(300), persons)
    recorded = dict.fromkeys(last_months(timezone.localdate())[:6], entry)
    months.save_months(household_id=household.pk, entries=recorded, version=household.version, by=clerk)


def _lift(household: Household, clerk: User, reviewer: User) -> None:
    """Well above the standard, and back at work."""
    _record_months(household, clerk)
    months.record_cause(
        household_id=household.pk, is_removed=True, found_on=timezone.localdate(), by=clerk,
        note="上门核实：已返岗满半年，医疗支出结束。",
    )  # fmt: skip
    comment = "连续六个月达标，致困原因消除。"
    take_step(household_id=household.pk, action="lift", by=reviewer, comment=comment)
