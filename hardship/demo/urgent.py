"""The demo's urgent aid: one is completed late, one is due, one was handed in, one is being looked at."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from cases.applications import services as applications
from cases.applications.models import Application
from cases.applications.rules import Received, source_of
from cases.applications.selectors import content_hash
from cases.applications.states import Channel, State
from cases.approvals.services import take_step
from cases.archives.models import Household
from cases.archives.services.entry.evidence import add_evidence
from cases.archives.states import State as FileState
from cases.completions import services as completions
from cases.completions.models import Completion
from cases.completions.selectors import list_missing
from cases.policies.selectors import list_programmes
from funds.ledgers.models import BudgetLine
from funds.payments import services as payments
from funds.payments.models import Payable
from funds.payments.rules import BankRow
from funds.payments.states import Result
from hardship.accounts.models import Union
from hardship.accounts.states import Role
from hardship.demo import clock
from hardship.demo.aid import Staff
from hardship.demo.files import scan

# How many days ago, how far, how much, and what happened.
CASES = (
    (33, State.APPROVED, "3000", "夜间厨房失火，锅灶被褥烧毁，当晚没有地方做饭。"),
    (6, State.APPROVED, "2000", "突发脑梗入院，押金交不上。"),
    (9, State.APPROVED, "2600", "孩子在校外被车撞伤，急需手术押金。"),
    (0, State.REVIEW, "1500", "连日暴雨，租住的平房进水，粮食和被褥全湿。"),
)
HANDED_IN = 2  # which of them, counted from 0
ACCOUNT = "接到电话后当天到医院核实，与主治医生通了电话；救助款发给户主本人，用于手术押金。"


def build_urgent(*, staff: Staff, city: Union, today: date) -> int:
    """Each in a union of its own; returns how many there are."""
    made = 0
    for case, household in zip(CASES, _households(city, today), strict=False):
        days, goal, amount, reason = case
        start = today - timedelta(days=days)
        with clock.at(start, 15):
            application = _apply(household, staff, start, Decimal(amount), reason)
        with clock.at(start, 16):
            _step(application, "submit", staff, Role.CLERK, household.union_id, "情况紧急，属实。")
        if goal == State.APPROVED:
            _decide(application, household, staff, start)
            _pay(application, staff, city, start + timedelta(days=1))
        made += 1
    return made


def hand_in_one(*, staff: Staff, today: date) -> int:
    """One is handed in this morning, and waits to be checked; returns how many."""
    row = Completion.objects.order_by("pk")[HANDED_IN:].first()
    if row is None:
        return 0
    by = staff.of(Role.CLERK, row.union_id)
    with clock.at(today, 9):
        for paper in list_missing(row.application):
            kind, file = paper.kinds[0], row.application.household_id
            add_evidence(household_id=file, kind=kind, accepted=scan(kind, 6), by=by)
        completions.submit(completion_id=row.pk, account=ACCOUNT, by=by)
    return 1


def _households(city: Union, today: date) -> Iterator[Household]:
    """Of each grassroots union of the city one that applied for nothing, the last ones first."""
    rows = Household.objects.filter(
        city=city, state=FileState.FILED, applications__isnull=True,
        filed_on__lt=today - timedelta(days=40),
    )  # fmt: skip
    seen: set[int] = set()
    for household in rows.select_related("union", "head").order_by("-pk"):
        if household.union_id not in seen:
            seen.add(household.union_id)
            yield household


def _apply(household: Household, staff: Staff, start: date, amount: Decimal, reason: str) -> Application:
    clerk = staff.of(Role.CLERK, household.union_id)
    programme = next(row for row in list_programmes(union=household.union, on=start) if row.code == "living")
    draft = applications.start(household_id=household.pk, programme_id=programme.pk, by=clerk)
    return applications.save(
        application_id=draft.pk, version=draft.version, by=clerk, reason=reason, amount=amount,
        is_urgent=True, received=Received(Channel.PHONE, draft.received_on),
    )  # fmt: skip


def _decide(application: Application, household: Household, staff: Staff, start: date) -> None:
    with clock.at(start, 17):
        _step(application, "pass", staff, Role.REVIEWER, household.union.county_id, "已到现场核实，同意。")
    line = BudgetLine.objects.get(
        union=household.union.city_id, use=application.programme.use, year=start.year,
        fund__source="central",
    )  # fmt: skip
    with clock.at(start, 17, 40):
        _step(
            application,
            "approve",
            staff,
            Role.APPROVER,
            household.union.city_id,
            "先行救助，尽快补办。",
            line,
        )


def _pay(application: Application, staff: Staff, city: Union, day: date) -> None:
    """A batch of its own: the bank answers on the day after the decision."""
    payable = Payable.objects.get(source=source_of(application.pk))
    with clock.at(day, 10):
        batch = payments.make_batch(
            payable_ids=[payable.pk], title=f"急难先行救助 {day:%Y-%m-%d}", by=staff.of(Role.FINANCE, city.pk)
        )
        payments.take_step(batch_id=batch.pk, action="check", by=staff.of(Role.REVIEWER, city.pk))
        payments.take_step(batch_id=batch.pk, action="release", by=staff.of(Role.APPROVER, city.pk))
        payments.send_batch(batch_id=batch.pk, way="online", on=day, by=staff.of(Role.FINANCE, city.pk))
    with clock.at(day, 15):
        row = BankRow(row=1, line=1, result=Result.PAID, paid_on=day, serial=f"{batch.number}0001")
        payments.record_results(batch_id=batch.pk, rows=[row], by=staff.of(Role.FINANCE, city.pk))


def _step(
    application: Application,
    action: str,
    staff: Staff,
    role: Role,
    union_id: int | None,
    comment: str,
    line: BudgetLine | None = None,
) -> None:
    row = Application.objects.get(pk=application.pk)
    seen = content_hash(row) if action == "submit" else row.content_hash
    take_step(
        application_id=row.pk, action=action, by=staff.of(role, union_id), seen_hash=seen, comment=comment,
        line_id=line.pk if line else None,
    )  # fmt: skip
