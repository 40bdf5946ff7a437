"""资金往来: what a family or a person was promised, got and gave back is what the postings say."""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from funds.ledgers import services as ledger
from funds.loans import services as loans
from funds.payments import services as payments
from funds.payments.models import Payable, Payee
from funds.payments.selectors.statements import SUMMED, add_up, get_statement
from hardship.audit.models import AuditRecord
from hardship.demo import clock
from tests.books import assert_books_balance, make_line
from tests.cases.aid.test_records import make_file
from tests.cases.archives.test_archive_pdf import read
from tests.cases.people.test_people import listed
from tests.funds.payments.conftest import carry, paid
from tests.funds.payments.test_recoveries import arrived, recovery  # noqa: F401 (fixtures)
from tests.funds.payments.test_set_offs import again, kept  # noqa: F401 (fixtures)
from tests.funds.payments.test_set_offs_undone import undo

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E5")]
FAMILY = "household:1"
# What each commitment that somebody is owed for holds now, by line, straight from the tables.
HELD = """
    SELECT c.line_id, sum(c.paid), sum(c.committed + c.in_transit), sum(c.recovered), sum(c.set_off)
    FROM ledgers_commitment c JOIN payments_payable p ON p.commitment_id = coalesce(c.part_of_id, c.id)
    GROUP BY c.line_id"""
PAID = """
    SELECT a.line_id, b.credit - b.debit FROM ledgers_balance b JOIN ledgers_account a ON a.id = b.account_id
    WHERE b.bucket = 'paid' AND b.credit <> b.debit"""


def asked(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {line: tuple(rest) for line, *rest in cursor.fetchall()}


def settle(payable, cast):
    batch = carry([payable], cast, "sent")
    payments.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    return batch


def test_it_is_what_the_postings_say_to_the_cent(kept, gift, cast):  # noqa: F811
    """100 arrived, 20 of the 60 that are asked back were kept of 50; 70 for another family bounced; 40 were
    given up; 900 were lent, of which 300 came back."""
    settle(Payable.objects.get(pk=kept.payable.pk), cast)
    other = gift("70.00", subject="household:2")
    batch = settle(other, cast)
    payments.bounce(
        payment_id=batch.payments.get().pk, reason="账号不存在", on=timezone.localdate(), by=cast.finance
    )
    dropped = gift("40.00", subject=FAMILY)
    payments.void_payables(source=dropped.source, by=cast.approver)
    ledger.release(
        commitment_id=dropped.commitment_id, by=cast.finance, key=uuid.uuid4(), on=timezone.localdate(),
        reason="撤回",
    )  # fmt: skip
    pool = make_line(cast.finance, "20000", use="revolving")
    loan = loans.grant_loan(
        terms=loans.Terms(
            line_id=pool.pk, subject=FAMILY, amount=Decimal(900), purpose="早餐摊位",
            payee=Payee("王秀梅", "110101197001011465", "工商银行", "", "6222020200112233446"),
            parts=[(timezone.localdate() + timedelta(days=30), Decimal(900))], approval_no="纪要 5 号",
        ),
        by=cast.approver,
    )  # fmt: skip
    settle(Payable.objects.get(commitment=loan.commitment_id), cast)
    loans.repay_loan(
        loan_id=loan.pk, amount=Decimal(300), by=cast.finance, on=timezone.localdate(), way="bank",
        serial="0001", key=uuid.uuid4(),
    )  # fmt: skip
    given, lent = get_statement(subjects={FAMILY}, people=set())
    assert [getattr(given, name) for name in SUMMED] == [190, 0, 40, 130, 0, 20, 20, 0, 130, 0]
    assert [getattr(lent, name) for name in SUMMED] == [900, 0, 0, 900, 0, 0, 300, 0, 600, 0]
    assert (given.kind, lent.kind) == ("发放", "借款")
    [away] = get_statement(subjects={"household:2"}, people=set())
    assert [getattr(away, name) for name in SUMMED] == [70, 0, 0, 70, 70, 0, 0, 0, 0, 70]
    every = get_statement(subjects={FAMILY, "household:2"}, people=set())
    sums = add_up(every)
    held, bucket = asked(HELD), asked(PAID)
    assert sums["kept"] == sum(yuan for [yuan] in bucket.values())
    assert [sums[name] for name in ("kept", "open", "recovered", "set_off")] == [
        sum(column) for column in zip(*held.values(), strict=True)
    ]
    assert_books_balance()


def test_what_was_approved_in_december_is_paid_in_january_from_the_carried_line(kept, gift, cast):  # noqa: F811
    """50 of which 20 were set off stay on their line; 40 go along, are paid by a batch and come back."""
    today = timezone.localdate()
    payable, away = gift("40.00", subject="household:2"), kept.payable.commitment
    line = payable.commitment.line
    with clock.at(date(today.year + 1, 1, 5)):
        made = ledger.carry_over(union=cast.city, year=today.year, by=cast.finance, key=uuid.uuid4())
        assert sorted(row.event for row in made) == ["carry", "carry_held"]
        away.refresh_from_db()
        assert away.line == line
        batch = settle(payable, cast)
        before, after = get_statement(subjects={"household:2"}, people=set())[::-1]
        assert [getattr(before, name) for name in SUMMED] == [40, -40, 0, 0, 0, 0, 0, 0, 0, 0]
        assert [getattr(after, name) for name in SUMMED] == [0, 40, 0, 40, 0, 0, 0, 0, 40, 0]
        assert (before.year, after.year) == (today.year, today.year + 1)
        payments.bounce(
            payment_id=batch.payments.get().pk, reason="销户", on=timezone.localdate(), by=cast.finance
        )
    payable.refresh_from_db()
    assert (payable.state, payable.commitment.committed) == ("open", 40)
    assert payable.commitment.line.year == today.year + 1
    assert_books_balance()


def test_a_reversal_is_less_of_what_it_takes_back(kept, cast):  # noqa: F811
    before = add_up(get_statement(subjects={FAMILY}, people=set()))
    undo(kept, cast)
    after = add_up(get_statement(subjects={FAMILY}, people=set()))
    assert (before["set_off"], after["set_off"]) == (20, 0)
    assert after["open"] == before["open"] + 20


def test_a_family_a_person_and_nobody_else(cast, as_user, gift):
    household = make_file(cast.union)
    number = household.head.id_number.reveal()
    settle(gift("88.80", subject=f"household:{household.pk}", name="王秀兰", id_number=number), cast)
    off_file = listed(cast.clerk)
    gift("11.10", subject="household:999999", name=off_file.name, id_number=off_file.id_number.reveal())
    gift("22.20", subject="household:999998")
    client, pages = as_user(cast.clerk), {}
    url = reverse("aid:statement", args=[household.pk])
    for name, address in (
        ("family", url),
        ("head", f"{url}?person={household.head.uid}"),
        ("unknown", f"{url}?person={uuid.uuid4()}"),
        ("person", reverse("aid:person_statement", args=[off_file.uid])),
        ("case", reverse("desk:case", args=[household.pk]) + "?tab=aid"),
    ):
        pages[name] = client.get(address).content.decode()
    assert all("88.80" in pages[name] for name in ("family", "head", "unknown"))
    assert "11.10" in pages["person"]
    assert "88.80" not in pages["person"]
    assert url in pages["case"]
    assert "22.20" not in "".join(pages.values())
    book = client.post(reverse("aid:statement_export", args=[household.pk]))
    cells = [cell.value for row in openpyxl.load_workbook(BytesIO(book.getvalue())).active for cell in row]
    assert Decimal("88.80") in [Decimal(str(cell)) for cell in cells if isinstance(cell, float)]
    paper = client.get(reverse("aid:statement_pdf", args=[household.pk]))
    assert "88.80" in "".join(read(paper.getvalue())[1])
    assert AuditRecord.objects.filter(action="export.statement").count() == 2
    assert number not in "".join([*pages.values(), *(str(cell) for cell in cells)])
    stranger = as_user(cast.stranger)
    for name, key in (
        ("statement", household.pk), ("statement_pdf", household.pk), ("person_statement", off_file.uid)
    ):  # fmt: skip
        assert stranger.get(reverse(f"aid:{name}", args=[key])).status_code == 404
    assert as_user(cast.administrator).get(url).status_code == 403
