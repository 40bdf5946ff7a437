"""Vouchers in the subjects of union accounting: what each event is booked to, and what the database keeps."""

import uuid
from collections import defaultdict
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from openpyxl import load_workbook

from funds.books import reports, services
from funds.books.models import Voucher, VoucherEntry
from funds.books.rules.packages import PACKAGES
from funds.books.rules.subjects import NAMES, RULES, Money, entries_of
from funds.books.selectors.vouchers import count_by_month, get_trial_balance, list_undrawn, list_with_entries
from funds.books.services import BooksRefused
from funds.ledgers import services as ledger
from funds.ledgers.models import Use
from funds.ledgers.selectors import CHECKS
from funds.ledgers.selectors.closing import check_closing
from funds.ledgers.states import INCOME_SUBJECTS, Event, Source
from hardship.accounts.models import standing_in
from hardship.accounts.services import stand_in
from hardship.accounts.states import Role
from hardship.demo import clock
from hardship.kernel.checks import broken
from tests.books import make_fund, make_line
from tests.factories import UserFactory

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
AID = Money(Source.DUES, "50404")


def told(event, money=AID, amount="100", **more):
    made = entries_of(event, money, Decimal(amount), **more)
    return [(entry.subject, entry.side, entry.amount) for entry in made]


def net(*vouchers):
    """What entries of several vouchers come to, debit less credit, by subject."""
    sums = defaultdict(Decimal)
    for subject, side, amount in (entry for voucher in vouchers for entry in voucher):
        sums[subject] += amount if side == "D" else -amount
    return {subject: amount for subject, amount in sums.items() if amount}


class TestSubjects:
    def test_money_that_arrives_is_income_of_its_source(self):
        assert told(Event.RECEIVE) == [("102", "D", 100), ("402", "C", 100)]
        assert told(Event.ALLOCATE_IN, Money(Source.CENTRAL, ""))[1] == ("40302", "C", 100)

    def test_aid_that_is_paid_is_an_expense_of_its_use(self):
        assert told(Event.SETTLE) == [("50404", "D", 100), ("102", "C", 100)]

    def test_money_held_for_others_is_neither(self):
        held = Money(Source.ENTRUSTED, "50404")
        assert told(Event.RECEIVE, held)[1] == ("221", "C", 100)
        assert told(Event.SETTLE, held)[0] == ("221", "D", 100)

    def test_what_came_back_within_the_year_is_red(self):
        assert told(Event.BOUNCE) == [("50404", "D", -100), ("102", "C", -100)]
        assert told(Event.RECEIVE, is_reversal=True) == [("102", "D", -100), ("402", "C", -100)]

    def test_what_came_back_of_a_year_that_is_over_goes_against_its_balance(self):
        assert told(Event.BOUNCE, of_earlier_year=True) == [("102", "D", 100), ("32101", "C", 100)]
        fiscal = Money(Source.FISCAL, "50404")
        assert told(Event.RETURN_OUT, fiscal, of_earlier_year=True) == [
            ("33101", "D", 100),
            ("102", "C", 100),
        ]

    def test_the_reversal_of_a_return_is_money_again(self):
        assert told(Event.RETURN, is_reversal=True) == [("102", "D", 100), ("402", "C", 100)]

    @pytest.mark.parametrize("event", RULES)
    @pytest.mark.parametrize("earlier", [False, True])
    def test_a_reversal_within_the_year_leaves_nothing(self, event, earlier):
        made = told(event, of_earlier_year=earlier)
        assert net(made, told(event, of_earlier_year=earlier, is_reversal=True)) == {}

    @pytest.mark.parametrize(
        ("event", "earlier", "entries"),
        [
            (Event.RECEIVE, False, [("32101", "D", 100), ("102", "C", 100)]),
            (Event.SETTLE, False, [("102", "D", 100), ("32101", "C", 100)]),
            (Event.RETURN, False, [("102", "D", 100), ("32101", "C", 100)]),
            (Event.RETURN, True, [("102", "D", 100), ("32101", "C", 100)]),
            (Event.RETURN_OUT, True, [("102", "D", 100), ("32101", "C", 100)]),
            (Event.RETURN_IN, False, [("32101", "D", 100), ("102", "C", 100)]),
            (Event.RETURN_IN, True, [("32101", "D", 100), ("102", "C", 100)]),
        ],
    )
    def test_a_reversal_of_a_later_year_goes_against_the_balance(self, event, earlier, entries):
        assert told(event, of_earlier_year=earlier, is_reversal=True, is_late=True) == entries
        left = net(told(event, of_earlier_year=earlier), entries)
        assert "102" not in left
        assert (left == {}) == earlier

    def test_the_reversal_of_a_return_of_an_earlier_year_is_red(self):
        assert told(Event.RETURN, of_earlier_year=True, is_reversal=True) == [
            ("32101", "D", -100),
            ("102", "C", -100),
        ]

    @pytest.mark.parametrize("event", RULES)
    @pytest.mark.parametrize("source", Source.values)
    def test_every_event_of_every_source_balances_in_subjects_that_are_there(self, event, source):
        for earlier, reversal, late in product((False, True), repeat=3):
            asked = {"of_earlier_year": earlier, "is_reversal": reversal, "is_late": late}
            made = told(event, Money(source, "50405"), **asked)
            assert [side for _subject, side, _amount in made] == ["D", "C"]
            assert made[0][2] == made[1][2]
            assert {subject for subject, _side, _amount in made} <= set(NAMES)


@pytest.mark.django_db
def test_every_subject_of_a_use_and_a_source_has_its_name():
    uses = set(Use.objects.exclude(expense_subject="").values_list("expense_subject", flat=True))
    assert uses | set(INCOME_SUBJECTS.values()) <= set(NAMES)


@pytest.fixture
def union(cast):
    make_line(cast.finance, "900", source="dues")
    return cast.city


@pytest.fixture
def drawn(union, cast):
    return services.draw_vouchers(union=union, month=MARCH, by=cast.finance)


@pytest.mark.requirement("E6")
def test_a_month_is_drawn_up_checked_by_another_and_agrees_with_the_ledger(drawn, union, cast, second):
    assert [(row.number, row.entries.count()) for row in drawn] == [(1, 2)]
    assert services.check_vouchers(union=union, month=MARCH, by=second) == 1
    found = get_trial_balance(union=union, month=MARCH)
    assert found.agrees
    assert {row.subject: row.closing for row in found.rows} == {"102": 900, "402": -900}


def test_assignments_and_commitments_need_no_voucher(union):
    assert [row.event for row in list_undrawn(union=union, month=MARCH)] == ["receive"]


def test_numbers_go_on_and_begin_anew_each_month(drawn, union, cast):
    for on in (date(2026, 3, 9), date(2026, 4, 1)):
        fund = make_fund(cast.finance, "10")
        ledger.receive(fund_id=fund.pk, amount=fund.total, by=cast.finance, key=uuid.uuid4(), on=on)
    later = services.draw_vouchers(union=union, month=MARCH, by=cast.finance)
    april = services.draw_vouchers(union=union, month=APRIL, by=cast.finance)
    assert [row.number for row in (*later, *april)] == [2, 1]
    with pytest.raises(BooksRefused, match="没有等着记账"):
        services.draw_vouchers(union=union, month=APRIL, by=cast.finance)


def test_a_reversal_is_red(drawn, union, cast):
    fund = make_fund(cast.finance, "10")
    made = ledger.receive(
        fund_id=fund.pk, amount=fund.total, by=cast.finance, key=uuid.uuid4(), on=date(2026, 3, 9)
    )
    ledger.reverse(journal_id=made.pk, reason="记错", by=cast.finance, key=uuid.uuid4(), on=date(2026, 3, 10))
    red = services.draw_vouchers(union=union, month=MARCH, by=cast.finance)[1]
    assert [entry.amount for entry in red.entries.order_by("position")] == [-10, -10]
    assert get_trial_balance(union=union, month=MARCH).agrees


@pytest.mark.django_db
class TestOfWhichYear:
    """Money of a document and a line of 2025 that went out in 2026 alone is taken back within the year."""

    @pytest.fixture
    def old(self, cast):
        fund = ledger.create_fund(
            union=cast.city, source="dues", name="帮扶资金", document_no="通工〔2025〕90号",
            document_on=date(2025, 12, 20), total=Decimal(900), uses=["living"], by=cast.finance,
        )  # fmt: skip
        line = ledger.open_line(fund_id=fund.pk, use="living", year=2025, by=cast.finance)
        move = {"amount": fund.total, "by": cast.finance, "on": date(2025, 12, 22)}
        ledger.receive(fund_id=fund.pk, key=uuid.uuid4(), **move)
        ledger.assign(line_id=line.pk, key=uuid.uuid4(), **move)
        return line

    def entries(self, by, month=MARCH):
        rows = services.draw_vouchers(union=by.union, month=month, by=by)
        return [[(entry.subject, entry.amount) for entry in row.entries.order_by("position")] for row in rows]

    def test_a_bounce_is_of_the_year_in_which_it_was_paid(self, old, cast):
        held = ledger.commit(
            line_id=old.pk, use="living", amount=Decimal(50), source="tests.business:1", by=cast.approver,
            key=uuid.uuid4(), on=date(2026, 3, 3),
        )  # fmt: skip
        for step in (ledger.send, ledger.settle, ledger.bounce):
            step(
                commitment_ids=[held.pk], source="payments.batch:1", by=cast.finance, key=uuid.uuid4(),
                on=date(2026, 3, 4),
            )  # fmt: skip
        paid, bounced = self.entries(cast.finance)
        assert bounced == [(subject, -amount) for subject, amount in paid]

    def test_a_return_is_of_the_year_in_which_it_was_handed_down(self, old, cast):
        keeper = UserFactory(union=cast.county, role=Role.FINANCE)
        told = {"amount": Decimal(50), "document_on": date(2025, 12, 28)}
        down = ledger.allocate(
            line_id=old.pk, union_id=cast.county.pk, document_no="通工〔2025〕99号", by=cast.finance,
            key=uuid.uuid4(), on=date(2026, 3, 4), **told,
        )  # fmt: skip
        ledger.give_back(
            line_id=down.lower_line_id, document_no="退 1 号", reason="用不完", by=keeper, key=uuid.uuid4(),
            on=date(2026, 3, 5), **told,
        )  # fmt: skip
        given, back = self.entries(cast.finance)
        assert back == [(subject, -amount) for subject, amount in given]
        arrived, returned = self.entries(keeper)
        assert returned == [(subject, -amount) for subject, amount in arrived]

    @pytest.mark.parametrize(("arrived", "is_red"), [(date(2026, 2, 3), True), (date(2025, 12, 30), False)])
    def test_what_goes_back_to_the_giver_is_of_the_year_in_which_it_came(self, cast, arrived, is_red):
        fund = ledger.create_fund(
            union=cast.city, source="dues", name="帮扶资金", document_no="通工〔2025〕91号",
            document_on=date(2025, 12, 20), total=Decimal(90), uses=["living"], by=cast.finance,
        )  # fmt: skip
        line = ledger.open_line(fund_id=fund.pk, use="living", year=2026, by=cast.finance)
        move = {"amount": fund.total, "by": cast.finance}
        ledger.receive(fund_id=fund.pk, key=uuid.uuid4(), on=arrived, **move)
        pool = (
            ledger.open_line(fund_id=fund.pk, use="pool", year=2026, by=cast.finance) if not is_red else None
        )
        giver = {"from_line_id": fund.lines.get(use="pool", year=2025).pk} if pool else {}
        ledger.assign(line_id=line.pk, key=uuid.uuid4(), on=date(2026, 2, 4), **giver, **move)
        ledger.return_outside(
            line_id=line.pk, amount=Decimal(50), document_no="退 2 号", document_on=date(2026, 3, 5),
            reason="用不完", by=cast.finance, key=uuid.uuid4(), on=date(2026, 3, 5),
        )  # fmt: skip
        [back] = self.entries(cast.finance)
        red, late = [("102", -50), ("402", -50)], [("32101", 50), ("102", 50)]
        assert back == (red if is_red else late)


def test_nobody_checks_what_they_drew(drawn, union, cast):
    with pytest.raises(BooksRefused, match="另一位"):
        services.check_vouchers(union=union, month=MARCH, by=cast.finance)


def test_whoever_was_stood_in_for_checks_nothing(cast, second):
    day, substitute = date(2026, 3, 10), UserFactory(union=cast.city, roles=[], name="李代办")
    with clock.at(day):
        row = stand_in(
            appointment_id=cast.finance.appointments.get(union=cast.city).pk, user=substitute, from_on=day,
            until_on=day, reason="开会", by=cast.finance,
        )  # fmt: skip
        make_line(standing_in(substitute, row), "900", source="dues")
    [voucher] = services.draw_vouchers(union=cast.city, month=MARCH, by=second)
    names = f"李代办（代 {cast.finance.name}）"
    assert voucher.preparer == names
    rows = list(list_with_entries(union=cast.city, month=MARCH))
    sheet = load_workbook(BytesIO(reports.package_sheet(rows, PACKAGES["u8"]))).active
    assert dict(zip(*list(sheet.values)[:2], strict=True))["制单人"] == names
    with pytest.raises(BooksRefused, match="另一位"):
        services.check_vouchers(union=cast.city, month=MARCH, by=cast.finance)
    own = f"UPDATE books_voucher SET checked_by_id = {cast.finance.pk}, checked_at = now()"
    assert refused("voucher_checked_by_another", lambda cursor: cursor.execute(own))


def refused(name, act):
    def whole():
        with transaction.atomic(), connection.cursor() as cursor:
            act(cursor)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError) as error:
        whole()
    return broken(error.value) == name


def test_many_months_cost_as_much_as_one(drawn, union, cast, django_assert_num_queries):
    fund = make_fund(cast.finance, "10")
    ledger.receive(fund_id=fund.pk, amount=fund.total, by=cast.finance, key=uuid.uuid4(), on=date(2026, 4, 9))
    months = [date(2026, month, 1) for month in range(2, 6)]
    with django_assert_num_queries(7):
        rows = count_by_month(union=union, months=months)
    told = [(row["undrawn"], row["drawn"], row["unchecked"]) for row in rows]
    assert told == [(0, 0, 0), (0, 1, 1), (1, 0, 0), (0, 0, 0)]


class TestAroundPython:
    def test_who_checked_is_written_with_the_check(self, drawn):
        own = "UPDATE books_voucher SET checked_at = now()"
        assert refused("voucher_stays", lambda cursor: cursor.execute(own))

    def test_a_voucher_stays(self, drawn):
        assert refused("voucher_stays", lambda cursor: cursor.execute("UPDATE books_voucher SET memo = 'x'"))

    def test_a_voucher_is_checked_by_another(self, drawn):
        own = "UPDATE books_voucher SET checked_by_id = drawn_by_id, checked_at = now()"
        assert refused("voucher_checked_by_another", lambda cursor: cursor.execute(own))

    def test_no_entry_comes_later(self, drawn):
        with connection.cursor() as cursor:  # as if it had been drawn up in a transaction before
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE books_voucher DISABLE TRIGGER books_voucher_keeps")
            cursor.execute("UPDATE books_voucher SET xact = '3'")
        entry = drawn[0].entries.first()
        entry.pk, entry.position = None, 9
        assert refused("voucher_entry_with_its_voucher", lambda _cursor: entry.save())

    def test_a_voucher_balances_and_moves_what_its_journal_moved(self, union, cast):
        journal = list_undrawn(union=union, month=MARCH).get()
        fund = journal.postings.first().account.line.fund

        def draw(amounts):
            def act(_cursor):
                voucher = Voucher.objects.create(
                    union=union, month=MARCH, on=journal.on, journal=journal, maker=cast.finance,
                    drawn_by=cast.finance,
                )  # fmt: skip
                for place, (subject, side, amount) in enumerate(amounts, 1):
                    VoucherEntry.objects.create(
                        voucher=voucher, position=place, subject=subject, side=side, amount=amount, fund=fund
                    )

            return act

        for wrong in (
            [],
            [("102", "D", 900)],
            [("102", "D", 900), ("402", "C", 899)],
            [("102", "D", 899), ("402", "C", 899)],
            [("32101", "D", 900), ("402", "C", 900)],
        ):
            assert refused("voucher_balanced", draw(wrong))

    def test_a_voucher_says_whom_its_maker_stood_in_for(self, union, cast, second):
        journal = list_undrawn(union=union, month=MARCH).get()
        wrong = Voucher(
            union=union, month=MARCH, on=journal.on, journal=journal, maker=cast.finance, maker_for=second,
            drawn_by=cast.finance,
        )  # fmt: skip
        assert refused("voucher_of_its_journal", lambda _cursor: wrong.save())

    def test_a_voucher_is_of_its_journal(self, union, cast):
        journal = list_undrawn(union=union, month=MARCH).get()
        wrong = Voucher(
            union=union,
            month=APRIL,
            on=journal.on,
            journal=journal,
            maker=cast.finance,
            drawn_by=cast.finance,
        )
        assert refused("voucher_of_its_journal", lambda _cursor: wrong.save())


def differences(code):
    return [str(line) for line in CHECKS[code].run(None)]


def test_the_check_finds_a_voucher_that_is_off_the_ledger(drawn):
    assert differences("vouchers") == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE books_voucherentry DISABLE TRIGGER USER")
        cursor.execute("UPDATE books_voucherentry SET amount = 901")
    assert ["第1号" in line for line in differences("vouchers")] == [True]


class TestClosing:
    def obstacles(self, union, month=MARCH):
        return [one.text for outcome in check_closing(union, month) for one in outcome.obstacles]

    def test_a_union_without_accounts_and_vouchers_closes_as_before(self, union, cast):
        assert self.obstacles(union) == []
        ledger.close_period(union=union, month=MARCH, by=cast.finance)

    def test_vouchers_that_wait_keep_the_month_open(self, drawn, union, cast, second):
        assert self.obstacles(union) == ["1 张记账凭证没有审核"]
        with pytest.raises(ledger.LedgerRefused, match="没有审核"):
            ledger.close_period(union=union, month=MARCH, by=cast.finance)
        services.check_vouchers(union=union, month=MARCH, by=second)
        ledger.close_period(union=union, month=MARCH, by=cast.finance)

    def test_an_account_that_nobody_signed_keeps_the_month_open(self, opened, cast):
        opened()
        assert self.obstacles(cast.city, MARCH) == []
        assert any("余额调节表没有签字" in text for text in self.obstacles(cast.city, APRIL))


class TestPages:
    def ask(self, client, who, name, *args, method="get"):
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        return getattr(client, method)(reverse(f"books:{name}", args=args))

    def test_a_month_is_drawn_and_checked_on_its_page(self, client, union, cast, second):
        assert "记账" in self.ask(client, cast.finance, "vouchers").content.decode()
        assert self.ask(client, cast.finance, "draw", "2026-03", method="post").status_code == 302
        assert self.ask(client, cast.finance, "check", "2026-03", method="post").status_code == 409
        assert self.ask(client, second, "check", "2026-03", method="post").status_code == 302
        assert "与台账相符" in self.ask(client, second, "balance").content.decode()
        for month in ("2026-13", "x"):
            assert self.ask(client, second, "vouchers_pdf", month).status_code == 404

    @pytest.mark.parametrize("kind", ["u8", "k3"])
    def test_the_sheet_for_the_finance_software_has_a_row_for_each_entry(self, client, drawn, cast, kind):
        answer = self.ask(client, cast.finance, "package", "2026-03", kind)
        rows = list(load_workbook(BytesIO(answer.content)).active.values)
        titles = dict(zip(rows[0], rows[1], strict=True))
        assert len(rows) == 3
        assert titles["借方金额"] == 900
        assert "102" in rows[1]
        assert "银行存款" in rows[1]

    def test_no_other_package_is_known(self, client, drawn, cast):
        assert self.ask(client, cast.finance, "package", "2026-03", "xx").status_code == 404
