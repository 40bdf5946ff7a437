"""Many people at once: beside each lock stands a test with real threads."""

import uuid
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from funds.ledgers import services
from funds.ledgers.models import CapUsage, Commitment, Journal, Period
from funds.ledgers.selectors import line_buckets
from tests.books import ON, assert_books_balance, available, make_fund, make_line
from tests.threads import at_once, impatient

pytestmark = pytest.mark.django_db(transaction=True)


def hold(line, source, amount="150", **more):
    more = {"key": uuid.uuid4(), "on": ON, **more}
    return services.commit(
        line_id=line.pk, use="living", amount=Decimal(amount), source=source, by=line.opened_by, **more
    )


def outcomes(results):
    return Counter(type(result).__name__ for result in results)


def numbers(union):
    return sorted(Journal.objects.filter(union=union).values_list("number", flat=True))


@pytest.mark.requirement("E3")
def test_300_commits_of_150_against_10000_accept_exactly_66(line):
    results = at_once(lambda n: hold(line, f"applications.application:{n}"), range(300))
    assert outcomes(results) == {"Commitment": 66, "InsufficientBalance": 234}
    assert line_buckets(line.pk)["committed"] == 9900
    assert available(line) == 100
    assert numbers(line.union) == list(range(1, 69))  # received, assigned, 66 commitments: no number is lost
    assert_books_balance()


def test_20_people_reverse_one_journal_once(finance):
    fund = make_fund(finance)
    journal = services.receive(fund_id=fund.pk, amount=Decimal("10000"), by=finance, key=uuid.uuid4(), on=ON)
    results = at_once(
        lambda n: services.reverse(journal_id=journal.pk, reason=f"{n}", by=finance, key=uuid.uuid4(), on=ON),
        range(20),
    )
    assert outcomes(results) == {"Journal": 1, "AlreadyReversed": 19}
    assert_books_balance()


def test_20_identical_submits_make_one_commitment(line):
    key = uuid.uuid4()
    results = at_once(lambda _n: hold(line, "applications.application:1", key=key), range(20))
    assert {result.pk for result in results} == {key}
    assert available(line) == 9850
    assert numbers(line.union) == [1, 2, 3]
    assert_books_balance()


def test_20_people_commit_for_one_source_once(line):
    results = at_once(lambda _n: hold(line, "applications.application:1"), range(20))
    assert outcomes(results) == {"Commitment": 1, "AlreadyCommitted": 19}
    assert Commitment.objects.count() == 1
    assert_books_balance()


def test_20_people_send_one_commitment_once(line, finance):
    commitment = hold(line, "applications.application:1")
    results = at_once(
        lambda n: services.send(
            commitment_ids=[commitment.pk], source=f"payments.batch:{n}", by=finance, key=uuid.uuid4(), on=ON
        ),
        range(20),
    )
    assert outcomes(results) == {"Journal": 1, "NotHeld": 19}
    assert_books_balance()


def test_50_approvers_do_not_pass_a_cap_together(line, finance):
    other = make_line(finance)
    cap = services.CapClaim("household:1", "living", 2026, Decimal("1000"))
    results = at_once(
        lambda n: hold((line, other)[n % 2], f"applications.application:{n}", caps=[cap]), range(50)
    )
    assert outcomes(results) == {"Commitment": 6, "CapExceeded": 44}
    assert CapUsage.objects.get().used == 900
    assert_books_balance()


def test_commits_and_releases_under_one_cap_do_not_wait_in_a_circle(line, finance):
    cap = services.CapClaim("household:1", "living", 2026, Decimal("100000"))
    held = [hold(line, f"a:{n}", "10", caps=[cap]) for n in range(30)]

    def work(n):
        if n % 2:
            return hold(line, f"b:{n}", "10", caps=[cap])
        return services.release(
            commitment_id=held[n // 2].pk, by=finance, key=uuid.uuid4(), on=ON, reason="撤回"
        )

    assert outcomes(at_once(work, range(60))) == {"Commitment": 30, "Journal": 30}
    assert CapUsage.objects.get().used == 300
    assert_books_balance()


def test_batches_over_the_same_commitments_take_turns(line, finance):
    ids = [hold(line, f"a:{n}", "10").pk for n in range(20)]

    def work(n):
        return services.send(
            commitment_ids=ids[::-1] if n % 2 else ids, source=f"b:{n}", by=finance, key=uuid.uuid4(), on=ON
        )

    assert outcomes(at_once(work, range(10))) == {"Journal": 1, "NotHeld": 9}
    assert_books_balance()


def test_nothing_is_posted_into_a_month_while_it_closes(line, finance):
    def work(n):
        if n == 25:
            return services.close_period(union=finance.union, month=ON, by=finance)
        return hold(line, f"a:{n}", "10")

    results = outcomes(at_once(work, range(60), threads=10))
    assert results["Period"] == 1
    assert results["Commitment"] + results["PeriodClosed"] == 59
    assert Period.objects.get().state == "closed"
    assert Commitment.objects.count() == results["Commitment"]
    assert_books_balance()


def test_a_posting_waits_for_whoever_closes_its_month(line, finance):
    """Without the lock on the month it would read "open" and commit into a closed one."""
    with transaction.atomic():
        services.close_period(union=finance.union, month=ON, by=finance)
        assert impatient(lambda: hold(line, "a:1", "10")) == "waits"
    assert type(at_once(lambda _n: hold(line, "a:1", "10"), [1])[0]) is services.PeriodClosed
    assert_books_balance()


def test_whoever_closes_a_month_waits_for_its_postings(line, finance):
    def close():
        return services.close_period(union=finance.union, month=ON, by=finance)

    with transaction.atomic():
        hold(line, "a:1", "10")
        assert impatient(close) == "waits"
    assert impatient(close).state == "closed"
    assert_books_balance()


def test_a_month_opens_before_another_closes_or_not_at_all(finance):
    fund = make_fund(finance, "100")
    february, march = date(2026, 2, 1), date(2026, 3, 1)

    def work(month):
        if month == march:
            return services.close_period(union=finance.union, month=march, by=finance)
        return services.receive(fund_id=fund.pk, amount=Decimal(1), by=finance, key=uuid.uuid4(), on=february)

    late, closed = at_once(work, [february, march])
    states = list(Period.objects.order_by("month").values_list("month", "state"))
    if isinstance(closed, services.LedgerRefused):  # February was there first and is open
        assert states == [(february, "open")]
    else:
        assert isinstance(late, services.PeriodClosed)
        assert states == [(march, "closed")]


def test_receipts_together_do_not_pass_the_document(finance):
    fund = make_fund(finance, "1000")
    results = at_once(
        lambda _n: services.receive(
            fund_id=fund.pk, amount=Decimal(300), by=finance, key=uuid.uuid4(), on=ON
        ),
        range(10),
    )
    assert outcomes(results) == {"Journal": 3, "LedgerRefused": 7}
    assert_books_balance()


def test_a_number_given_back_by_a_rollback_is_used_again(line, finance):
    def work(n):
        with transaction.atomic():
            hold(line, f"a:{n}", "10")
            if n % 3 == 0:
                raise services.LedgerRefused("said no afterwards")

    at_once(work, range(30))
    assert numbers(line.union) == list(range(1, 23))
    assert_books_balance()


def test_allocations_to_many_unions_at_once_keep_both_books(line, cast, finance):
    def work(n):
        return services.allocate(
            line_id=line.pk,
            union_id=(cast.county, cast.union)[n % 2].pk,
            amount=Decimal("600"),
            document_no="通工〔2026〕3号",
            document_on=ON,
            by=finance,
            key=uuid.uuid4(),
            on=ON,
        )

    assert outcomes(at_once(work, range(20))) == {"Allocation": 16, "InsufficientBalance": 4}
    assert_books_balance()
