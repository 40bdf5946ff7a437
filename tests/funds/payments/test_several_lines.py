"""A sum on several lines is one payment; whoever reads it sees each line with its yuan."""

import uuid
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from funds.books.services import draw_vouchers
from funds.ledgers import services as ledger
from funds.ledgers.models import Fund, Use
from funds.payments import reports, selectors, services
from funds.payments.columns import ROSTER
from funds.payments.filters import RosterFilter
from funds.payments.models import Payee
from funds.recoveries.services import ask_set_off, open_recovery, repay, take_set_off_step
from hardship.accounts.states import Role
from hardship.kernel.documents import make_id_number
from tests.books import assert_books_balance, make_line
from tests.cases.intakes.lists import scan
from tests.factories import UserFactory
from tests.funds.ledgers.test_handing import text_of
from tests.funds.payments.conftest import carry, paid
from tests.funds.payments.gifts import CARD, KIND

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E3")]
NAMES = "中央专项 3,000.00 元；会费 800.00 元"


@pytest.fixture
def both(cast, gifts):
    """A payment of 3000 and 800 yuan on two lines, beside one on the first alone, at the bank and paid."""
    lines = [
        make_line(cast.finance, "4000", name="中央专项", source="upper_union"),
        make_line(cast.finance, "900", name="会费", source="dues", use="medical"),
    ]
    gifts.payees["9"] = Payee(
        "王秀梅", make_id_number("320602", timezone.localdate().replace(1980), 1), "工行", "", CARD
    )
    draws = [
        ledger.Draw(line.pk, line.use_id, Decimal(yuan))
        for line, yuan in zip(lines, (3000, 800), strict=True)
    ]
    held = ledger.commit_on(
        draws=draws, source=f"{KIND}:9", by=cast.approver, key=uuid.uuid4(), on=timezone.localdate()
    )
    owed = services.Owed(source=f"{KIND}:9", number="礼-9", purpose="节日慰问", subject="household:9")
    several = services.create_payable(
        union=cast.union,
        owed=owed,
        commitment=held,
        payee=gifts.payees["9"],
        by=cast.approver,
        amount=held.whole,
    )
    single = gifts.owe(union=cast.union, line=lines[0], by=cast.approver, amount="100")
    batch = carry([several, single], cast, "sent")
    services.record_results(batch_id=batch.pk, rows=[paid(1), paid(2)], by=cast.finance)
    return several, single


def test_the_roster_names_every_line_with_its_yuan(both, cast, django_assert_max_num_queries):
    rows = selectors.list_roster(user=cast.finance)
    columns = [column for column in ROSTER if column.key in ("amount", "fund", "document_no")]
    content, _count = reports.roster_workbook(rows, columns, user=cast.finance, filters={}, reveal=True)
    cells = [str(cell) for row in load_workbook(BytesIO(content)).active.values for cell in row]
    assert NAMES in cells
    assert "中央专项" in cells
    assert sum("；" in cell and "财社" in cell and "800.00 元" in cell for cell in cells) == 1
    with django_assert_max_num_queries(2):
        assert {row.payable.fund_names for row in rows} == {NAMES, "中央专项"}


def test_a_fund_and_a_use_find_what_they_pay_a_part_of(both, cast):
    def found(**query):
        rows = selectors.list_roster(user=cast.finance)
        return {row.payable for row in RosterFilter(query, queryset=rows, user=cast.finance).qs}

    funds = {fund.name: fund.pk for fund in Fund.objects.all()}
    assert found(fund=funds["会费"]) == {both[0]}
    assert found(fund=funds["中央专项"]) == set(both)
    assert found(use=Use.objects.get(code="medical").pk) == {both[0]}


def test_the_paper_to_sign_names_them(both):
    paper = "".join(text_of(reports.signature_roster(both[0].payments.get().batch)).split())
    assert paper.count(NAMES.replace(" ", "")) == 1
    assert paper.count("中央专项") == 1


def test_a_recovery_names_them(both, cast, client):
    made = open_recovery(
        payment_id=both[0].payments.get().pk, reason="overpaid", note="多发", amount=Decimal(1),
        due_on=timezone.localdate(), by=cast.finance,
    )  # fmt: skip
    client.force_login(cast.finance)
    assert NAMES in client.get(reverse("recoveries:recovery", args=[made.pk])).content.decode()


@pytest.mark.requirement("E4")
def test_a_part_of_it_comes_back_to_each_line(both, cast, gifts):
    recovery = open_recovery(
        payment_id=both[0].payments.get().pk, reason="overpaid", note="多发", amount=Decimal(760),
        due_on=timezone.localdate(), by=cast.finance,
    )  # fmt: skip
    repay(
        recovery_id=recovery.pk, amount=Decimal(380), on=timezone.localdate(), serial="1", by=cast.finance,
        key=uuid.uuid4(),
    )  # fmt: skip
    at_commit()
    payee = gifts.payees["9"]
    later = gifts.owe(
        union=cast.union, line=make_line(cast.finance, "400"), by=cast.approver, amount="380",
        name=payee.name, id_number=payee.id_number,
    )  # fmt: skip
    asked = ask_set_off(
        recovery_id=recovery.pk, payable_id=later.pk, amount=Decimal(380), by=cast.finance,
        consented_on=timezone.localdate(), proof=scan("同意书"),
    )  # fmt: skip
    take_set_off_step(set_off_id=asked.pk, action="approve", by=cast.approver)
    at_commit()
    recovery.refresh_from_db()
    assert (recovery.state, recovery.left) == ("settled", 0)
    both[0].commitment.refresh_from_db()
    pieces = both[0].commitment.pieces
    assert {(row.amount, row.recovered) for row in pieces} == {(3000, 600), (800, 160)}
    assert_books_balance()


def at_commit():
    """What the database checks when the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_its_voucher_books_the_share_of_each_line(both, cast):
    second = UserFactory(union=cast.city, role=Role.FINANCE)
    month = timezone.localdate().replace(day=1)
    [voucher] = draw_vouchers(union=cast.city, month=month, by=second)
    rows = voucher.entries.order_by("position").select_related("fund")
    told = {(row.subject, row.fund.name): (row.side, row.amount) for row in rows}
    assert told == {
        ("50404", "中央专项"): ("D", 3100), ("102", "中央专项"): ("C", 3100),
        ("50404", "会费"): ("D", 800), ("102", "会费"): ("C", 800),
    }  # fmt: skip
