"""年末结转: each rest goes where its document says, once; what is held stays; the books agree."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from funds.ledgers import services
from funds.ledgers.models import BudgetLine, Journal
from funds.ledgers.selectors import line_buckets
from funds.ledgers.selectors.yearend import list_rests
from hardship.accounts.states import Role
from hardship.demo import clock
from hardship.kernel.workflow import Refused
from tests.books import ON, assert_books_balance, make_line
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E3")]
JANUARY = date(2027, 1, 5)


def carry(finance, key=None, year=2026):
    return services.carry_over(union=finance.union, year=year, by=finance, key=key or uuid.uuid4())


def hold(line, finance, amount, source="a:1"):
    return services.commit(
        line_id=line.pk, use=line.use_id, amount=Decimal(amount), source=source, by=finance,
        key=uuid.uuid4(), on=ON,
    )  # fmt: skip


def buckets(line, **expected):
    found = {name: amount for name, amount in line_buckets(line.pk).items() if amount}
    return found == {name: Decimal(amount) for name, amount in expected.items()} or found


def test_what_is_left_goes_to_the_same_use_of_the_next_year(line, finance):
    hold(line, finance, "1500")
    with clock.at(JANUARY):
        made = carry(finance)
    following = BudgetLine.objects.get(fund=line.fund, use="living", year=2027)
    assert buckets(line) is True
    assert buckets(following, source="10000", available="8500", committed="1500") is True
    assert [(one.on, one.event, one.year) for one in made] == [
        (date(2026, 12, 31), event, 2026) for event in ("carry", "carry_held")
    ]
    assert_books_balance()


@pytest.mark.parametrize(
    ("terms", "use", "why"),
    [
        ({"leftover": "carry"}, "living", "用途不变"),
        ({"leftover": "free"}, "pool", "重新分配"),
        ({"leftover": "return"}, None, "按文件退回"),
        ({"leftover": "carry", "use_by": date(2026, 12, 31)}, None, "使用期限到 2026-12-31"),
        ({"leftover": "carry", "use_by": date(2027, 1, 1)}, "living", "用途不变"),
    ],
)
def test_the_document_says_what_becomes_of_it(finance, terms, use, why):
    line = make_line(finance, **terms)
    [rest] = list_rests(finance.union, 2026)
    assert (rest.use, rest.carried) == (use, 10000 if use else 0)
    assert why in rest.why
    with clock.at(JANUARY):
        if use is None:
            with pytest.raises(Refused, match="没有可以结转的余额"):
                carry(finance)
        else:
            carry(finance)
    found = BudgetLine.objects.filter(fund=line.fund, year=2027).values_list("use", flat=True)
    assert list(found) == ([use] if use else [])
    assert_books_balance()


def test_sent_twice_it_carries_once_and_later_what_became_free(line, finance):
    held, key = hold(line, finance, "1500"), uuid.uuid4()
    sent = {"commitment_ids": [held.pk], "source": "a:batch", "by": finance}
    services.send(**sent, key=uuid.uuid4(), on=ON)
    with clock.at(JANUARY):
        assert [row.pk for row in carry(finance, key)] == [row.pk for row in carry(finance, key)]
        with pytest.raises(Refused, match="没有可以结转的余额"):
            carry(finance)
        services.fail(**sent, key=uuid.uuid4(), on=JANUARY)
        services.release(commitment_id=held.pk, by=finance, key=uuid.uuid4(), on=JANUARY, reason="申请人撤回")
        carry(finance)
    assert buckets(BudgetLine.objects.get(year=2027), source="10000", available="10000") is True
    assert_books_balance()


def test_after_december_was_closed_it_is_of_the_day(line, finance):
    with clock.at(JANUARY):
        for month in range(3, 13):
            services.close_period(union=finance.union, month=date(2026, month, 1), by=finance)
        [made] = carry(finance)
    assert (made.on, made.year) == (JANUARY, 2027)
    assert_books_balance()


def test_a_month_without_a_voucher_is_closed_with_the_next(line, finance):
    """Nothing was posted in December; January is closed, and a month before it opens no more."""
    with clock.at(date(2027, 2, 5)):
        for month in (date(2026, 3, 1), date(2027, 1, 1)):
            services.close_period(union=finance.union, month=month, by=finance)
        [made] = carry(finance)
    assert made.on == date(2027, 2, 5)


def test_not_before_the_year_is_over_and_not_by_others(line, cast, finance):
    with clock.at(date(2026, 12, 31)), pytest.raises(Refused, match="1 月 1 日以后才能结转"):
        carry(finance)
    stranger = UserFactory(union=cast.county, role=Role.FINANCE)
    with clock.at(JANUARY), pytest.raises(Refused, match="只有“"):
        services.carry_over(union=finance.union, year=2026, by=stranger, key=uuid.uuid4())
    assert not Journal.objects.filter(event="carry").exists()


def test_it_is_reversed_as_any_other(line, finance):
    with clock.at(JANUARY):
        [made] = carry(finance)
        services.reverse(journal_id=made.pk, reason="先退回", by=finance, key=uuid.uuid4(), on=JANUARY)
    assert buckets(line, source="10000", available="10000") is True
    assert_books_balance()


def test_money_that_lay_idle_for_two_years_is_marked(line, finance):
    with clock.at(date(2028, 1, 5)):
        carry(finance)
        carry(finance, year=2027)
    with clock.at(date(2029, 1, 5)):
        [rest] = list_rests(finance.union, 2028)
    assert rest.is_idle
    assert not list_rests(finance.union, 2026)


def test_the_page_shows_it_first_and_then_does_it(as_user, line, finance):
    url = reverse("ledgers:year_end")
    assert "还没有过完的年度" in as_user(finance).get(url).content.decode()
    with clock.at(JANUARY):
        client = as_user(finance)
        page = client.get(url).content.decode()
        assert '可以结转到下年 <b class="num">10,000.00</b> 元' in page
        assert "日期 2026-12-31" in page
        key = page[page.index('name="key" value="') + 18 :].split('"')[0]
        answer = client.post(url, {"key": key, "year": "2026"})
        assert answer["Location"] == f"{url}?year=2026"
        assert "这一年没有剩下的余额" in client.get(answer["Location"]).content.decode()
        assert client.post(url, {"key": str(uuid.uuid4()), "year": "2027"}).status_code == 409
        assert client.post(url, {"key": "x", "year": "今年"}).status_code == 422
        assert "2026" in client.get(url, {"year": "9" * 30}).content.decode()
        auditor = as_user(UserFactory(union=finance.union, role=Role.AUDITOR))
        assert auditor.get(url).status_code == 200
        assert auditor.post(url, {"key": key, "year": "2026"}).status_code == 409
