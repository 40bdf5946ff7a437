"""追回: never more than was paid, to the line that paid, off the cap, waived by two people."""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone

from cases.archives.selectors.aid import AID_SOURCES
from funds.ledgers import services as ledger
from funds.ledgers.models import Balance, CapUsage, Commitment
from funds.ledgers.selectors.checking import run_checks
from funds.ledgers.services import CapClaim
from funds.ledgers.services.refusals import LedgerRefused
from funds.payments import services as payments
from funds.payments.models import Payment
from funds.recoveries import selectors, services
from funds.recoveries.models import Recovery, Repayment
from funds.recoveries.rules import divide, next_due
from funds.recoveries.services import RecoveryRefused
from funds.recoveries.states import State
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.desk.selectors import count_each
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance
from tests.factories import UserFactory, unguarded
from tests.funds.payments.conftest import application_of, carry, paid

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E4")]


@pytest.fixture
def arrived(gift, cast):
    """A gift of 100 yuan that arrived: its payment."""
    batch = carry([gift()], cast, "sent")
    payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    return batch.payments.get()


@pytest.fixture
def recovery(arrived, cast):
    return ask(arrived, cast.finance)


def ask(payment, by, amount="60.00", **told):
    given = {
        "reason": "overpaid", "note": "多算了一个月", "due_on": timezone.localdate() + timedelta(days=30),
    } | told  # fmt: skip
    return services.open_recovery(payment_id=payment.pk, amount=Decimal(amount), by=by, **given)


def repay(recovery, by, amount, key=None, **told):
    given = {"on": timezone.localdate(), "way": "bank", "serial": "0001"} | told
    return services.repay(
        recovery_id=recovery.pk, amount=Decimal(amount), by=by, key=key or uuid.uuid4(), **given
    )


def available(payment):
    line = payment.payable.commitment.line
    balance = Balance.objects.get(account__line=line, bucket="available")
    return balance.credit - balance.debit


def test_what_comes_back_is_on_the_line_that_paid(recovery, arrived, cast):
    before = available(arrived)
    repay(recovery, cast.finance, "20.00")
    recovery.refresh_from_db()
    assert (recovery.state, recovery.repaid, recovery.left) == (State.REPAYING, 20, 40)
    assert available(arrived) == before + 20
    repay(recovery, cast.finance, "40.00")
    recovery.refresh_from_db()
    assert (recovery.state, recovery.settled_by) == (State.SETTLED, cast.finance)
    held = Commitment.objects.get(payable=arrived.payable)
    assert (held.paid, held.recovered) == (40, 60)
    assert_books_balance()
    assert not any(check.differences for check in run_checks())
    assert AuditRecord.objects.filter(action="recovery.settle").count() == 1


def test_the_same_money_is_written_down_once(recovery, cast):
    key = uuid.uuid4()
    first, again = (repay(recovery, cast.finance, "20.00", key=key) for _n in range(2))
    assert first == again
    assert Recovery.objects.get().repaid == 20


@pytest.mark.parametrize(
    "other",
    [{"amount": "19.00"}, {"serial": "0002"}, {"way": "cash"}, {"on": "2026-01-01"}, {"of": "another"}],
)
def test_one_form_writes_down_no_other_money(recovery, arrived, cast, other):
    key, asked = uuid.uuid4(), recovery
    repay(recovery, cast.finance, "20.00", key=key)
    if "of" in other:
        asked, other = ask(arrived, cast.finance, "40.00"), {}
    with pytest.raises(RecoveryRefused, match="另一笔收款"):
        repay(asked, cast.finance, key=key, **{"amount": "20.00"} | other)
    assert Repayment.objects.count() == 1


def test_never_more_than_was_paid_or_is_owed(recovery, arrived, cast):
    with pytest.raises(RecoveryRefused, match=r"还能追回的是 40\.00 元"):
        ask(arrived, cast.finance, "40.01")
    with pytest.raises(RecoveryRefused, match=r"还应追回 60\.00 元"):
        repay(recovery, cast.finance, "60.01")
    for day in (timezone.localdate() + timedelta(days=1), timezone.localdate() - timedelta(days=1)):
        with pytest.raises(RecoveryRefused, match="收款日期"):
            repay(recovery, cast.finance, "1.00", on=day)
    with pytest.raises(RecoveryRefused, match="先存入银行账户"):
        repay(recovery, cast.finance, "1.00", way="cash")
    with pytest.raises(RecoveryRefused, match="流水号"):
        repay(recovery, cast.finance, "1.00", serial=" ")
    ask(arrived, cast.finance, "40.00")


def test_who_may(recovery, arrived, cast):
    other = UserFactory(union=cast.county, role=Role.FINANCE)
    for person in (other, cast.approver):
        with pytest.raises((RecoveryRefused, Refused, Recovery.DoesNotExist)):
            repay(recovery, person, "1.00")
        with pytest.raises(RecoveryRefused):
            ask(arrived, person, "1.00")
    assert repay(recovery, UserFactory(union=cast.city, role=Role.CASHIER), "1.00").amount == 1


def test_money_that_did_not_arrive_is_not_asked_back(gift, cast):
    batch = carry([gift()], cast, "sent")
    with pytest.raises(RecoveryRefused, match=r"0\.00 元"):
        ask(batch.payments.get(), cast.finance, "1.00")


def test_aid_counts_what_is_left_of_it(owed, cast):
    payable = owed()[0]
    batch = carry([payable], cast, "sent")
    payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    household = application_of(payable).household_id
    source = AID_SOURCES["applications.application"]
    assert source.of(source.given(), [household], []).get().aid_value == payable.amount
    made = ask(batch.payments.get(), cast.finance, payable.amount)
    repay(made, cast.finance, "100.00")
    assert source.of(source.given(), [household], []).get().aid_value == payable.amount - 100
    repay(made, cast.finance, payable.amount - 100)
    assert not source.of(source.given(), [household], []).exists()
    assert_books_balance()


def test_a_cap_in_yuan_counts_what_is_left_and_one_in_times_until_all_is_back(line, cast):
    caps = [
        CapClaim("household:7", "yuan", 2026, Decimal(500)),
        CapClaim("household:7", "times", 2026, Decimal(2), is_times=True),
    ]
    today = timezone.localdate()
    held = ledger.commit(
        line_id=line.pk, use=line.use_id, amount=Decimal(100), source="x.y:1", by=cast.finance,
        key=uuid.uuid4(), on=today, caps=caps,
    )  # fmt: skip
    told = {"source": "x.y:1", "by": cast.finance, "on": today}
    for step in (ledger.send, ledger.settle):
        step(commitment_ids=[held.pk], key=uuid.uuid4(), **told)

    def back(amount):
        ledger.recover(commitment_id=held.pk, amount=Decimal(amount), key=uuid.uuid4(), **told)
        return [CapUsage.objects.get(scope=scope).used for scope in ("yuan", "times")]

    assert back("30.00") == [70, 1]
    with pytest.raises(LedgerRefused, match=r"已付的只有 70\.00 元"):
        back("70.01")
    assert back("70.00") == [0, 0]


def test_parts_by_month_and_the_day_of_the_next(recovery, cast):
    first = timezone.localdate() + timedelta(days=10)
    services.agree(recovery_id=recovery.pk, times=3, first_on=first, by=cast.finance)
    recovery.refresh_from_db()
    parts = selectors.list_parts(recovery)
    assert (recovery.state, recovery.next_due_on) == (State.AGREED, first)
    assert [part.amount for part in parts] == [20, 20, 20]
    repay(recovery, cast.finance, "25.00")
    recovery.refresh_from_db()
    assert recovery.next_due_on == parts[1].due_on
    services.agree(recovery_id=recovery.pk, times=2, first_on=first, by=cast.finance)
    assert [part.amount for part in selectors.list_parts(recovery)] == [Decimal("17.50")] * 2
    for told in ({"times": 0, "first_on": first}, {"times": 2, "first_on": first - timedelta(days=99)}):
        with pytest.raises(RecoveryRefused):
            services.agree(recovery_id=recovery.pk, by=cast.finance, **told)


def test_no_part_is_less_than_a_fen(arrived, cast):
    few, first = ask(arrived, cast.finance, "0.30"), timezone.localdate() + timedelta(days=10)
    with pytest.raises(RecoveryRefused, match=r"每期至少 0\.01 元"):
        services.agree(recovery_id=few.pk, times=31, first_on=first, by=cast.finance)
    services.agree(recovery_id=few.pk, times=30, first_on=first, by=cast.finance)
    assert len(selectors.list_parts(few)) == 30


def test_how_a_sum_is_divided():
    assert divide(Decimal(100), 3, date(2026, 11, 30)) == [
        (date(2026, 11, 30), Decimal("33.33")),
        (date(2026, 12, 28), Decimal("33.33")),
        (date(2027, 1, 28), Decimal("33.34")),
    ]
    parts = divide(Decimal(100), 2, date(2026, 11, 30))
    assert next_due(parts, Decimal("49.99")) == date(2026, 11, 30)
    assert next_due(parts, Decimal(50)) == date(2026, 12, 28)
    assert next_due(parts, Decimal(100)) is None


def test_what_is_late_is_on_the_desk(recovery, cast):
    def late(person):
        places = {duty.label: count for duty, count in count_each(person)}
        return next(count for label, count in places.items() if str(label) == "逾期未还的追回")

    assert late(cast.finance) == 0
    Recovery.objects.update(next_due_on=timezone.localdate() - timedelta(days=1))
    assert late(cast.finance) == 1
    assert Recovery.objects.get().is_overdue


def test_a_waiver_needs_somebody_else(recovery, cast):
    both = UserFactory(union=cast.city, roles=[Role.FINANCE, Role.APPROVER], everything=True)
    with pytest.raises(Refused, match="还没有人申请"):
        services.waive(recovery_id=recovery.pk, seen="", by=cast.approver)
    seen = services.ask_waiver(recovery_id=recovery.pk, why="家庭确无能力", by=both).waiver_seen
    with pytest.raises(Refused, match="另一人批准"):
        services.waive(recovery_id=recovery.pk, seen=seen, by=both)
    with pytest.raises(Refused):
        services.waive(recovery_id=recovery.pk, seen=seen, by=cast.finance)
    assert services.waive(recovery_id=recovery.pk, seen=seen, by=cast.approver).state == State.WAIVED
    with pytest.raises(RecoveryRefused, match="已经办结"):
        repay(recovery, cast.finance, "1.00")


def test_what_was_asked_back_by_mistake_is_taken_back(recovery, arrived, cast, as_user):
    client, url = as_user(cast.finance), reverse("recoveries:void", args=[recovery.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    with pytest.raises(Refused):
        services.void(
            recovery_id=recovery.pk, reason="发错", by=UserFactory(union=cast.city, role=Role.CASHIER)
        )
    assert client.post(url, {"reason": "看错了行"}).status_code == 302
    answer = client.get(reverse("recoveries:recovery", args=[recovery.pk]))
    assert answer.context["recovery"].void_reason == "看错了行"
    assert (answer.context["may_write"], answer.context["may_repay"]) == (False, False)
    assert selectors.may_ask(arrived) == 100
    anew = ask(arrived, cast.finance, "100.00")
    repay(anew, cast.finance, "1.00")
    services.agree(recovery_id=anew.pk, times=2, first_on=timezone.localdate(), by=cast.finance)
    with pytest.raises(Refused, match="已经收回一部分"):
        services.void(recovery_id=anew.pk, reason="看错了行", by=cast.finance)
    with pytest.raises(Refused):
        repay(recovery, cast.finance, "1.00")


def test_two_hands_stay_for_what_a_decision_elsewhere_asks_back(arrived, cast):
    made = services.demand(payment_id=arrived.pk, reason="urgent", note="不符合", by=cast.city_reviewer)
    with pytest.raises(Refused, match="请申请豁免"):
        services.void(recovery_id=made.pk, reason="算了", by=cast.finance)


def test_what_the_bank_returned_is_asked_back_of_nobody(recovery, arrived, cast):
    assert "not asked back as well" in refusal_of(f"""UPDATE payments_payment SET state = 'bounced',
        failure = 'x', bounced_on = now(), bounced_at = now(), bounced_by_id = {cast.finance.pk}
        WHERE id = {arrived.pk}""")
    told = {"payment_id": arrived.pk, "on": timezone.localdate(), "reason": "账户已销户", "by": cast.finance}
    payments.bounce(**told)
    recovery.refresh_from_db()
    assert (recovery.state, recovery.void_reason) == (State.VOID, "退汇：账户已销户")
    assert_books_balance()


def test_what_came_back_is_of_the_payable_whichever_attempt_paid_it(recovery, arrived, cast):
    """The bank returned the first attempt; the second arrived, and all of it came back."""
    payments.bounce(payment_id=arrived.pk, on=timezone.localdate(), reason="账户已销户", by=cast.finance)
    batch = carry([arrived.payable], cast, "sent")
    payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    made = ask(batch.payments.get(), cast.finance, "100.00")
    repay(made, cast.finance, "100.00")
    assert not any(check.differences for check in run_checks())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with unguarded():
        Recovery.objects.filter(pk=made.pk).update(
            repaid=99, state=State.REPAYING, settled_at=None, settled_by=None
        )
    [wrong] = [row for check in run_checks() for row in check.differences]
    assert (wrong.expected, wrong.found) == ("已追回 99.00", "100.00")


def test_nor_does_the_bank_return_what_the_family_paid_back(recovery, arrived, cast):
    repay(recovery, cast.finance, "60.00")
    told = {"payment_id": arrived.pk, "on": timezone.localdate(), "reason": "账户已销户", "by": cast.finance}
    with pytest.raises(RecoveryRefused, match=r"已经收回 60\.00 元，不能再登记退汇"):
        payments.bounce(**told)
    arrived.refresh_from_db()
    assert arrived.is_paid
    assert not arrived.failure


def test_nothing_comes_back_before_the_books_had_it(arrived, cast):
    day = timezone.localdate() - timedelta(days=1)
    with unguarded():
        Payment.objects.update(paid_on=day)
    made = ask(arrived, cast.finance)
    with pytest.raises(RecoveryRefused, match="登记到账的那天"):
        repay(made, cast.finance, "1.00", on=day)
    with pytest.raises(Refused, match="登记到账的那天"):
        payments.bounce(payment_id=made.payment_id, on=day, reason="销户", by=cast.finance)


def test_a_waiver_is_decided_as_it_was_read(recovery, cast):
    told = {"recovery_id": recovery.pk, "by": cast.approver}
    read = services.ask_waiver(recovery_id=recovery.pk, why="家庭确无能力", by=cast.finance).waiver_seen
    seen = services.ask_waiver(recovery_id=recovery.pk, why="另一个理由", by=cast.finance).waiver_seen
    for step in (services.waive, partial(services.decline, why="有能力")):
        with pytest.raises(Refused, match="刚有变化"):
            step(seen=read, **told)
    repay(recovery, cast.finance, "1.00")
    with pytest.raises(Refused, match="刚有变化"):
        services.waive(seen=seen, **told)


def test_a_waiver_is_declined_with_the_reason(recovery, cast, as_user):
    services.ask_waiver(recovery_id=recovery.pk, why="家庭确无能力", by=cast.finance)
    client, url = as_user(cast.approver), reverse("recoveries:decline", args=[recovery.pk])
    seen = client.get(reverse("recoveries:recovery", args=[recovery.pk])).context["recovery"].waiver_seen
    assert client.post(url, {"seen": seen, "why": " "}).status_code == 422
    assert client.post(url, {"seen": seen, "why": "每月有退休金"}).status_code == 302
    recovery.refresh_from_db()
    assert (recovery.state, recovery.waiver, recovery.asked_by) == (State.OPENED, "", None)
    assert "每月有退休金" in client.get(reverse("recoveries:recovery", args=[recovery.pk])).content.decode()
    with pytest.raises(Refused, match="还没有人申请"):
        services.decline(recovery_id=recovery.pk, seen="", why="再次", by=cast.approver)


def refusal_of(*statements):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError as refusal:
        return str(refusal)
    raise AssertionError(statements)


NEW = """INSERT INTO recoveries_recovery (uid, union_id, number, payment_id, reason, note, amount, repaid,
        state, next_due_on, opened_at, waiver)
    SELECT gen_random_uuid(), {union}, 'X', payment_id, reason, note, {amount}, 0, '{state}', next_due_on,
        now(), ''
    FROM recoveries_recovery WHERE id = {recovery}"""


def demand(union, amount, state):
    return NEW.format(union=f"{{{union}}}", amount=amount, state=state, recovery="{recovery}")


CAME = """INSERT INTO recoveries_repayment (recovery_id, key, amount, "on", way, serial, at)
    VALUES ({recovery}, gen_random_uuid(), {amount}, now(), 'bank', '1', now())"""


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        ([demand("city", "40.01", "opened")], "than was paid"),
        ([demand("county", "1", "opened")], "union that paid"),
        ([demand("city", "1", "waived")], "begins with nothing"),
        (["UPDATE recoveries_recovery SET amount = 99"], "a recovery is frozen"),
        (["DELETE FROM recoveries_recovery"], "a recovery stays"),
        (["UPDATE recoveries_recovery SET repaid = 60"], "what was written down"),
        ([CAME.format(recovery="{recovery}", amount="60.01")], "than was asked for"),
        ([CAME.format(recovery="{recovery}", amount="5")], "is in the books"),
        (
            [CAME.format(recovery="{recovery}", amount="5"), "UPDATE recoveries_recovery SET repaid = 5"],
            "is in the books",
        ),
        (["UPDATE recoveries_recovery SET state = 'settled', settled_at = now(), settled_by_id = {finance}"],
         "recovery_settled_when_whole"),
        (["""UPDATE recoveries_recovery SET state = 'waived', waiver = 'x', asked_by_id = {finance},
             waived_by_id = {finance}, waived_at = now()"""], "recovery_waived_by_two"),
        (["""UPDATE recoveries_recovery SET state = 'waived', waiver = 'x', waived_by_id = {finance},
             waived_at = now()"""], "recovery_waived_by_two"),
        (["UPDATE recoveries_recovery SET state = 'void', voided_at = now(), voided_by_id = {finance}"],
         "recovery_void_with_reason"),
        (["""UPDATE recoveries_recovery SET waiver = 'x', asked_at = now(), asked_by_id = {finance},
             asked_for_id = {approver}"""], "without being asked to"),
    ],
)  # fmt: skip
def test_the_database_refuses(recovery, cast, statements, words):
    ids = {
        "recovery": recovery.pk, "city": cast.city.pk, "county": cast.county.pk, "finance": cast.finance.pk,
        "approver": cast.approver.pk,
    }  # fmt: skip
    assert words in refusal_of(*(statement.format(**ids) for statement in statements))


def test_nothing_comes_after_the_end(recovery, cast):
    repay(recovery, cast.finance, "60.00")
    assert "once a recovery has ended" in refusal_of(CAME.format(recovery=recovery.pk, amount="1"))
    assert "frozen" in refusal_of("""UPDATE recoveries_recovery SET state = 'opened', settled_at = NULL,
        settled_by_id = NULL""")


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("0", 422), ("-1", 422), ("1.005", 422), ("NaN", 422), ("1e1", 422), ("1000000000000", 422),
        ("十元", 422), ("10000", 409), ("１０", 302),
    ],
)  # fmt: skip
def test_a_sum_that_is_none_asks_nothing_back(arrived, cast, as_user, typed, status):
    """10000: fen for yuan of 100."""
    told = {
        "key": str(uuid.uuid4()), "reason": "overpaid", "note": "多算了", "amount": typed,
        "due_on": str(timezone.localdate() + timedelta(days=20)),
    }  # fmt: skip
    answer = as_user(cast.finance).post(reverse("recoveries:new", args=[arrived.pk]), told)
    assert answer.status_code == status
    assert Recovery.objects.count() == (1 if status == 302 else 0)


def test_the_pages(arrived, cast, as_user):
    client, url = as_user(cast.finance), reverse("recoveries:new", args=[arrived.pk])
    assert "还能追回 100.00 元" in client.get(url).content.decode()
    told = {
        "key": str(uuid.uuid4()), "reason": "wrong_person", "note": "同名同姓", "amount": "100",
        "due_on": str(timezone.localdate() + timedelta(days=20)),
    }  # fmt: skip
    assert client.post(url, {**told, "amount": "100.01"}).status_code == 409
    assert client.post(url, {**told, "reason": "x"}).status_code == 422
    page = client.post(url, told).headers["Location"]
    assert client.post(url, told).headers["Location"] == page
    assert client.post(url, {**told, "amount": "1"}).status_code == 409
    made = Recovery.objects.get()
    back = {
        "key": str(uuid.uuid4()),
        "amount": "30",
        "on": str(timezone.localdate()),
        "serial": "A1",
    }
    assert (
        client.post(reverse("recoveries:repay", args=[made.pk]), {**back, "amount": "101"}).status_code == 409
    )
    assert (
        client.post(reverse("recoveries:repay", args=[made.pk]), {**back, "amount": "-1"}).status_code == 422
    )
    assert client.post(reverse("recoveries:repay", args=[made.pk]), back).status_code == 302
    assert client.post(reverse("recoveries:repay", args=[made.pk]), back).status_code == 302
    assert Repayment.objects.count() == 1
    shown = client.get(page).content.decode()
    assert '<dd class="num">70.00</dd>' in shown
    letter = client.get(reverse("recoveries:letter", args=[made.pk]))
    assert letter.content.startswith(b"%PDF")
    listed = client.get(reverse("recoveries:list"), {"show": "open"}).content.decode()
    assert made.number in listed
    assert made.number not in client.get(reverse("recoveries:list"), {"show": "overdue"}).content.decode()
    assert made.number in client.get(reverse("payments:detail", args=[arrived.batch_id])).content.decode()
    assert (
        client.post(reverse("recoveries:ask_waiver", args=[made.pk]), {"why": "无力偿还"}).status_code == 302
    )
    approver = as_user(cast.approver)
    assert "无力偿还" in approver.get(page).content.decode()
    made.refresh_from_db()
    sent = {"seen": made.waiver_seen}
    assert approver.post(reverse("recoveries:waive", args=[made.pk]), sent).status_code == 302
    opened = f'href="{page}"'
    for person, opens in ((cast.finance, True), (cast.clerk, False)):
        html = Template("{% load recoveries %}{% recoveries_of_batch batch %}").render(
            Context({"request": SimpleNamespace(user=person), "batch": arrived.batch})
        )
        assert made.number in html
        assert (opened in html) is opens
    stranger = as_user(UserFactory(union=cast.elsewhere, role=Role.FINANCE))
    assert stranger.get(page).status_code == 404
    assert as_user(cast.clerk).get(page).status_code == 403
