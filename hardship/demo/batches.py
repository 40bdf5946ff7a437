"""Batches of payments in each of their states."""

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from funds.payments import services as payments
from funds.payments.models import Payable, PaymentBatch
from funds.payments.rules import BankRow
from funds.payments.states import Method, PayableState, PaymentState, Result
from funds.recoveries import services as recoveries
from funds.recoveries.models import Recovery
from funds.recoveries.rules import FEN
from funds.recoveries.selectors import list_to_set_off
from hardship.accounts.models import User
from hardship.accounts.states import Role
from hardship.demo import clock
from hardship.demo.aid import Staff
from hardship.demo.files import picture

CHECKED, WAITING, DRAFT = 2, 3, 4  # the places of the batches that have not left


def build_batches(*, staff: Staff, cities: Sequence[int], today: date) -> Counter[str]:
    """For each city a batch that is closed (one line failed), one at the bank, one that waits to be released,
    one in cash being checked, and a draft with a line taken out."""
    states: Counter[str] = Counter()
    for city in cities:
        finance = staff.of(Role.FINANCE, city)
        owed = list(
            Payable.objects.filter(state=PayableState.OPEN, city_id=city).order_by("created_at", "pk")
        )
        half, few = len(owed) // 2, max(1, len(owed) // 8)
        ends = [-3 * few, -2 * few, -few]
        lots = [owed[:half], owed[half : ends[0]], *(owed[end:][:few] for end in ends[:2])]
        lots.append(owed[ends[2] :][: few // 2])
        for place, lot in enumerate(lot for lot in lots if lot):
            last = max(timezone.localdate(row.created_at) for row in lot)
            made = min(last + timedelta(days=2), today)
            with clock.at(made, 10):
                batch = payments.make_batch(
                    payable_ids=[row.pk for row in lot],
                    title=f"{made:%Y}年{made.month}月第{place + 1}批",
                    by=finance,
                    is_draft=place == DRAFT,
                    method=Method.CASH if place == WAITING else Method.BANK,
                )
            _carry(batch, place, staff, city, min(made + timedelta(days=1), today))
            batch.refresh_from_db()
            states[batch.state] += 1
    return states


def _carry(batch: PaymentBatch, place: int, staff: Staff, city: int, day: date) -> None:
    """The first batch to its end, the second to the bank, the third checked, the next one only made."""
    if place == DRAFT and batch.count > 1:
        line = batch.payments.order_by("-line")[0]
        payments.drop_line(
            payment_id=line.pk, reason="本人来电，等换好卡再发。", by=staff.of(Role.FINANCE, city)
        )
    if place >= WAITING:
        return
    with clock.at(day, 11):
        payments.take_step(batch_id=batch.pk, action="check", by=staff.of(Role.REVIEWER, city))
        if place == CHECKED:
            return
        payments.take_step(batch_id=batch.pk, action="release", by=staff.of(Role.APPROVER, city))
        finance = staff.of(Role.FINANCE, city)
        payments.send_batch(batch_id=batch.pk, way="online", on=day, by=finance)
    if place == 1:
        return
    with clock.at(day, 16):
        rows = [
            BankRow(row=line, line=line, result=Result.PAID, paid_on=day, serial=f"{batch.number}{line:04d}")
            for line in range(1, batch.count)
        ]
        rows.append(
            BankRow(row=batch.count, line=batch.count, result=Result.FAILED, failure="户名与账号不符")
        )
        payments.record_results(batch_id=batch.pk, rows=rows, by=finance)
        payments.take_step(batch_id=batch.pk, action="close", by=finance)
    _ask_back(batch, staff, city, day)


def _ask_back(batch: PaymentBatch, staff: Staff, city: int, day: date) -> None:
    """Of one line a part came back, in parts that were agreed; another one is late."""
    finance, today = staff.of(Role.FINANCE, city), timezone.localdate()
    lines = list(batch.payments.filter(state=PaymentState.PAID).order_by("-amount", "line")[:2])
    if len(lines) < 2 or day >= today:
        return
    due_on, quarter = day + timedelta(days=8), (lines[0].amount / 4).quantize(Decimal("0.01"))
    with clock.at(day + timedelta(days=1), 9):
        partly = recoveries.open_recovery(
            payment_id=lines[0].pk, reason="overpaid", note="医保二次报销以后，自付部分比申请时少。",
            amount=quarter, due_on=due_on, by=finance,
        )  # fmt: skip
        wrong = recoveries.open_recovery(
            payment_id=lines[1].pk, reason="wrong_person", note="账户登记成了同名的另一户。",
            amount=lines[1].amount, due_on=due_on, by=finance,
        )  # fmt: skip
        recoveries.agree(recovery_id=partly.pk, times=3, first_on=day + timedelta(days=5), by=finance)
    with clock.at(min(day + timedelta(days=5), today), 15):
        part = partly.parts.order_by("due_on")[0]
        recoveries.repay(
            recovery_id=partly.pk, amount=part.amount, on=timezone.localdate(),
            serial=f"{batch.number}T01", by=finance, key=uuid.uuid4(),
        )  # fmt: skip
        for recovery in (partly, wrong):
            _keep_back(recovery, finance, staff.of(Role.APPROVER, city))


def _keep_back(recovery: Recovery, finance: User, approver: User) -> None:
    """Half of what the same person is owed next, where they are."""
    recovery.refresh_from_db()
    owed = list_to_set_off(recovery).first()
    if owed is None:
        return
    row = recoveries.ask_set_off(
        recovery_id=recovery.pk, payable_id=owed.pk, amount=min(recovery.left, (owed.left / 2).quantize(FEN)),
        consented_on=timezone.localdate(), proof=picture("抵扣同意书", owed.pk), by=finance,
    )  # fmt: skip
    recoveries.take_set_off_step(set_off_id=row.pk, action="approve", by=approver)
