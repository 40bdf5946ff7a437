"""抵扣: what somebody owes is kept back of what is owed to them, as agreed; one asks and another decides."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cases.archives.selectors.aid import AID_SOURCES
from cases.outcomes.reports import paper_pdf
from cases.outcomes.reports.letters import result_letter
from cases.outcomes.states import PaperKind
from funds.ledgers import services as ledger
from funds.ledgers.models import Commitment, Journal
from funds.payments import selectors as owing
from funds.payments import services as payments
from funds.payments.models import Payable, Payment
from funds.payments.rules import SHIPPED
from funds.payments.services import PaymentRefused
from funds.recoveries import services
from funds.recoveries.models import Recovery, Repayment, SetOff
from funds.recoveries.selectors import list_to_decide, list_to_set_off
from funds.recoveries.services import RecoveryRefused
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.workflow import Refused
from hardship.messaging.models import Receipt
from tests.books import assert_books_balance, available, make_line
from tests.cases.archives.test_archive_pdf import read
from tests.cases.intakes.lists import picture, scan
from tests.factories import UserFactory, close_file, take
from tests.funds.payments.conftest import application_of, carry, failed, paid
from tests.funds.payments.test_recoveries import arrived, ask, recovery  # noqa: F401 (fixtures)
from tests.funds.payments.test_stood_in import acting_for, later, substitute  # noqa: F401 (fixtures)

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E4")]
TODAY = timezone.localdate


@pytest.fixture
def again(gift, arrived):  # noqa: F811
    """`again("50.00")`: a later payable of the person who was paid before."""

    def make(amount="50.00", **more):
        owed = arrived.payable
        same = {"name": owed.payee, "id_number": owed.id_number.reveal(), "subject": owed.subject}
        return gift(amount, **same | more)

    return make


def ask_off(recovery, payable, by, amount="20.00", **told):  # noqa: F811
    given = {"consented_on": TODAY(), "proof": scan("同意书"), **told}
    return services.ask_set_off(
        recovery_id=recovery.pk, payable_id=payable.pk, amount=Decimal(amount), by=by, **given
    )


def step(row, action, by, comment="本人改了主意"):
    return services.take_set_off_step(set_off_id=row.pk, action=action, by=by, comment=comment)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def keys(row):
    return {finding.key for finding in owing.find_findings([row])[row.pk]}


@pytest.fixture
def kept(recovery, again, cast):  # noqa: F811
    """20 of 50 yuan that were kept back of 60: the set-off."""
    return step(ask_off(recovery, again(), cast.finance), "approve", cast.approver)


def test_a_part_is_kept_back_and_the_rest_is_paid(recovery, again, cast):  # noqa: F811
    payable = again()
    row = ask_off(recovery, payable, cast.finance)
    assert (fresh(recovery).repaid, fresh(payable).left) == (0, 50)
    step(row, "approve", cast.approver)
    asked, owed = fresh(recovery), fresh(payable)
    assert (asked.state, asked.repaid, asked.left) == ("repaying", 20, 40)
    assert (owed.state, owed.left, owed.commitment.set_off, owed.commitment.committed) == ("open", 30, 20, 30)
    debt = Commitment.objects.get(payable=asked.payment.payable)
    assert (debt.paid, debt.recovered) == (80, 20)
    both = Journal.objects.filter(source=f"recoveries.setoff:{row.pk}").order_by("number")
    assert [journal.event for journal in both] == ["set_off", "recover"]
    assert_books_balance()
    batch = carry([owed], cast, "sent")
    line = batch.payments.get()
    assert (batch.total, line.amount, line.set_off_words) == (30, 30, "应付 50.00 元，抵扣 20.00 元")
    file = payments.make_file(batch_id=batch.pk, layout=SHIPPED["bars"], by=cast.finance)
    assert "30.00" in payments.read_file(file).decode("gbk")
    payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    payments.take_step(batch_id=batch.pk, action="close", by=cast.finance)
    held = fresh(owed.commitment)
    assert (fresh(owed).state, held.paid, held.committed) == ("paid", 50, 0)
    assert_books_balance()
    assert AuditRecord.objects.filter(action="recovery.approve_set_off").count() == 1
    assert Receipt.objects.get(message__kind="recoveries.set_off_answered").to == cast.finance


def test_all_of_it_is_kept_back_and_nothing_goes_to_the_bank(recovery, owed, line, cast, gifts, again):  # noqa: F811
    payable = again("60.00")
    row = step(ask_off(recovery, payable, cast.finance, "60.00"), "approve", cast.approver)
    asked, payable = fresh(recovery), fresh(payable)
    assert (asked.state, asked.left, asked.settled_by) == ("settled", 0, cast.approver)
    assert (payable.state, payable.set_off_on, payable.left) == ("paid", TODAY(), 0)
    assert not owing.list_own_unpaid(user=cast.finance).filter(pk=payable.pk).exists()
    assert row.repayment.serial == payable.number
    assert_books_balance()


def test_aid_that_was_kept_back_as_a_whole_is_aid(cast, owed):
    first, second = owed(2)
    batch = carry([first], cast, "sent")
    payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    recovery = ask(batch.payments.get(), cast.finance, str(first.amount))  # noqa: F811
    Payable.objects.filter(pk=second.pk).update(id_number_index=first.id_number_index)
    step(ask_off(recovery, second, cast.finance, str(second.amount)), "approve", cast.approver)
    given = AID_SOURCES["applications.application"].given()
    rows = {str(row.pk): (row.aid_on, row.aid_value) for row in given}
    assert rows == {second.source_key: (TODAY(), second.amount)}, "the first one came back whole"
    application = application_of(second)
    told = result_letter(application)
    assert (told["is_set_off"], [row.amount for row in told["set_offs"]]) == (True, [second.amount])
    letter = "".join("".join(read(paper_pdf(application, PaperKind.RESULT))[1]).split())
    assert f"抵扣应退回的{second.amount:,.2f}元（{recovery.number}）" in letter
    assert "银行代发" not in letter
    assert_books_balance()


def test_only_the_rest_fails_and_comes_back_from_the_bank(kept, cast):
    payable = fresh(kept.payable)
    batch = carry([payable], cast, "sent")
    payments.record_results(batch_id=batch.pk, rows=[failed(1, "账户冻结")], by=cast.finance)
    held = fresh(payable.commitment)
    assert (held.committed, held.paid, held.set_off) == (30, 20, 20)
    payments.correct_account(
        payment_id=batch.payments.get().pk, bank_name="农业银行", bank_card="6228480402564890018",
        by=cast.finance,
    )  # fmt: skip
    batch = carry([payable], cast, "sent")
    payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    payments.bounce(payment_id=batch.payments.get().pk, on=TODAY(), reason="账号注销", by=cast.finance)
    held = fresh(payable.commitment)
    assert (held.committed, held.paid, held.set_off, fresh(payable).state) == (30, 20, 20, "open")
    assert_books_balance()


def test_only_what_the_same_person_is_owed_and_nobody_pays_yet(recovery, again, gift, cast):  # noqa: F811
    mine = again()
    assert list(list_to_set_off(recovery)) == [mine]
    for strange in (gift(), recovery.payment.payable):
        with pytest.raises(RecoveryRefused, match="同一个人"):
            ask_off(recovery, strange, cast.finance)
    batch = carry([mine], cast)
    with pytest.raises(RecoveryRefused, match="同一个人"):
        ask_off(recovery, mine, cast.finance)
    payments.take_step(batch_id=batch.pk, action="cancel", by=cast.finance, comment="重做")
    with pytest.raises(RecoveryRefused, match=r"最多抵扣 50\.00 元"):
        ask_off(recovery, mine, cast.finance, "50.01")
    with pytest.raises(RecoveryRefused, match=r"最多抵扣 60\.00 元"):
        ask_off(recovery, again("70.00"), cast.finance, "60.01")
    with pytest.raises(RecoveryRefused, match="同意的日期"):
        ask_off(recovery, mine, cast.finance, consented_on=TODAY() + timedelta(days=1))
    ask_off(recovery, mine, cast.finance, "50.00")
    with pytest.raises(RecoveryRefused, match="同一个人"):
        ask_off(recovery, mine, cast.finance, "1.00")


def test_one_asks_and_another_decides(recovery, again, cast, substitute):  # noqa: F811
    row = ask_off(recovery, again(), cast.finance)
    for person in (cast.finance, cast.city_reviewer, UserFactory(union=cast.county, role=Role.APPROVER)):
        with pytest.raises((Refused, SetOff.DoesNotExist)):
            step(row, "approve", person)
    assert list(list_to_decide(cast.approver)) == [row]
    asker = later(cast.finance, Role.APPROVER, cast)
    assert not list_to_decide(asker).exists()
    with pytest.raises(Refused, match="不能批准自己的申请"):
        step(row, "approve", asker)
    done = step(row, "approve", acting_for(cast.approver, substitute))
    assert done.hand("decided") == f"李代办（代 {cast.approver.name}）"


def test_nothing_is_paid_while_it_waits_and_all_of_it_when_it_is_declined(recovery, again, cast):  # noqa: F811
    payable = again()
    row = ask_off(recovery, payable, cast.finance)
    assert keys(payable) >= {"set_off"}
    with pytest.raises(PaymentRefused, match="申请了从这笔款里抵扣"):
        carry([payable], cast)
    with pytest.raises(Refused):
        step(row, "decline", cast.approver, comment=" ")
    row = step(row, "decline", cast.approver, comment="家里等钱治病")
    assert (row.state, row.why, fresh(recovery).repaid) == ("declined", "家里等钱治病", 0)
    assert step(ask_off(recovery, payable, cast.finance), "withdraw", cast.finance).state == "withdrawn"
    assert carry([payable], cast).total == 50
    assert_books_balance()


def test_what_keeps_money_from_leaving_keeps_it_from_being_set_off(recovery, again, cast, gifts):  # noqa: F811
    payable = again()
    row = ask_off(recovery, payable, cast.finance)
    gifts.blockers[payable.source_key] = "批准已撤销"
    with pytest.raises(PaymentRefused, match="批准已撤销"):
        step(row, "approve", cast.approver)
    assert not Repayment.objects.exists()


def test_it_is_asked_anew_when_less_is_left(recovery, again, cast):  # noqa: F811
    row = ask_off(recovery, again(), cast.finance, "50.00")
    services.repay(
        recovery_id=recovery.pk, amount=Decimal(30), on=TODAY(), serial="1", by=cast.finance, key=uuid.uuid4()
    )
    with pytest.raises(Refused, match="按现在的数重新申请"):
        step(row, "approve", cast.approver)


def test_what_was_kept_back_is_not_cancelled(kept, again, cast):
    with pytest.raises(PaymentRefused, match="抵扣了追回的钱，不能取消"):
        payments.void_payables(source=kept.payable.source, by=cast.approver)
    whole = step(
        ask_off(fresh(kept.recovery), again("40.00"), cast.finance, "40.00"), "approve", cast.approver
    )
    void = "UPDATE payments_payable SET state = 'void', voided_at = now(), voided_by_id = %s WHERE id = %s"
    with pytest.raises(DatabaseError, match="has left"), transaction.atomic():
        run(void, cast.approver.pk, whole.payable_id)


def test_the_rest_is_given_up_when_the_file_left(cast, owed, line):
    first, second = owed(2)
    batch = carry([first], cast, "sent")
    payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    debt = ask(batch.payments.get(), cast.finance, "60.00")
    Payable.objects.filter(pk=second.pk).update(id_number_index=first.id_number_index)
    step(ask_off(debt, second, cast.finance), "approve", cast.approver)
    application, before = application_of(second), available(line)
    close_file(application.household)
    with pytest.raises(PaymentRefused, match="撤销批准"):
        carry([second], cast)
    take(application, "revoke", by=cast.approver, comment="档案已注销")
    second = fresh(second)
    held = second.commitment
    assert (second.state, second.set_off_on) == ("void", TODAY())
    assert (held.committed, held.paid, held.set_off) == (0, 20, 20)
    assert available(line) - before == second.amount - 20
    given = AID_SOURCES["applications.application"].given()
    rows = {str(row.pk): (row.aid_on, row.aid_value) for row in given}
    assert rows[second.source_key] == (TODAY(), 20)
    assert_books_balance()


def run(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def refused(constraint, act, *parameters, at_commit=False):
    def attempt():
        with transaction.atomic():
            run(act, *parameters) if isinstance(act, str) else act()
            if at_commit:
                run("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(DatabaseError) as error:
        attempt()
    return error.value.__cause__.diag.constraint_name == constraint


def test_the_database_refuses(recovery, again, gift, cast):  # noqa: F811
    payable = again()
    row = ask_off(recovery, payable, cast.finance)
    change = "UPDATE recoveries_setoff SET {} WHERE id = %s"
    approve = change.format("state = 'approved', decided_at = now(), decided_by_id = %s")
    assert refused("set_off_by_another", approve, cast.finance.pk, row.pk)
    assert refused("set_off_booked", approve, cast.approver.pk, row.pk, at_commit=True)
    assert refused("set_off_decided", change.format("state = 'approved'"), row.pk)
    assert refused(
        "set_off_ended_with_reason", approve.replace("approved", "declined"), cast.approver.pk, row.pk
    )
    assert refused("set_off_frozen", change.format("amount = 30"), row.pk)
    assert refused("set_off_by_who_stands_in", change.format("decided_for_id = %s"), cast.approver.pk, row.pk)
    assert refused("set_off_stays", "DELETE FROM recoveries_setoff WHERE id = %s", row.pk)
    line = Payment(
        batch=carry([gift()], cast), line=9, payable=payable, union=payable.union, payee=payable.payee,
        amount=50, bank_card="6222021001116245702", bank_card_index=payable.bank_card_index,
    )  # fmt: skip
    assert refused("payment_waits_for_set_off", line.save)

    def another(**more):
        paper = {"proof": "x", "proof_type": "image/jpeg", "proof_sha256": "x", "consented_on": TODAY()}
        given = {"payable": again(), "amount": 1, "recovery": recovery, "union": recovery.union}
        made = SetOff(**given | paper | {"asked_by": cast.finance} | more)
        return made.save

    assert refused("set_off_waits_once", another(payable=payable))
    assert refused("set_off_of_what_is_open", another(payable=gift()))
    assert refused("set_off_of_what_is_open", another(payable=recovery.payment.payable))
    assert refused("set_off_of_what_is_open", another(amount=51))
    assert refused("set_off_of_what_is_open", another(union=cast.county))
    assert refused("set_off_begins_asked", another(state="approved"))
    assert refused("set_off_consented", another(proof=""))


def test_the_database_sets_off_what_was_approved_alone(kept, recovery, again, cast):  # noqa: F811
    payable = again()

    def alone():
        ledger.set_off(
            commitment_id=payable.commitment_id, amount=Decimal(5), source="x:1", by=cast.finance,
            key=uuid.uuid4(), on=TODAY(),
        )  # fmt: skip

    assert refused("set_off_approved", alone, at_commit=True)
    back = """INSERT INTO recoveries_repayment
        (recovery_id, key, amount, "on", way, serial, at, by_id, set_off_id)
        VALUES (%s, gen_random_uuid(), 1, current_date, %s, '1', now(), %s, %s)"""
    waiting = ask_off(recovery, payable, cast.finance)
    assert refused("repayment_way_known", back, recovery.pk, "set_off", cast.finance.pk, None)
    assert refused("repayment_way_known", back, recovery.pk, "bank", cast.finance.pk, waiting.pk)
    assert refused(
        "set_off_approved", f"SET CONSTRAINTS recoveries_repayment_set_off_approved IMMEDIATE; {back}",
        recovery.pk, "set_off", cast.finance.pk, waiting.pk,
    )  # fmt: skip
    assert refused("set_off_frozen", "UPDATE recoveries_setoff SET why = 'x' WHERE id = %s", kept.pk)
    wrong = "UPDATE payments_payable SET state = 'paid' WHERE id = %s"
    with pytest.raises(DatabaseError, match="paid by its payment"), transaction.atomic():
        run(wrong, kept.payable_id)


def test_a_sum_on_several_lines_is_not_set_off(cast, line):
    other = make_line(cast.finance, "100")
    held = ledger.commit_on(
        draws=[ledger.Draw(line.pk, "living", Decimal(60)), ledger.Draw(other.pk, "living", Decimal(40))],
        source="tests.business:9", by=cast.approver, key=uuid.uuid4(), on=TODAY(),
    )  # fmt: skip
    told = {"source": "x:1", "by": cast.finance, "key": uuid.uuid4(), "on": TODAY()}
    with pytest.raises(ledger.LedgerRefused, match="几个指标"):
        ledger.set_off(commitment_id=held.pk, amount=Decimal(100), **told)


def test_no_more_is_set_off_than_is_held(cast, line, again):
    told = {"source": "x:1", "by": cast.finance, "key": uuid.uuid4(), "on": TODAY()}
    with pytest.raises(ledger.NotHeld, match=r"50\.00 元"):
        ledger.set_off(commitment_id=again().commitment_id, amount=Decimal("50.01"), **told)


def test_the_pages(recovery, again, cast, as_user):  # noqa: F811
    url, new = (reverse(f"recoveries:{name}", args=[recovery.pk]) for name in ("recovery", "set_off_new"))
    client = as_user(cast.finance)
    assert new not in client.get(url).content.decode()
    assert "没有可以抵扣的款项" in client.get(new).content.decode()
    payable = again()
    assert new in client.get(url).content.decode()
    assert "待发放 50.00 元" in client.get(new).content.decode()
    told = {"payable": payable.pk, "amount": "20", "consented_on": str(TODAY())}
    assert client.post(new, told).status_code == 422
    for amount, status in (("60", 409), ("20", 302)):
        paper = SimpleUploadedFile("同意书.jpg", picture())
        answer = client.post(new, {**told, "amount": amount, "proof": paper})
        assert answer.status_code == status
    row = SetOff.objects.get()
    page = reverse("recoveries:set_off", args=[row.pk])
    assert client.get(reverse("recoveries:set_off_proof", args=[row.pk])).getvalue().startswith(b"\xff\xd8")
    assert "不能批准自己" not in client.get(page).content.decode()
    client = as_user(cast.approver)
    assert "同意抵扣" in client.get(page).content.decode()
    send = reverse("recoveries:set_off_step", args=[row.pk])
    assert client.post(send, {"action": "decline", "comment": ""}).status_code == 409
    assert client.post(send, {"action": "approve"}).status_code == 302
    shown = client.get(page).content.decode()
    assert "台账凭证" in shown
    assert cast.approver.name in shown
    letter = client.get(reverse("recoveries:letter", args=[recovery.pk])).content
    assert "里抵扣20.00元，计入已退回" in "".join("".join(read(letter)[1]).split())
    client = as_user(cast.finance)
    assert "应付 50.00 元，抵扣 20.00 元" in client.get(reverse("payments:new")).content.decode()
    batch = carry([fresh(payable)], cast)
    detail = client.get(reverse("payments:detail", args=[batch.pk])).content.decode()
    assert "应付 50.00 元，抵扣 20.00 元" in detail
    assert fresh(Recovery.objects.get()).repaid == 20
