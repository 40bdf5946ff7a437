"""库存现金: entered by the cashier, paid out by roster, counted by two people, booked and printed."""

import uuid
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from funds.books import services
from funds.books.models import CashBox, CashCount, CashEntry, Voucher
from funds.books.selectors.cash import get_cash_month, list_payable_journals, list_undoable
from funds.books.selectors.vouchers import get_trial_balance, list_booked_months
from funds.books.services import BooksRefused, Cash
from funds.ledgers import services as ledger
from funds.ledgers.models import Journal, Period
from funds.ledgers.selectors import CHECKS
from funds.ledgers.selectors.closing import CLOSING
from hardship.accounts.selectors import UNSETTLED
from hardship.kernel.workflow import Refused
from tests.funds.books.test_around_python import refused, sql


def today():
    return timezone.localdate()


def last_month():
    """The last day of the month before."""
    return today().replace(day=1) - timedelta(days=1)


@pytest.fixture
def box(cast):
    return services.open_box(ceiling=Decimal(2000), by=cast.finance)


@pytest.fixture
def old_box(cast):
    """One that has been in use for three months."""
    return CashBox.objects.create(
        union=cast.city, ceiling=2000, opened_by=cast.finance, opened_at=timezone.now() - timedelta(days=90)
    )


@pytest.fixture
def enter(cashier):
    def make(kind="withdraw", amount="1500", *, on=None, by=cashier, key=None, **more):
        told = Cash(kind, on or today(), "支票 1", Decimal(amount) if amount else None, **more)
        return services.enter_cash(box_id=CashBox.objects.get().pk, told=told, by=by, key=key)

    return make


@pytest.fixture
def pay(line, cast):
    """`pay(day)`: a journal that paid 600 yuan of aid on that day."""

    def make(on=None):
        told = {"by": cast.finance, "on": on or today()}
        held = ledger.commit(
            line_id=line.pk, use="living", amount=Decimal(600), source="tests.business:1", key=uuid.uuid4(),
            **told | {"by": cast.approver},
        )  # fmt: skip
        for step in (ledger.send, ledger.settle):
            step(commitment_ids=[held.pk], source="tests.batch:1", key=uuid.uuid4(), **told)
        return Journal.objects.get(event="settle")

    return make


@pytest.fixture
def paid(pay):
    """A journal that paid 600 yuan of aid today."""
    return pay()


@pytest.mark.requirement("E2")
def test_from_the_bank_to_the_roster_and_back(box, enter, paid, cast, cashier, second):
    assert list_payable_journals(box).get().paid == 600
    enter()
    payout = enter("payout", None, journal_id=paid.pk)
    back = enter("deposit", "400")
    assert (payout.amount, [str(row)[-4:] for row in (payout, back)]) == (600, ["0002", "0003"])
    found = get_cash_month(box, today().replace(day=1))
    assert (found.before, found.debits, found.credits, found.after) == (0, 1500, 1000, 500)
    assert UNSETTLED["books.cash"](cast.city) == "库存现金 500.00 元"
    month = today().replace(day=1)
    services.draw_vouchers(union=cast.city, month=month, by=second)
    sums = {row.subject: row.closing for row in get_trial_balance(union=cast.city, month=month).rows}
    assert sums == {"101": 500, "102": -1100, "50404": 600}
    assert list(CHECKS["vouchers"].run(None)) == []


def test_what_is_not_there_is_not_paid(box, enter):
    enter()
    with pytest.raises(BooksRefused, match="现金不够"):
        enter("deposit", "1500.01")


def test_entries_come_in_the_order_of_their_days(box, enter):
    with pytest.raises(BooksRefused, match="启用以前"):
        enter(on=today() - timedelta(days=1))
    enter()
    for day, why in ((today() - timedelta(days=1), "按日期顺序"), (today() + timedelta(days=1), "晚于今天")):
        with pytest.raises(BooksRefused, match=why):
            enter(on=day)


def test_the_same_form_sent_twice_is_one_entry(box, enter):
    key = uuid.uuid4()
    assert enter(key=key) == enter(key=key)
    box.refresh_from_db()
    assert (CashEntry.objects.count(), box.balance) == (1, 1500)


@pytest.mark.parametrize(
    "other", [{"amount": "1499"}, {"kind": "deposit"}, {"memo": "另一笔"}], ids=["sum", "kind", "memo"]
)
def test_another_entry_in_a_form_that_was_sent_is_refused(box, enter, other):
    key = uuid.uuid4()
    enter(key=key)
    with pytest.raises(BooksRefused, match="重新打开再登记"):
        enter(key=key, **other)
    assert CashEntry.objects.count() == 1


def undo(entry, by, memo="登记错了"):
    return services.undo_cash(box_id=entry.box_id, entry_id=entry.pk, memo=memo, by=by)


@pytest.mark.requirement("E2")
def test_a_payout_that_was_taken_back_is_entered_anew(box, enter, paid, cast, second):
    enter("withdraw", "600")
    payout = enter("payout", None, journal_id=paid.pk)
    assert not list_payable_journals(box).exists()
    assert undo(payout, second).has_voucher is False
    assert list_payable_journals(box).get() == paid
    again = enter("payout", None, journal_id=paid.pk)
    assert (again.amount, again.balance) == (600, 0)
    assert list(CHECKS["cash"].run(None)) == []
    month = today().replace(day=1)
    services.draw_vouchers(union=cast.city, month=month, by=second)
    sums = {row.subject: row.closing for row in get_trial_balance(union=cast.city, month=month).rows}
    assert (sums.get("101", 0), sums["102"], sums["50404"]) == (0, -600, 600)
    assert list(CHECKS["vouchers"].run(None)) == list(CHECKS["cash"].run(None)) == []


def test_a_payout_taken_back_after_its_voucher_has_one_of_its_own(box, enter, paid, cast, second):
    enter("withdraw", "600")
    payout = enter("payout", None, journal_id=paid.pk)
    month = today().replace(day=1)
    services.draw_vouchers(union=cast.city, month=month, by=second)
    assert undo(payout, second).has_voucher is True
    assert list(CHECKS["cash"].run(None)) == []
    assert not list_payable_journals(box).exists()
    services.draw_vouchers(union=cast.city, month=month, by=second)
    sums = {row.subject: row.closing for row in get_trial_balance(union=cast.city, month=month).rows}
    assert (sums["101"], sums["102"]) == (600, -1200)
    assert list(CHECKS["vouchers"].run(None)) == list(CHECKS["cash"].run(None)) == []


def test_a_payout_of_the_month_before_is_taken_back_after_its_voucher(old_box, enter, pay, cast, second):
    journal = pay(last_month())
    enter("withdraw", "600", on=last_month())
    payout = enter("payout", None, on=last_month(), journal_id=journal.pk)
    with pytest.raises(BooksRefused, match="请先生成那个月的记账凭证"):
        undo(payout, second)
    assert CashEntry.objects.count() == 2
    services.draw_vouchers(union=cast.city, month=last_month().replace(day=1), by=second)
    assert undo(payout, second).has_voucher is True
    services.draw_vouchers(union=cast.city, month=today().replace(day=1), by=second)
    assert list(CHECKS["vouchers"].run(None)) == list(CHECKS["cash"].run(None)) == []


@pytest.mark.requirement("E2")
def test_what_a_count_booked_as_missing_is_not_taken_back_as_well(box, enter, cashier, second):
    twice = [enter("withdraw", "600"), enter("withdraw", "600")]
    count = services.count_cash(box_id=box.pk, sheet={"100": 6}, by=cashier)
    services.take_count_step(count_id=count.pk, action="confirm_count", by=second, comment="登记了两次")
    later = enter("withdraw", "100")
    assert list(list_undoable(box)) == [later]
    with pytest.raises(BooksRefused, match="之后的盘点"):
        undo(twice[1], second)
    assert undo(later, second).balance == 600


@pytest.mark.requirement("E2")
def test_what_was_entered_by_mistake_is_taken_back_by_another(box, enter, paid, cast, cashier, second):
    twice = [enter("withdraw", "600"), enter("withdraw", "600")]
    payout = enter("payout", None, journal_id=paid.pk)

    with pytest.raises(BooksRefused, match="财务"):
        undo(twice[1], cashier)
    undone = undo(twice[1], second)
    assert (undone.kind, undone.balance, str(undone.reverses)) == ("undo_out", 0, str(twice[1]))
    for gone in (twice[1], undone):
        with pytest.raises(BooksRefused, match="已经冲销"):
            undo(gone, second)
    assert (undo(payout, second).kind, list(list_undoable(box))) == ("undo_in", [twice[0]])
    month = today().replace(day=1)
    assert list(CHECKS["cash"].run(None)) == []
    services.draw_vouchers(union=cast.city, month=month, by=second)
    sums = {row.subject: row.closing for row in get_trial_balance(union=cast.city, month=month).rows}
    assert (sums["101"], sums["50404"]) == (600, 600)
    assert list(CHECKS["vouchers"].run(None)) == list(CHECKS["cash"].run(None)) == []


def test_a_payout_comes_before_the_voucher_that_says_the_bank(box, enter, paid, cast, second):
    enter()
    services.draw_vouchers(union=cast.city, month=today().replace(day=1), by=second)
    assert not list_payable_journals(box).exists()
    with pytest.raises(BooksRefused, match="还没有登记"):
        enter("payout", None, journal_id=paid.pk)
    assert list(CHECKS["cash"].run(None)) == []


def test_a_payout_is_of_the_month_of_its_journal(box, enter, pay):
    enter()
    with pytest.raises(BooksRefused, match="不在同一个月"):
        enter("payout", None, journal_id=pay(last_month()).pk)


def test_a_box_that_differs_from_the_vouchers_is_found(box, enter):
    enter()
    sql("SET CONSTRAINTS ALL IMMEDIATE")()
    sql("ALTER TABLE books_cashbox DISABLE TRIGGER USER")()
    sql("UPDATE books_cashbox SET balance = 1499")()
    [found] = CHECKS["cash"].run(None)
    assert "1499" in str(found)
    assert "1500" in str(found)


def test_a_missed_count_is_made_up_for_by_the_next_one(old_box, enter, cast, cashier, second):
    enter("withdraw", "2500", on=last_month())
    month = last_month().replace(day=1)
    [said] = CLOSING["books.cash"].run(cast.city, month)
    assert "没有盘点现金" in said.text
    count = services.count_cash(box_id=old_box.pk, sheet={"100": 25}, by=cashier)
    services.take_count_step(count_id=count.pk, action="confirm_count", by=second)
    assert list(CLOSING["books.cash"].run(cast.city, month)) == []
    assert get_cash_month(old_box, month).beyond == 500


def test_a_month_with_nothing_but_cash_is_booked(old_box, enter, cast):
    enter(on=last_month())
    month = last_month().replace(day=1)
    assert list_booked_months(union=cast.city, today=today()) == [month]
    services.draw_vouchers(union=cast.city, month=month, by=cast.finance)
    assert list_booked_months(union=cast.city, today=today()) == [month]


def test_whoever_keeps_the_books_enters_no_cash(box, enter, cast, paid):
    with pytest.raises(BooksRefused, match="出纳"):
        enter(by=cast.finance)


def test_nothing_comes_into_a_closed_month(box, enter, cast):
    Period.objects.update_or_create(
        union=cast.city, month=today().replace(day=1),
        defaults={"state": "closed", "closed_at": timezone.now(), "closed_by": cast.finance},
    )  # fmt: skip
    with pytest.raises(BooksRefused, match="已经结账"):
        enter()


class TestACount:
    @pytest.fixture
    def counted(self, box, enter, cashier):
        enter()

        def make(sheet):
            return services.count_cash(box_id=box.pk, sheet=sheet, by=cashier)

        return make

    def confirm(self, count, by, comment="", action="confirm_count"):
        return services.take_count_step(count_id=count.pk, action=action, by=by, comment=comment)

    @pytest.mark.requirement("E2")
    def test_that_agrees_is_confirmed_by_another(self, counted, second, cast, box):
        month = today().replace(day=1)
        assert [one.text for one in CLOSING["books.cash"].run(cast.city, month)] == [
            f"{month:%Y-%m} 以来没有盘点现金，请现在盘点并由另一个人确认"
        ]
        waiting = counted({"100": 14, "50": 2})
        assert services.count_blocker(waiting, None, waiting.counted_by) != ""
        assert services.count_blocker(waiting, None, second) == ""
        count = self.confirm(waiting, second)
        assert (count.difference, count.watcher) == (0, second.name)
        assert list(CLOSING["books.cash"].run(cast.city, month)) == []

    def test_of_more_or_less_needs_a_decision_and_is_booked(self, counted, second, box, cast):
        short = counted({"100": 14, "50": 1, "0.5": 1})
        with pytest.raises(Refused, match="怎么处理"):
            self.confirm(short, second)
        self.confirm(short, second, "出纳赔偿")
        entry = CashEntry.objects.get(kind="short")
        assert (entry.amount, entry.balance, entry.memo) == (Decimal("49.50"), Decimal("1450.50"), "出纳赔偿")
        month = today().replace(day=1)
        services.draw_vouchers(union=cast.city, month=month, by=second)
        found = get_trial_balance(union=cast.city, month=month)
        sums = {row.subject: row.closing for row in found.rows}
        assert (sums["101"], sums["13502"]) == (Decimal("1450.50"), Decimal("49.50"))
        assert found.in_bank == found.in_ledger

    def test_is_made_anew_when_something_came_in_between(self, counted, second, enter):
        count = counted({"100": 15})
        enter("deposit", "100")
        with pytest.raises(BooksRefused, match="重新盘点"):
            self.confirm(count, second)
        self.confirm(count, second, "又登记了一笔", action="recount")
        assert counted({"100": 14}).book == 1400

    def test_is_kept_by_the_database(self, counted, second, cashier, box):
        counted({"100": 16})
        done = "UPDATE books_cashcount SET state = 'confirmed', watched_at = now(), watched_by_id = %s"
        assert refused("cash_count_by_two", sql(f"{done}, decision = 'x'", cashier.pk))
        assert refused("cash_difference_decided", sql(done, second.pk))
        assert refused("cash_difference_entered", sql(f"{done}, decision = 'x'", second.pk))
        assert refused("cash_count_stays", sql("UPDATE books_cashcount SET found = 1500"))
        early = "UPDATE books_cashcount SET watched_at = now(), watched_by_id = %s"
        assert refused("cash_count_stays", sql(early, second.pk))
        other = CashCount(union=box.union, box=box, on=today(), book=1, found=1, counted_by=cashier)
        assert refused("cash_count_of_the_books", other.save)


class TestAroundPython:
    def entry(self, box, by, **more):
        given = {"kind": "withdraw", "amount": 5, "on": today(), "paper_no": "1", "year": 1, "number": 1}
        return CashEntry(union=box.union, box=box, made_by=by, balance=0, **{**given, **more})

    def test_the_balance_is_that_of_the_entries(self, box, enter):
        enter()
        assert refused("cash_balance_of_its_entries", sql("UPDATE books_cashbox SET balance = 1"))
        assert refused("cash_balance_of_its_entries", sql("UPDATE books_cashbox SET ceiling = 1"))
        box.refresh_from_db()
        assert box.balance == 1500

    def test_nothing_is_overdrawn_and_nothing_is_out_of_order(self, box, enter, cashier):
        enter()
        assert refused("cash_not_overdrawn", self.entry(box, cashier, kind="deposit", amount=1501).save)
        late = self.entry(box, cashier, on=today() - timedelta(days=1))
        assert refused("cash_entry_in_order", late.save)

    def test_a_payout_is_what_its_journal_paid_and_of_another_hand(self, box, enter, cashier, cast, paid):
        enter()
        assert refused(
            "cash_payout_of_its_journal", self.entry(box, cashier, kind="payout", journal=paid).save
        )
        own = self.entry(box, cast.finance, kind="payout", journal=paid, amount=600)
        assert refused("cash_payout_of_its_journal", own.save)

    def test_a_journal_is_paid_out_once_until_it_was_taken_back(self, box, enter, cashier, paid, second):
        enter()
        payout = {"kind": "payout", "journal": paid, "amount": 600}
        first = enter("payout", None, journal_id=paid.pk)
        assert refused("cash_payout_once", self.entry(box, cashier, **payout).save)
        silent = undo(first, second)
        given = {"month": today().replace(day=1), "on": today(), "memo": "x", "maker": second}
        voucher = Voucher(union=box.union, cash=silent, drawn_by=second, number=1, **given)
        assert refused("voucher_of_its_journal", voucher.save)
        self.entry(box, cashier, **payout).save()
        assert refused("cash_payout_once", self.entry(box, cashier, **payout).save)

    def test_nothing_is_taken_back_that_a_count_booked(self, box, enter, cashier, second):
        made = enter()
        count = services.count_cash(box_id=box.pk, sheet={"100": 16}, by=cashier)
        services.take_count_step(count_id=count.pk, action="confirm_count", by=second, comment="多了")
        undo = {"kind": "undo_out", "amount": 1500, "reverses": made, "memo": "x"}
        assert refused("cash_undo_before_the_count", self.entry(box, second, **undo).save)

    def test_a_payout_is_of_the_month_of_its_journal(self, box, enter, cashier, pay):
        enter()
        payout = {"kind": "payout", "journal": pay(last_month()), "amount": 600}
        assert refused("cash_payout_before_its_voucher", self.entry(box, cashier, **payout).save)

    def test_a_payout_whose_voucher_says_the_bank_is_none(self, box, enter, cashier, cast, paid, second):
        enter()
        services.draw_vouchers(union=cast.city, month=today().replace(day=1), by=second)
        payout = self.entry(box, cashier, kind="payout", journal=paid, amount=600)
        assert refused("cash_payout_before_its_voucher", payout.save)

    def test_a_voucher_of_a_payout_moves_the_cash(self, box, enter, paid, cast, second, monkeypatch):
        enter()
        enter("payout", None, journal_id=paid.pk)
        monkeypatch.setattr("funds.books.services.vouchers.paid_in_cash", list)
        month = today().replace(day=1)

        def draw():
            services.draw_vouchers(union=cast.city, month=month, by=second)

        assert refused("voucher_balanced", draw)

    def test_nothing_is_entered_of_before_the_box_was_opened(self, box, cashier):
        early = self.entry(box, cashier, on=today() - timedelta(days=1))
        assert refused("cash_entry_after_opening", early.save)

    def test_an_entry_is_taken_back_once_whole_and_by_another(self, box, enter, cashier, second):
        made = enter()
        undo = {"kind": "undo_out", "amount": 1500, "reverses": made, "memo": "x"}
        assert refused("cash_undo_by_another", self.entry(box, cashier, **undo).save)
        for wrong in ({"amount": 1}, {"kind": "undo_in"}, {"memo": ""}):
            assert refused("cash_undo_of_its_entry", self.entry(box, second, **{**undo, **wrong}).save)
        assert refused("cash_entry_of_what", self.entry(box, second, **{**undo, "kind": "withdraw"}).save)
        self.entry(box, second, **undo).save()
        enter()
        assert refused("books_cashentry_reverses_id_key", self.entry(box, second, **undo).save)

    def test_more_or_less_is_what_its_count_says(self, box, enter, cashier):
        enter()
        count = services.count_cash(box_id=box.pk, sheet={"100": 16}, by=cashier)
        over = self.entry(box, cashier, kind="over", amount=100, count=count)
        assert refused("cash_difference_of_its_count", over.save)

    def test_nothing_comes_into_a_closed_month(self, box, cashier, cast):
        Period.objects.update_or_create(
            union=cast.city, month=today().replace(day=1),
            defaults={"state": "closed", "closed_at": timezone.now(), "closed_by": cast.finance},
        )  # fmt: skip
        assert refused("cash_entry_in_open_month", self.entry(box, cashier).save)


class TestPages:
    def test_from_the_first_day_to_the_paper(self, as_user, cast, cashier, second, paid):
        url = reverse("books:cash")
        client = as_user(cast.finance)
        assert "启用现金日记账" in client.get(url).content.decode()
        client.post(reverse("books:cash_open"), {"ceiling": "1000"})
        client = as_user(cashier)
        entry = {"kind": "withdraw", "on": f"{today()}", "amount": "1,500", "paper_no": "支票 7"}
        entry["key"] = str(uuid.uuid4())
        for _twice in range(2):
            client.post(reverse("books:cash_entry"), entry)
        entry["key"] = str(uuid.uuid4())
        page = client.get(url).content.decode()
        assert "现金超过限额 500.00 元" in page
        wrong = client.post(reverse("books:cash_entry"), {**entry, "kind": "payout"})
        assert wrong.status_code == 409
        assert "请选择用现金发放" in wrong.content.decode()
        payout = {**entry, "kind": "payout", "journal": str(paid.pk), "paper_no": "名册 1"}
        assert client.post(reverse("books:cash_entry"), payout).status_code == 302
        client.post(reverse("books:cash_count"), {"pieces_0": "9"})
        count = CashCount.objects.get()
        client = as_user(second)
        assert "监盘无误，确认" in client.get(url).content.decode()
        step = {"action": "confirm_count"}
        assert client.post(reverse("books:cash_count_step", args=[count.pk]), step).status_code == 302
        for name, key in (("cash_count_pdf", count.pk), ("cash_pdf", f"{today():%Y-%m}")):
            assert client.get(reverse(f"books:{name}", args=[key])).content.startswith(b"%PDF")
        answer = client.post(reverse("books:cash_export"))
        cells = [cell for row in load_workbook(BytesIO(answer.content)).active.values for cell in row]
        assert {"支票 7", "名册 1", 1500, 600, 900} <= set(cells)
        assert CashBox.objects.get().balance == 900

    def test_a_ceiling_of_a_hundred_million_is_refused_in_words(self, as_user, cast):
        answer = as_user(cast.finance).post(reverse("books:cash_open"), {"ceiling": "100000000"})
        assert (answer.status_code, CashBox.objects.count()) == (422, 0)
        with pytest.raises(BooksRefused, match="少于一亿元"):
            services.open_box(ceiling=Decimal(10**8), by=cast.finance)

    def test_a_mistake_is_taken_back_from_the_page(self, as_user, box, enter, second, cashier):
        made = enter()
        url, told = reverse("books:cash_undo"), {"entry": str(made.pk), "memo": "登记了两次"}
        assert as_user(cashier).post(url, told).status_code == 403
        client = as_user(second)
        assert str(made) in client.get(reverse("books:cash")).content.decode()
        assert client.post(url, {**told, "memo": ""}).status_code == 422
        assert client.post(url, told).status_code == 302
        assert "登记了两次" in client.get(reverse("books:cash")).content.decode()
        assert client.post(url, told).status_code == 422

    def test_what_was_typed_of_a_count_stays_when_it_is_refused(self, as_user, box, enter, cashier, second):
        enter()
        count = services.count_cash(box_id=box.pk, sheet={"100": 14}, by=cashier)
        enter("deposit", "100")
        step = {"action": "confirm_count", "comment": "出纳赔偿"}
        answer = as_user(second).post(reverse("books:cash_count_step", args=[count.pk]), step)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert 'value="出纳赔偿"' in page
        assert f'href="{reverse("books:cash")}?month={last_month():%Y-%m}"' in page
