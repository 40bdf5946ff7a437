"""代收: somebody else is paid, with proof, as one asked and another approved; list, bank and database name
the same person."""

import uuid
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from funds.payments import selectors, services
from funds.payments.models import OtherPayee, Payment
from funds.payments.rules import SHIPPED
from funds.payments.selectors.institutions import list_bills
from funds.payments.selectors.others import list_others_to_decide
from funds.payments.selectors.statements import get_statement
from funds.payments.services import Other, PaymentRefused
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.kernel.checks import broken
from hardship.kernel.documents import make_id_number
from hardship.kernel.hidden import hide, hiding
from hardship.kernel.workflow import Refused
from tests.books import assert_books_balance
from tests.cases.archives.test_archive_pdf import read
from tests.cases.intakes.lists import picture, scan
from tests.factories import UserFactory
from tests.funds.payments.conftest import carry, failed, paid
from tests.funds.payments.gifts import CARD, NEW_CARD, THIRD_CARD
from tests.funds.payments.test_stood_in import acting_for, later, substitute  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E4")]

WIFE = Other(
    reason="unable", party="spouse", note="住院不能自理，由妻子代收", name="李芳",
    number=make_id_number("320602", date(1982, 3, 4), 2), bank_name="中国农业银行", bank_card=NEW_CARD,
)  # fmt: skip
SCHOOL = replace(
    WIFE, reason="direct", party="school", note="学费直接付给学校", name="江海市第一中学",
    number="91350100M000100Y43", bank_card="320601012345678901", in_place_of="收小雨 学号 2026031",
)  # fmt: skip


@pytest.fixture
def owed(gift):
    return gift()


def ask(payable, by, other=WIFE):
    return services.ask_other(payable_id=payable.pk, other=other, proof=scan(), by=by)


def step(row, action, by, comment="不再需要"):
    return services.take_other_step(other_id=row.pk, action=action, by=by, comment=comment)


def approved(payable, cast, other=WIFE):
    return step(ask(payable, cast.clerk, other), "approve", cast.approver)


def keys(row):
    return {finding.key for finding in selectors.find_findings([row])[row.pk]}


def test_whose_bill_it_is_is_masked_with_the_other_names(owed, cast):
    approved(owed, cast, SCHOOL)
    with hiding():
        row = OtherPayee.objects.get()
        assert hide(f"{row.in_place_of}，{row.name}") == "收*雨 学号 2026031，江海市第一中学"


def test_who_was_approved_is_paid_and_named_everywhere(owed, cast, as_user):
    row = approved(owed, cast)
    batch = carry([owed], cast, "sent")
    line = batch.payments.get()
    assert (line.payee, line.bank_card.reveal(), line.other) == ("李芳", NEW_CARD, row)
    assert line.owed_to == "替收礼人1（配偶代收）"
    assert owed.payee == "收礼人1", "whom the aid is for stays"
    file = services.make_file(batch_id=batch.pk, layout=SHIPPED["bars"], by=cast.finance)
    assert f"{NEW_CARD}|李芳|" in services.read_file(file).decode("gbk").replace(" ", "")
    client = as_user(cast.finance)
    page = client.get(reverse("payments:detail", args=[batch.pk])).content.decode()
    assert f'<a href="{reverse("payments:other", args=[row.pk])}">{line.owed_to}</a>' in page
    paper = client.get(reverse("payments:signatures", args=[batch.pk])).content
    assert "替收礼人1（配偶代收）" in "".join("".join(read(paper)[1]).split())
    services.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    assert_books_balance()


def test_one_asks_and_another_approves(owed, cast, substitute):  # noqa: F811
    row = ask(owed, cast.finance)
    for person in (cast.finance, cast.city_reviewer, UserFactory(union=cast.county, role=Role.APPROVER)):
        with pytest.raises((Refused, OtherPayee.DoesNotExist)):
            step(row, "approve", person)
    assert list(list_others_to_decide(cast.approver)) == [row]
    asker = later(cast.finance, Role.APPROVER, cast)
    assert not list_others_to_decide(asker).exists()
    with pytest.raises(Refused, match="不能审批自己的申请"):
        step(row, "approve", asker)
    made = step(row, "approve", acting_for(cast.approver, substitute))
    assert made.hand("decided") == f"李代办（代 {cast.approver.name}）"
    assert AuditRecord.objects.filter(action="other_payee.approve", target_id=str(made.pk)).count() == 1


def test_what_waits_or_was_declined_pays_nobody_else(owed, cast):
    row = ask(owed, cast.clerk)
    assert "other" in keys(owed)
    with pytest.raises(PaymentRefused, match="Y16 申请了由他人代收，还没有批准"):
        carry([owed], cast)
    with pytest.raises(Refused, match="必须填写意见"):
        step(row, "decline", cast.approver, comment=" ")
    step(row, "decline", cast.approver, "请本人来办")
    assert keys(owed) == set()
    assert carry([owed], cast).payments.get().payee == "收礼人1"


def test_another_account_is_another_request(owed, cast):
    row = approved(owed, cast)
    with pytest.raises(PaymentRefused, match="已有一份代收申请"):
        ask(owed, cast.clerk, replace(WIFE, bank_card=THIRD_CARD))
    batch = carry([owed], cast, "sent")
    services.record_results(batch_id=batch.pk, rows=[failed(1)], by=cast.finance)
    told = {"payment_id": batch.payments.get().pk, "bank_name": "建行", "bank_card": THIRD_CARD}
    with pytest.raises(PaymentRefused, match="请撤销原来的代收"):
        services.correct_account(by=cast.finance, **told)
    step(row, "void", cast.clerk)
    approved(owed, cast, replace(WIFE, bank_card=THIRD_CARD, bank_name="中国建设银行"))
    assert carry([owed], cast).payments.get().bank_card.reveal() == THIRD_CARD


def test_who_is_paid_does_not_change_while_a_line_is_live(owed, cast):
    row = approved(owed, cast)
    batch = carry([owed], cast)
    for person, action in ((cast.finance, "void"), (cast.clerk, "void")):
        with pytest.raises(Refused, match="请先移出"):
            step(row, action, person)
    services.take_step(batch_id=batch.pk, action="cancel", by=cast.finance, comment="重做")
    step(row, "void", cast.finance)
    carry([owed], cast)
    with pytest.raises(PaymentRefused, match="请先移出"):
        ask(owed, cast.clerk)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (replace(WIFE, number="320602198203040011"), "身份证号"),
        (replace(WIFE, bank_card="1234"), "银行卡号"),
        (replace(SCHOOL, number="12320600466000000X"), "信用代码"),
        (replace(SCHOOL, number=WIFE.number), "信用代码"),
    ],
)
def test_numbers_are_checked(owed, cast, other, words):
    with pytest.raises(PaymentRefused, match=words):
        ask(owed, cast.clerk, other)
    assert not OtherPayee.objects.exists()


def test_a_school_is_paid_at_its_own_account(owed, cast):
    approved(owed, cast, SCHOOL)
    assert keys(owed) == set()
    assert carry([owed], cast).payments.get().payee == "江海市第一中学"


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (replace(SCHOOL, reason="unable"), "两项要一致"),
        (replace(WIFE, reason="direct"), "两项要一致"),
        (replace(SCHOOL, in_place_of=" "), "替哪位病人或学生"),
        (replace(WIFE, in_place_of="王小雨"), "不用填写"),
    ],
)
def test_a_school_is_told_for_whom_and_nobody_else_is_paid_directly(owed, cast, other, words):
    with pytest.raises(PaymentRefused, match=words):
        ask(owed, cast.clerk, other)


def test_many_are_paid_at_the_account_of_one_school_each_on_its_own_line(gift, cast, as_user):
    """It is no shared card; the aid stays that of each person, and a list goes along with the money."""
    first, second, third = gift("100"), gift("250.50"), gift("30")
    pupils = {first: "收小雨 学号 1", second: "收小雪 学号 2"}
    for row, pupil in pupils.items():
        approved(row, cast, replace(SCHOOL, in_place_of=pupil))
    assert keys(first) == keys(second) == set()
    batch = carry([first, second, third], cast, "sent")
    lines = list(batch.payments.order_by("line"))
    assert [line.payee for line in lines[:2]] == [SCHOOL.name, SCHOOL.name]
    [bill] = list_bills(batch)
    assert (bill.count, bill.total) == (2, Decimal("350.50"))
    client = as_user(cast.finance)
    url = reverse("payments:institution", args=[batch.pk, bill.other.pk])
    assert f'href="{url}"' in client.get(reverse("payments:detail", args=[batch.pk])).content.decode()
    paper = "".join("".join(read(client.get(url).content)[1]).split())
    for words in ("收小雨学号1", "收小雪学号2", "收礼人1", "叁佰伍拾元零伍角", SCHOOL.name):
        assert words in paper
    assert "收礼人3" not in paper
    assert SCHOOL.bank_card not in paper
    logged = AuditRecord.objects.get(action="export.institution_list")
    assert (logged.target_id, logged.data["rows"]) == (str(batch.pk), 2)
    rows = [paid(1), failed(2, "账户不存在"), paid(3)]
    services.record_results(batch_id=batch.pk, rows=rows, by=cast.finance)
    [left] = list_bills(batch)
    assert [line.payable for line in left.payments] == [first], "what failed does not get there"
    [flow] = get_statement(subjects=[first.subject], people=[])
    assert flow.settled == 100, "the aid is that of the family"
    services.bounce(payment_id=lines[0].pk, on=timezone.localdate(), reason="账户已销", by=cast.finance)
    assert list_bills(batch) == []
    assert client.get(url).status_code == 404
    assert_books_balance()


def test_an_account_that_is_a_persons_too_is_looked_at(gift, cast):
    """Whoever asks for a friend's card in the name of a school is seen, from both sides."""
    mine, theirs = gift("10"), gift("20", bank_card=SCHOOL.bank_card)
    approved(mine, cast, SCHOOL)
    assert "shared" in keys(mine)
    assert "shared" in keys(theirs)


@pytest.mark.parametrize("changes", [{"name": "江海市第二中学"}, {"bank_card": "320601012345678902"}])
def test_a_school_that_is_another_one_or_has_another_account_is_looked_at(gift, cast, changes):
    first, second = gift("10"), gift("20")
    approved(first, cast, SCHOOL)
    approved(second, cast, replace(SCHOOL, **changes))
    assert keys(second) == {"name"}


def test_only_whose_business_it_is_asks(owed, cast):
    for person in (
        cast.reviewer, cast.approver, UserFactory(union=cast.county, role=Role.FINANCE),
    ):  # fmt: skip
        with pytest.raises(PaymentRefused, match="经办人或者付款工会"):
            ask(owed, person)


REQUEST = """INSERT INTO payments_otherpayee (uid, payable_id, union_id, state, reason, party, note,
        in_place_of, name, number, number_index, bank_name, bank_card, bank_card_index, proof, proof_type,
        proof_sha256, asked_at, asked_by_id, why, decided_at, decided_by_id)
    SELECT '{uid}', payable_id, union_id, '{state}', reason, party, note, '', name, number, number_index,
        bank_name, bank_card, bank_card_index, proof, proof_type, proof_sha256, now(), {finance}, 'x', now(),
        {approver}
    FROM payments_otherpayee"""


@pytest.mark.parametrize(
    ("sql", "constraint"),
    [
        (REQUEST.replace("{state}", "approved"), "other_payee_begins_asked"),
        (REQUEST.replace("{state}", "asked"), "other_payee_once"),
        ("DELETE FROM payments_otherpayee", "other_payee_stays"),
        ("UPDATE payments_otherpayee SET name = '王芳'", "other_payee_frozen"),
        ("UPDATE payments_otherpayee SET in_place_of = '王小雨'", "other_payee_frozen"),
        ("UPDATE payments_otherpayee SET bank_card_index = '\\x00'", "other_payee_frozen"),
        ("UPDATE payments_otherpayee SET state = 'approved'", "other_payee_decided_by_somebody"),
        ("""UPDATE payments_otherpayee SET state = 'approved', decided_at = now(),
            decided_by_id = asked_by_id""",
         "other_payee_by_another"),
        ("UPDATE payments_otherpayee SET state = 'void'", "other_payee_ended_with_reason"),
        ("""UPDATE payments_otherpayee SET state = 'approved', decided_at = now(), decided_by_id = {approver},
            decided_for_id = {finance}""", "other_payee_by_who_stands_in"),
    ],
)  # fmt: skip
def test_the_database_refuses(owed, cast, sql, constraint):
    ask(owed, cast.clerk)
    ids = {"finance": cast.finance.pk, "approver": cast.approver.pk, "uid": uuid.uuid4()}
    assert broken_by(sql.format(**ids)) == constraint


@pytest.mark.parametrize(
    "changes",
    [{"other": None}, {"payee": "收礼人1"}, {"bank_card_index": b"\x00"}, {"bank_name": "中国银行"}],
)
def test_the_database_lets_no_line_name_another(owed, cast, changes):
    """A line like the approved one, but for one thing."""
    row = approved(owed, cast)
    batch = carry([owed], cast)
    line = batch.payments.get()
    services.take_step(batch_id=batch.pk, action="cancel", by=cast.finance, comment="重做")
    told = {"other": row, "bank_card": NEW_CARD, **changes}
    line.pk, line.uid, line.line, line.state = None, uuid.uuid4(), 2, "ready"
    for name, value in told.items():
        setattr(line, name, value)
    with pytest.raises(DatabaseError, match="or who was approved instead"), transaction.atomic():
        line.save(force_insert=True)
    assert Payment.objects.count() == 1


def test_nor_an_account_that_nobody_approved(owed, cast):
    row = ask(owed, cast.clerk)
    step(row, "void", cast.clerk)
    line = carry([owed], cast).payments.get()
    assert line.bank_card.reveal() == CARD
    assert broken_by(f"UPDATE payments_payment SET other_id = {row.pk}") == "a payment line is frozen"
    now = "decided_at = now(), decided_by_id"
    ask_sql = f"UPDATE payments_otherpayee SET state = 'approved', {now} = {cast.approver.pk}"
    assert broken_by(ask_sql) == "other_payee_frozen"


@pytest.mark.parametrize("changes", [{"party": "school"}, {"reason": "direct"}, {"in_place_of": "王小雨"}])
def test_the_database_pays_no_school_but_directly_and_for_somebody(owed, cast, changes):
    row = ask(owed, cast.clerk)
    step(row, "void", cast.clerk)
    row.pk, row.uid, row.state, row.why = None, uuid.uuid4(), "asked", ""
    row.ended_at = row.ended_by = None
    for name, value in changes.items():
        setattr(row, name, value)
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        row.save(force_insert=True)
    assert broken(caught.value) == "other_payee_direct_to_institution"


def broken_by(sql):
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    diagnosis = caught.value.__cause__.diag
    return diagnosis.constraint_name or diagnosis.message_primary


def test_the_pages(owed, cast, as_user):
    client, url = as_user(cast.clerk), reverse("payments:other_ask", args=[owed.pk])
    told = {**vars(WIFE)}
    assert client.post(url, told).status_code == 422
    wrong = client.post(url, {**told, "number": "320602198203040011", "proof": upload()})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (409, ["number"])
    page = client.post(url, {**told, "proof": upload()}).headers["Location"]
    row = OtherPayee.objects.get()
    assert row.name in client.get(reverse("payments:others"), {"state": "asked"}).content.decode()
    approver, address = as_user(cast.approver), reverse("payments:other_step", args=[row.pk])
    proof = approver.get(reverse("payments:other_proof", args=[row.pk]))
    assert (proof.status_code, proof["Content-Type"]) == (200, "image/jpeg")
    assert approver.post(address, {"action": "decline", "comment": ""}).status_code == 409
    assert approver.post(address, {"action": "approve"}).status_code == 302
    assert approver.post(address, {"action": "approve"}).status_code == 409
    shown = as_user(cast.finance).get(reverse("payments:new")).content.decode()
    assert f'<a href="{page}">李芳（配偶代收）</a>' in shown
    stranger = as_user(UserFactory(union=cast.elsewhere, role=Role.APPROVER))
    for name in ("other", "other_proof"):
        assert stranger.get(reverse(f"payments:{name}", args=[row.pk])).status_code == 404
    assert stranger.post(address, {"action": "approve"}).status_code == 404


def upload():
    return SimpleUploadedFile("委托书.jpg", picture(), "image/jpeg")
