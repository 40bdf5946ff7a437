"""A batch in cash: no accounts, envelopes in notes and coins, signed for line by line, no bank anywhere."""

import uuid
from decimal import Decimal
from io import BytesIO
from itertools import pairwise

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some
from openpyxl import load_workbook

from funds.payments import selectors, services
from funds.payments.models import Payment, PaymentBatch
from funds.payments.rules import SHIPPED
from funds.payments.rules.envelopes import add_sheets, break_down, worth
from funds.payments.selectors.envelopes import get_envelopes
from funds.payments.services import PaymentRefused
from funds.payments.states import BatchState
from hardship.accounts.states import Role
from hardship.audit.models import AuditRecord
from hardship.desk.selectors import count_each
from hardship.kernel.checks import broken
from hardship.kernel.money import PIECES
from tests.books import assert_books_balance
from tests.cases.archives.test_archive_pdf import read
from tests.factories import UserFactory
from tests.funds.payments.conftest import carry, failed, paid
from tests.funds.payments.test_others import SCHOOL, WIFE, approved

pytestmark = [pytest.mark.django_db]


def in_cash(payables, cast, state="made", **more):
    """A batch in cash, carried by the three people to a state."""
    ids = [row.pk for row in payables]
    batch = services.make_batch(payable_ids=ids, title="慰问金", by=cast.finance, method="cash", **more)
    for at, action, by in (("checked", "check", cast.city_reviewer), ("released", "release", cast.approver)):
        if state in (at, "released", "sent"):
            batch = services.take_step(batch_id=batch.pk, action=action, by=by)
    if state == "sent":
        batch = fetch(batch, UserFactory(union=cast.city, role=Role.CASHIER))
    return batch


def fetch(batch, by):
    return services.send_batch(batch_id=batch.pk, on=timezone.localdate(), by=by)


class TestNotesAndCoins:
    @pytest.mark.parametrize(
        ("amount", "sheet"),
        [
            ("1000", {"100": 10}),
            ("388.88", {"100": 3, "50": 1, "20": 1, "10": 1, "5": 1, "1": 3, "0.5": 1, "0.1": 3, "0.01": 8}),
            ("0.01", {"0.01": 1}),
            ("90", {"50": 1, "20": 2}),
        ],
    )
    def test_an_amount_is_in_the_fewest_pieces(self, amount, sheet):
        assert break_down(Decimal(amount)) == sheet

    def test_parts_of_a_fen_are_nothing(self):
        with pytest.raises(ValueError, match="whole fen"):
            break_down(Decimal("1.005"))

    @given(some.lists(some.decimals("0.01", "99999.99", places=2), max_size=8))
    def test_the_pieces_come_to_the_amounts(self, amounts):
        sheets = [break_down(amount) for amount in amounts]
        assert worth(add_sheets(sheets)) == sum(amounts)
        assert [worth(sheet) for sheet in sheets] == amounts
        for sheet in sheets:  # nobody gets two fifties
            assert all(sheet.get(small, 0) * Decimal(small) < Decimal(big)
                       for big, small in pairwise(PIECES))  # fmt: skip


@pytest.mark.requirement("E4")
def test_cash_is_handed_out_against_signatures(gift, cast, as_user):
    """Somebody without a card, and somebody whose card is wrong, are paid like others."""
    rows = [gift("388.88", bank_card="", bank_name=""), gift("500", bank_card="1234"), gift("20.10")]
    with pytest.raises(PaymentRefused, match="没有登记银行卡号"):
        carry(rows[:1], cast)
    batch = in_cash(rows, cast, "released")
    assert {line.bank_card.reveal() for line in batch.payments.all()} == {""}
    assert batch.get_state_display() == "待提取现金"
    with pytest.raises(PaymentRefused, match="还没有登记提取现金"):
        services.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    batch = fetch(batch, UserFactory(union=cast.city, role=Role.CASHIER))
    assert (batch.sent_way, batch.get_state_display()) == ("cash", "现金发放中")
    answers = [paid(1, serial="第 1 页"), failed(2, "没有来领"), paid(3)]
    services.record_results(batch_id=batch.pk, rows=answers, by=cast.finance)
    batch.refresh_from_db()
    words = [line.get_state_display() for line in batch.payments.order_by("line")]
    assert (batch.state, words) == (BatchState.SETTLED, ["已签领", "没有领取", "已签领"])
    assert rows[1] in [choice.payable for choice in selectors.list_choices(user=cast.finance, in_cash=True)]
    assert rows[1] not in [choice.payable for choice in selectors.list_choices(user=cast.finance)]
    again = in_cash([rows[1]], cast, "sent")
    services.record_results(batch_id=again.pk, rows=[paid(1)], by=cast.finance)
    assert_books_balance()


def test_who_did_not_come_for_cash_is_not_one_whom_the_bank_refused(gift, cast):
    row = gift()
    batch = in_cash([row], cast, "sent")
    services.record_results(batch_id=batch.pk, rows=[failed(1, "没有来领")], by=cast.finance)
    [choice] = selectors.list_choices(user=cast.finance)
    assert (choice.payable, choice.last_failed, choice.is_ready) == (row, None, True)
    assert carry([row], cast, "sent").payments.get().bank_card.reveal()


def test_who_holds_the_cash_does_not_say_who_got_it(gift, cast, as_user):
    """Else the one cashier of a union could not enter the payout, of a voucher that they made."""
    cashier = UserFactory(union=cast.city, role=Role.CASHIER)
    batch = in_cash([gift()], cast, "released")
    fetch(batch, cashier)
    with pytest.raises(PaymentRefused, match="由财务对照签名登记"):
        services.record_results(batch_id=batch.pk, rows=[paid(1)], by=cashier)
    page = as_user(cashier).get(reverse("payments:detail", args=[batch.pk])).content.decode()
    assert 'name="line1-result"' not in page
    counts = [{duty.label: n for duty, n in count_each(who)} for who in (cashier, cast.finance)]
    assert [one.get("待登记银行结果", 0) for one in counts] == [0, 1]


def test_who_fetched_the_cash_does_not_say_who_got_it(gift, cast, as_user):
    """Nor a substitute for them: one who pockets an envelope could enter that it was signed for."""
    batch = fetch(in_cash([gift()], cast, "released"), cast.finance)
    with pytest.raises(PaymentRefused, match="提取现金是您登记的，谁签领了请另一位"):
        services.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    page = as_user(cast.finance).get(reverse("payments:detail", args=[batch.pk])).text
    assert ('name="line1-result"' in page, "提取现金是您登记的" in page) == (False, True)
    assert {duty.label: n for duty, n in count_each(cast.finance)}.get("待登记银行结果", 0) == 0
    with pytest.raises(DatabaseError, match="who fetched the cash"), transaction.atomic():
        batch.payments.update(
            state="paid", paid_on=timezone.localdate(), resolved_at=timezone.now(), resolved_by=cast.finance
        )  # fmt: skip
    another = UserFactory(union=cast.city, role=Role.FINANCE)
    services.record_results(batch_id=batch.pk, rows=[paid(1)], by=another)
    batch.refresh_from_db()
    assert batch.state == BatchState.SETTLED


def test_a_long_batch_is_signed_for_in_turns(gift, cast, as_user, monkeypatch):
    """A form takes so many fields and no more."""
    monkeypatch.setattr("funds.payments.views.page.MOST_TYPED", 2)
    batch = in_cash([gift(), gift(), gift()], cast, "sent")
    client, url = as_user(cast.finance), reverse("payments:detail", args=[batch.pk])
    page = client.get(url).text
    assert "先登记前 2 笔" in page
    assert ('name="line2-result"' in page, 'name="line3-result"' in page) == (True, False)
    results = reverse("payments:results", args=[batch.pk])
    client.post(results, {"line1-result": "paid", "line2-result": "paid"})
    page = client.get(url).text
    assert ('name="line3-result"' in page, "先登记前" in page) == (True, False)
    client.post(results, {"line3-result": "paid"})
    batch.refresh_from_db()
    assert batch.state == BatchState.SETTLED


def test_what_the_bank_refused_is_known_after_a_try_in_cash(gift, cast):
    row = gift()
    sent = carry([row], cast, "sent")
    services.record_results(batch_id=sent.pk, rows=[failed(1, "账号错误")], by=cast.finance)
    batch = in_cash([row], cast, "sent")
    services.record_results(batch_id=batch.pk, rows=[failed(1, "没有来领")], by=cast.finance)
    [choice] = selectors.list_choices(user=cast.finance)
    assert choice.last_failed.failure == "账号错误"
    [choice] = selectors.list_choices(user=cast.finance, in_cash=True)
    assert choice.last_failed is None


def test_what_is_wrong_with_the_person_still_keeps_it_back(gift, gifts, cast):
    row = gift()
    gifts.blockers["1"] = "申请已撤销"
    with pytest.raises(PaymentRefused, match="申请已撤销"):
        in_cash([row], cast)


def test_somebody_else_signs_for_whom_it_is_owed_to_and_no_school_does(gift, cast):
    wifes, schools = gift(), gift()
    approved(wifes, cast)
    approved(schools, cast, SCHOOL)
    with pytest.raises(PaymentRefused, match="不能用现金发放"):
        in_cash([wifes, schools], cast)
    line = in_cash([wifes], cast).payments.get()
    assert (line.payee, line.owed_to, line.bank_name) == (WIFE.name, "替收礼人1（配偶代收）", "")


def test_a_draft_in_cash_takes_in_who_has_no_card(gift, cast):
    batch = in_cash([gift()], cast, is_draft=True)
    more = gift("30", bank_card="")
    batch = services.add_lines(batch_id=batch.pk, payable_ids=[more.pk], by=cast.finance)
    services.take_step(batch_id=batch.pk, action="lock", by=cast.finance)
    assert (batch.count, batch.total) == (2, 130)


def test_no_bank_has_anything_of_it(gift, cast, as_user):
    batch = in_cash([gift()], cast, "sent")
    with pytest.raises(PaymentRefused, match="没有银行文件"):
        services.make_file(batch_id=batch.pk, layout=SHIPPED["bars"], by=cast.finance)
    told = {"name": "结果.csv", "content": b"1,1", "by": cast.finance}
    with pytest.raises(PaymentRefused, match="逐笔登记签领"):
        services.receive_answer(batch_id=batch.pk, **told)
    client = as_user(cast.finance)
    for name in ("file", "bank_list"):
        assert client.get(reverse(f"payments:{name}", args=[batch.pk])).status_code == 404
    services.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
    line = batch.payments.get()
    with pytest.raises(PaymentRefused, match="请办追回"):
        services.bounce(payment_id=line.pk, on=timezone.localdate(), reason="退", by=cast.finance)
    with pytest.raises(PaymentRefused, match="没有账号可以更正"):
        services.correct_account(payment_id=line.pk, bank_name="x", bank_card="y", by=cast.finance)


@pytest.mark.requirement("E4")
def test_the_envelopes_on_page_paper_and_sheet_agree(gift, cast, as_user):
    batch = in_cash([gift("388.88"), gift("500"), gift("100")], cast)
    client = as_user(cast.finance)
    page = client.get(reverse("payments:envelopes", args=[batch.pk])).content.decode()
    assert "988.88" in page
    assert "封袋清单" in client.get(reverse("payments:detail", args=[batch.pk])).content.decode()
    paper = client.get(reverse("payments:envelopes_pdf", args=[batch.pk])).content
    words = "".join("".join(read(paper)[1]).split())
    assert "玖佰捌拾捌元捌角捌分" in words
    assert "收礼人1" in words
    sheet = client.post(reverse("payments:envelopes_xlsx", args=[batch.pk])).content
    rows = list(load_workbook(BytesIO(sheet)).active.values)
    [titles] = [row for row in rows if "领款人" in row]
    sums = dict(zip(titles, next(row for row in rows if row and row[0] == "合计"), strict=False))
    assert {name: sums[name] for name in ("金额（元）", "100 元", "0.01 元", "0.5 元")} == {
        "金额（元）": 988.88, "100 元": 9, "0.01 元": 8, "0.5 元": 1,
    }  # fmt: skip
    found = get_envelopes(batch)
    assert found.total == batch.total == sum(yuan for _value, _n, yuan in found.pieces)
    logged = AuditRecord.objects.filter(action__startswith="export.envelopes", target_id=str(batch.pk))
    assert logged.count() == 2


def test_there_are_envelopes_of_cash_alone_and_for_who_may_see_it(gift, cast, as_user):
    by_bank, batch = carry([gift()], cast), in_cash([gift()], cast)
    finance = as_user(cast.finance)
    for name in ("envelopes", "envelopes_pdf"):
        assert finance.get(reverse(f"payments:{name}", args=[by_bank.pk])).status_code == 404
    assert finance.post(reverse("payments:envelopes_xlsx", args=[by_bank.pk])).status_code == 404
    assert as_user(cast.clerk).get(reverse("payments:envelopes", args=[batch.pk])).status_code == 403


def test_a_batch_in_cash_is_chosen_entered_and_fetched_on_its_pages(gift, cast, as_user):
    row = gift("30", bank_card="")
    client, url = as_user(cast.finance), reverse("payments:new")
    assert f'value="{row.pk}"' not in client.get(url).content.decode()
    assert f'value="{row.pk}"' in client.get(url, {"method": "cash"}).content.decode()
    assert client.post(f"{url}?method=cash", {"pk": [row.pk], "title": ""}).status_code == 302
    batch = PaymentBatch.objects.get()
    assert batch.is_cash
    services.take_step(batch_id=batch.pk, action="check", by=cast.city_reviewer)
    detail = reverse("payments:detail", args=[batch.pk])
    assert "放行，提取现金" in as_user(cast.approver).get(detail).content.decode()
    services.take_step(batch_id=batch.pk, action="release", by=cast.approver)
    client = as_user(cast.finance)
    assert "登记提取现金" in client.get(detail).content.decode()
    told = {"on": timezone.localdate().isoformat()}
    assert client.post(reverse("payments:send", args=[batch.pk]), told).status_code == 302
    client = as_user(UserFactory(union=cast.city, role=Role.FINANCE))
    page = client.get(detail).content.decode()
    assert "没有领取的原因" in page
    assert "银行文件" not in page
    results = {"line1-result": "failed", "line1-failure": "没有来领"}
    assert client.post(reverse("payments:results", args=[batch.pk]), results).status_code == 302
    assert batch.payments.get().get_state_display() == "没有领取"
    assert "更正账号" not in client.get(detail).content.decode()


class TestAroundPython:
    def refused(self, sql):
        with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
        return broken(caught.value) or str(caught.value.__cause__.diag.message_primary)

    def copy(self, batch, **changes):
        """A line like the one of the batch, but for these, once that is cancelled."""
        line = batch.payments.get()
        Payment.objects.filter(pk=line.pk).update(state="cancelled")
        line.bank_card = line.bank_card.reveal()  # sealed anew for another row
        line.pk, line.uid, line.line, line.state = None, uuid.uuid4(), 2, "ready"
        for name, value in changes.items():
            setattr(line, name, value)
        with pytest.raises(DatabaseError) as caught, transaction.atomic():
            line.save(force_insert=True)
        return broken(caught.value)

    @pytest.mark.parametrize(
        "changes",
        [{"bank_card": "6222021001116245702", "bank_card_index": b"x"}, {"bank_name": "工行"},
         {"bank_card_index": b"x"}],
    )  # fmt: skip
    def test_a_line_in_cash_has_no_account(self, gift, cast, changes):
        assert self.copy(in_cash([gift()], cast), **changes) == "payment_as_its_batch"

    @pytest.mark.parametrize("changes", [{"bank_card": ""}, {"bank_card_index": None}])
    def test_a_line_of_a_bank_list_has_one(self, gift, cast, changes):
        assert self.copy(carry([gift()], cast), **changes) == "payment_as_its_batch"

    def test_a_batch_does_not_change_its_way(self, gift, cast):
        in_cash([gift()], cast, is_draft=True)
        assert self.refused("UPDATE payments_paymentbatch SET method = 'bank'") == "a payment batch is frozen"

    @pytest.mark.parametrize(("method", "way"), [("cash", "online"), ("bank", "cash")])
    def test_cash_is_fetched_and_a_list_is_sent(self, gift, cast, method, way):
        make = in_cash if method == "cash" else carry
        make([gift()], cast, "released")
        sql = f"""UPDATE payments_paymentbatch SET state = 'sent', sent_way = '{way}', sent_on = now(),
            sent_at = now(), sent_by_id = {cast.finance.pk}"""
        assert self.refused(sql) == "batch_sent_by_somebody"

    def test_no_file_of_a_bank_is_made_of_it(self, gift, cast):
        batch = in_cash([gift()], cast, "released")
        sql = f"""INSERT INTO payments_bankfile (batch_id, name, document, sha256, size, count, total,
            made_at, made_by_id) VALUES ({batch.pk}, 'x', '{{}}', 'x', 1, 1, 100, now(), {cast.finance.pk})"""
        assert self.refused(sql) == "bank_file_of_a_bank_list"

    def test_what_was_handed_out_does_not_bounce(self, gift, cast):
        batch = in_cash([gift()], cast, "sent")
        services.record_results(batch_id=batch.pk, rows=[paid(1)], by=cast.finance)
        sql = f"""UPDATE payments_payment SET state = 'bounced', failure = 'x',
            bounced_on = '{timezone.localdate()}', bounced_at = now(), bounced_by_id = {cast.finance.pk}"""
        assert self.refused(sql) == "a payment that ended stays ended"
