"""Money between the books of two unions: given back, confirmed, then taken back by nobody; frozen."""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader

from funds.ledgers import services
from funds.ledgers.models import Allocation, Arrival, Fund, Journal
from funds.ledgers.reports import handing_pdf
from funds.ledgers.selectors import line_buckets, list_handings, list_to_confirm
from funds.ledgers.states import HandingState
from hardship.accounts.models import Union
from hardship.accounts.states import Role
from hardship.kernel.desk import DUTIES
from hardship.kernel.workflow import Refused
from tests.books import ON, assert_books_balance, make_fund, make_line
from tests.factories import UnionFactory, UserFactory
from tests.funds.ledgers.test_around_python import refused, run
from tests.worlds import world

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E1")]
LETTER = {"document_no": "通工〔2026〕3号", "document_on": ON, "on": ON}


def key():
    return uuid.uuid4()


@world
def below(cast):
    """The finance person of the county."""
    return UserFactory(union=cast.county, role=Role.FINANCE)


def allocate(line, union, amount="3000", by=None, **more):
    more = {**LETTER, "key": key(), **more}
    return services.allocate(
        line_id=line.pk, union_id=union.pk, amount=Decimal(amount), by=by or line.opened_by, **more
    )


def give_back(line, by, amount="1000", **more):
    more = {**LETTER, "document_no": "崇工〔2026〕9号", "reason": "年末结余", "key": key(), **more}
    return services.give_back(line_id=line.pk, amount=Decimal(amount), by=by, **more)


def confirm(row, by, on=ON):
    return services.confirm_arrival(allocation_id=row.pk, on=on, by=by)


def text_of(content):
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def buckets(line, **expected):
    found = {name: amount for name, amount in line_buckets(line.pk).items() if amount}
    return found == {name: Decimal(amount) for name, amount in expected.items()} or found


class TestGivingBack:
    def test_it_goes_to_the_line_that_it_came_from_on_both_books(self, line, cast, below):
        lower = allocate(line, cast.county).lower_line
        made = give_back(lower, below, "1200.50")
        assert buckets(line, source="10000", available="8200.50", allocated="1799.50") is True
        assert buckets(lower, source="3000", available="1799.50", returned="1200.50") is True
        assert (made.giver, made.recipient, made.union) == (lower, line, cast.county)
        assert (made.given.event, made.received.event) == ("return", "return_in")
        assert_books_balance()

    def test_not_more_than_came_less_what_went_back(self, line, cast, below):
        lower = allocate(line, cast.county, "1000").lower_line
        give_back(lower, below, "400")
        with pytest.raises(Refused, match=r"还没有退回的只有 600\.00 元") as caught:
            give_back(lower, below, "600.01")
        assert caught.value.field == "amount"
        give_back(lower, below, "600")
        assert buckets(lower, source="1000", returned="1000") is True
        assert_books_balance()

    def test_not_what_is_held_for_somebody(self, line, cast, below):
        lower = allocate(line, cast.county, "1000").lower_line
        services.commit(
            line_id=lower.pk, use="living", amount=Decimal("100"), source="a:1", by=below, key=key(), on=ON
        )
        with pytest.raises(services.InsufficientBalance, match=r"还差 0\.01 元"):
            give_back(lower, below, "900.01")

    def test_what_came_without_a_use_goes_back_through_the_pool(self, cast, finance, below):
        fund = make_fund(finance, "5000")
        services.receive(fund_id=fund.pk, amount=Decimal(5000), by=finance, key=key(), on=ON)
        pool = fund.lines.get(use="pool")
        given = allocate(pool, cast.county, "2000", by=finance).lower_line
        lower = services.open_line(fund_id=given.fund_id, use="living", year=2026, by=below)
        services.assign(line_id=lower.pk, amount=Decimal(1500), by=below, key=key(), on=ON)
        give_back(lower, below, "700")
        assert buckets(lower, source="800", available="800") is True
        assert buckets(given, source="1200", available="500", returned="700") is True
        assert buckets(pool, source="5000", available="3700", allocated="1300") is True
        assert_books_balance()

    def test_sent_twice_it_has_one_effect(self, line, cast, below):
        lower, once = allocate(line, cast.county).lower_line, key()
        assert give_back(lower, below, key=once) == give_back(lower, below, key=once)
        assert buckets(lower, source="3000", available="2000", returned="1000") is True
        with pytest.raises(services.KeyReused):
            give_back(lower, below, "999", key=once)
        with pytest.raises(services.KeyReused):
            give_back(lower, below, key=once, reason="另一个事由")

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_a_reason_is_needed(self, line, cast, below, reason):
        with pytest.raises(Refused, match="请填写退回的事由"):
            give_back(allocate(line, cast.county).lower_line, below, reason=reason)

    def test_what_came_without_a_use_and_got_none_goes_back_as_it_is(self, cast, finance, below):
        fund = make_fund(finance, "5000")
        services.receive(fund_id=fund.pk, amount=Decimal(5000), by=finance, key=key(), on=ON)
        given = allocate(fund.lines.get(use="pool"), cast.county, "2000", by=finance).lower_line
        give_back(given, below, "700")
        assert buckets(given, source="2000", available="1300", returned="700") is True
        assert_books_balance()

    def test_money_of_its_own_goes_back_to_whoever_gave_it(self, line, finance, cast):
        with pytest.raises(Refused, match="没有还可以退回的"):
            give_back(line, finance)
        told = {**LETTER, "line_id": line.pk, "amount": Decimal(400), "by": finance}
        with pytest.raises(Refused, match="请填写退回的事由"):
            services.return_outside(**told, reason=" ", key=key())
        made = services.return_outside(**told, reason="项目结余", key=key())
        assert buckets(line, source="10000", available="9600", returned="400") is True
        assert made.memo == "通工〔2026〕3号 2026-03-05 项目结余"
        assert_books_balance()
        services.reverse(journal_id=made.pk, reason="有误", by=finance, key=key(), on=ON)
        assert buckets(line, source="10000", available="10000") is True
        assert_books_balance()

    def test_what_a_union_above_gave_goes_back_to_it_alone(self, line, cast, below):
        lower = allocate(line, cast.county).lower_line
        with pytest.raises(Refused, match="请退回上级"):
            services.return_outside(
                **LETTER, line_id=lower.pk, amount=Decimal(1), reason="结余", by=below, key=key()
            )

    def test_nothing_goes_to_a_union_that_was_closed(self, line, cast, finance, below):
        lower = allocate(line, cast.county).lower_line
        with transaction.atomic():
            Union.objects.filter(pk=cast.city.pk).update(closed_on=ON)
            with pytest.raises(Refused, match="对方工会已撤销"):
                give_back(lower, below)
            transaction.set_rollback(True)

    def test_only_by_the_finance_of_the_union_that_has_it(self, line, cast, finance):
        with pytest.raises(Refused, match="只有“"):
            give_back(allocate(line, cast.county).lower_line, finance)

    def test_it_is_taken_back_on_both_books_until_it_is_confirmed(self, line, cast, finance, below):
        lower = allocate(line, cast.county).lower_line
        made = give_back(lower, below)
        with pytest.raises(Refused, match="由拨出的工会冲销"):
            services.reverse(journal_id=made.received.pk, reason="有误", by=finance, key=key(), on=ON)
        services.reverse(journal_id=made.given.pk, reason="金额有误", by=below, key=key(), on=ON)
        assert buckets(lower, source="3000", available="3000") is True
        assert buckets(line, source="10000", available="7000", allocated="3000") is True
        assert Fund.objects.get(pk=lower.fund_id).total == 3000
        give_back(lower, below, "3000")
        assert_books_balance()


class TestArrival:
    def test_the_receiver_confirms_and_nobody_takes_it_back(self, line, cast, finance, below):
        made = allocate(line, cast.county)
        assert [row.pk for row in list_to_confirm(user=below)] == [made.pk]
        assert not list_to_confirm(user=finance)
        confirm(made, below)
        assert not list_to_confirm(user=below)
        [row] = list_handings(user=finance)
        assert row.standing == HandingState.ARRIVED
        with pytest.raises(Refused, match="对方已确认到账，不能冲销"):
            services.reverse(journal_id=made.given.pk, reason="收回", by=finance, key=key(), on=ON)
        assert_books_balance()

    def test_what_came_back_is_confirmed_above(self, line, cast, finance, below):
        made = give_back(allocate(line, cast.county).lower_line, below)
        confirm(made, finance)
        with pytest.raises(Refused, match="对方已确认到账"):
            services.reverse(journal_id=made.given.pk, reason="有误", by=below, key=key(), on=ON)

    def test_both_see_it_also_when_the_lower_one_hangs_elsewhere(self, line, cast, finance, below):
        made = give_back(allocate(line, cast.county).lower_line, below)
        elsewhere = UnionFactory(city_level=True, parent=cast.city.parent)
        Union.objects.filter(pk=cast.county.pk).update(parent=elsewhere)
        assert [row.pk for row in list_to_confirm(user=finance)] == [made.pk]
        confirm(made, finance)

    def test_not_by_whoever_gave(self, line, cast, finance):
        with pytest.raises(Refused, match="只有“"):
            confirm(allocate(line, cast.county), finance)

    def test_not_twice_not_before_it_went_and_not_once_it_was_taken_back(self, line, cast, finance, below):
        made = allocate(line, cast.county)
        with pytest.raises(Refused, match="到账日期不能早于凭证日期2026-03-05"):
            confirm(made, below, on=ON - timedelta(days=1))
        confirm(made, below)
        with pytest.raises(Refused, match="不用重复确认"):
            confirm(made, below)
        other = allocate(line, cast.county)
        services.reverse(journal_id=other.given.pk, reason="重复", by=finance, key=key(), on=ON)
        with pytest.raises(Refused, match="已冲销"):
            confirm(other, below)
        assert {row.standing for row in list_handings(user=finance)} == {
            HandingState.ARRIVED,
            HandingState.REVERSED,
        }

    def test_it_waits_on_the_desk_of_whoever_receives(self, line, cast, finance, below):
        allocate(line, cast.county)
        duty = DUTIES["ledgers.arrivals"]
        assert [len(duty.rows(person)) for person in (below, finance)] == [1, 0]


class TestFreezing:
    def test_frozen_money_is_not_used_until_it_is_thawed(self, line, finance):
        services.freeze(line_id=line.pk, amount=Decimal(9000), reason="审计", by=finance, key=key(), on=ON)
        assert buckets(line, source="10000", available="1000", frozen="9000") is True
        hold = {"line_id": line.pk, "use": "living", "amount": Decimal("1000.01"), "source": "a:1"}
        with pytest.raises(services.InsufficientBalance):
            services.commit(**hold, by=finance, key=key(), on=ON)
        services.thaw(line_id=line.pk, amount=Decimal(9000), reason="办结", by=finance, key=key(), on=ON)
        services.commit(**hold, by=finance, key=key(), on=ON)
        assert Journal.objects.get(event="freeze").memo == "审计"
        assert_books_balance()

    @pytest.mark.parametrize("move", [services.freeze, services.thaw])
    def test_a_reason_and_the_money_are_needed(self, line, finance, move):
        with pytest.raises(Refused, match="请填写原因"):
            move(line_id=line.pk, amount=Decimal(1), reason=" ", by=finance, key=key(), on=ON)
        with pytest.raises(services.InsufficientBalance):
            move(line_id=line.pk, amount=Decimal(10001), reason="审计", by=finance, key=key(), on=ON)

    def test_a_voucher_of_it_is_not_reversed(self, line, finance):
        made = services.freeze(
            line_id=line.pk, amount=Decimal(1), reason="审计", by=finance, key=key(), on=ON
        )
        with pytest.raises(Refused, match="由业务产生"):
            services.reverse(journal_id=made.pk, reason="有误", by=finance, key=key(), on=ON)


class TestSpecialMoney:
    @pytest.mark.parametrize("source", ["central", "provincial"])
    def test_it_is_for_its_items_alone_and_stays_what_it_is(self, cast, finance, source):
        with pytest.raises(services.UseNotPermitted, match="规定的六项"):
            make_fund(finance, source=source, uses=("living", "warmth"))
        line = make_line(finance, source=source)
        assert allocate(line, cast.county).lower_line.fund.source == source

    def test_other_money_comes_from_the_union_above(self, line, cast):
        assert allocate(line, cast.county).lower_line.fund.source == "upper_union"

    def test_days_and_what_becomes_of_the_rest_go_along(self, cast, finance):
        terms = {"use_by": date(2026, 12, 1), "return_by": date(2026, 12, 20), "leftover": "return"}
        line = make_line(finance, **terms, batch="第二批")
        fund = allocate(line, cast.county).lower_line.fund
        assert {name: getattr(fund, name) for name in terms} == terms
        assert fund.batch == "第二批"


class TestAroundPython:
    def test_no_more_comes_back_than_went_down(self, line, cast, below):
        allocate(line, UserFactory(union=cast.county).union, "500")
        other = make_line(below, "900")
        lower = Allocation.objects.get().lower_line
        made = give_back(lower, below, "100")
        insert = """INSERT INTO ledgers_allocation (direction, union_id, use_id, upper_line_id, lower_line_id,
                amount, document_no, document_on, reason, upper_journal_id, lower_journal_id)
            SELECT 'up', %s, use_id, upper_line_id, %s, %s, 'x', document_on, 'x', upper_journal_id,
                lower_journal_id
            FROM ledgers_allocation WHERE id = %s"""
        county = cast.county.pk
        assert refused("return_within_allocation", insert, county, lower.pk, "400.01", made.pk)
        assert refused("allocation_along_its_origin", insert, county, other.pk, "1", made.pk)
        assert refused("allocation_along_its_origin", insert, cast.city.pk, lower.pk, "1", made.pk)

    def test_an_arrival_is_of_the_receiver_and_of_what_stands(self, line, cast, finance, below):
        made = allocate(line, cast.county)
        insert = """INSERT INTO ledgers_arrival (allocation_id, union_id, "on", at, by_id)
            VALUES (%s, %s, %s, now(), %s)"""
        county = cast.county.pk
        assert refused("arrival_of_what_came", insert, made.pk, cast.city.pk, ON, below.pk)
        assert refused("arrival_of_what_came", insert, made.pk, county, ON, finance.pk)
        early = ON - timedelta(days=1)
        assert refused("arrival_of_what_came", insert, made.pk, county, early, below.pk)
        with transaction.atomic():
            services.reverse(journal_id=made.given.pk, reason="重复", by=finance, key=key(), on=ON)
            assert refused("arrival_of_what_came", insert, made.pk, county, ON, below.pk)
            transaction.set_rollback(True)
        run(insert, made.pk, county, ON, below.pk)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            run("UPDATE ledgers_arrival SET by_id = %s", finance.pk)

    def test_what_arrived_is_reversed_on_neither_book(self, line, cast, finance, below):
        made = allocate(line, cast.county)
        confirm(made, below)
        for journal in (made.upper_journal, made.lower_journal):
            statement = """INSERT INTO ledgers_journal (id, union_id, "on", event, source, memo, reverses_id,
                    made_at, made_by_id, canonical)
                VALUES (gen_random_uuid(), %s, %s, 'reverse', '', '', %s, now(), %s, '')"""
            assert refused("arrived_stays", statement, journal.union_id, ON, journal.pk, finance.pk)


class TestPages:
    def test_from_the_line_to_the_confirmation(self, as_user, line, cast, finance, below):
        made = allocate(line, cast.county)
        client = as_user(below)
        page = client.get(reverse("ledgers:handings")).content.decode()
        assert "有 1 笔款等本工会确认到账" in page
        assert "通工〔2026〕3号" in page
        url = reverse("ledgers:handing", args=[made.pk])
        page = client.get(url).content.decode()
        assert "确认以后对方不能再冲销" in page
        assert reverse("ledgers:journal", args=[made.received.pk]) in page
        assert reverse("ledgers:journal", args=[made.given.pk]) not in page
        confirmed = client.post(reverse("ledgers:handing_confirm", args=[made.pk]), {"on": "2026-03-06"})
        assert confirmed.status_code == 302
        assert Arrival.objects.get().on == date(2026, 3, 6)
        assert "2026-03-06" in as_user(finance).get(url).content.decode()

    def test_a_day_that_is_wrong_is_told_at_its_field(self, as_user, line, cast, below):
        made = allocate(line, cast.county)
        answer = as_user(below).post(reverse("ledgers:handing_confirm", args=[made.pk]), {"on": "2026-03-01"})
        assert answer.status_code == 409
        assert "到账日期不能早于凭证日期2026-03-05" in answer.content.decode()
        assert 'value="2026-03-01"' in answer.content.decode()

    def test_giving_back_through_its_page(self, as_user, line, cast, below):
        lower = allocate(line, cast.county).lower_line
        client, url = as_user(below), reverse("ledgers:give_back", args=[lower.pk])
        page = client.get(url).content.decode()
        typed = page[page.index('name="key" value="') + 18 :].split('"')[0]
        told = {"key": typed, "amount": "1,000", "document_no": "崇工9号", "document_on": "2026-03-05"}
        answer = client.post(url, {**told, "on": "2026-03-05", "reason": ""})
        assert answer.status_code == 422
        more = client.post(url, {**told, "amount": "3000.01", "on": "2026-03-05", "reason": "结余"})
        assert more.status_code == 409
        assert 'href="#id_amount"' in more.content.decode()
        answer = client.post(url, {**told, "on": "2026-03-05", "reason": "结余退回"})
        made = Allocation.objects.get(direction="up")
        assert answer["Location"] == reverse("ledgers:handing", args=[made.pk])
        assert made.amount == 1000

    def test_the_county_sees_its_own_and_others_see_nothing(self, as_user, line, cast, below):
        made = allocate(line, cast.county)
        stranger = UserFactory(union=cast.union, role=Role.FINANCE)
        assert as_user(stranger).get(reverse("ledgers:handing", args=[made.pk])).status_code == 404
        assert "还没有下拨或退回" in as_user(stranger).get(reverse("ledgers:handings")).content.decode()

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", 2),
            ("?direction=up", 1),
            ("?standing=arrived", 1),
            ("?standing=reversed", 0),
            ("?year=2026", 2),
        ],
    )
    def test_the_list_is_narrowed(self, as_user, line, cast, finance, below, query, found):
        made = allocate(line, cast.county)
        give_back(made.lower_line, below)
        confirm(made, below)
        page = as_user(finance).get(reverse("ledgers:handings") + query).content.decode()
        assert page.count("<tr") - 1 == found if found else "没有符合条件" in page

    def test_the_paper_has_both_vouchers_and_the_sum_in_words(self, line, cast, below):
        made = allocate(line, cast.county, "3000")
        text = text_of(handing_pdf(list_handings(user=below).get()))
        for words in ("资金下拨通知书", "叁仟元整", "3,000.00", str(made.given), str(made.received)):
            assert words in text
        give_back(made.lower_line, below)
        back = list_handings(user=below).get(direction="up")
        assert "资金退回单" in text_of(handing_pdf(back))
        assert "年末结余" in text_of(handing_pdf(back))
