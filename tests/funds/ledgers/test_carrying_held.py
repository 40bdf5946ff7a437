"""占用结转: what is held and not paid goes whole to the line of the same use of the next year, is paid from
there and counts against the caps of the year of its decision; the rest stays where it was paid from."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from funds.ledgers import services
from funds.ledgers.models import Account, BudgetLine, CapUsage, Commitment, Journal
from funds.ledgers.rules import Line, Request
from funds.ledgers.selectors import line_buckets
from funds.ledgers.selectors.yearend import list_rests
from hardship.accounts.models import Union
from hardship.demo import clock
from hardship.kernel.workflow import Refused
from tests.books import ON, assert_books_balance, make_line
from tests.funds.ledgers.beans import assert_bean_agrees
from tests.threads import impatient

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E3")]
JANUARY = date(2027, 1, 5)
CAP = services.CapClaim("household:1", "living", 2026, Decimal(2000))


def key():
    return uuid.uuid4()


def carry(finance, **more):
    with clock.at(JANUARY):
        return services.carry_over(union=finance.union, year=2026, by=finance, **{"key": key(), **more})


def hold(*lines, amount="1500", by, **more):
    draws = [services.Draw(line.pk, line.use_id, Decimal(amount)) for line in lines]
    return services.commit_on(draws=draws, by=by, key=key(), **{"source": "a:1", "on": ON, **more})


def move(held, by, *steps, on=ON):
    for step in steps:
        getattr(services, step)(commitment_ids=[held.pk], source="a:batch", by=by, key=key(), on=on)


def following(line):
    return BudgetLine.objects.get(fund=line.fund_id, use=line.use_id, year=line.year + 1)


def nonzero(line):
    return {name: yuan for name, yuan in line_buckets(line.pk).items() if yuan}


def fresh(held):
    return Commitment.objects.get(pk=held.pk)


def test_it_is_paid_in_january_from_the_carried_line_under_the_caps_of_its_year(line, finance):
    held, sent = hold(line, by=finance, caps=[CAP]), key()
    vouchers = carry(finance, key=sent)
    assert [row.event for row in vouchers] == ["carry", "carry_held"]
    assert {row.pk for row in carry(finance, key=sent)} == {row.pk for row in vouchers}
    with pytest.raises(Refused, match="没有可以结转的余额"):
        carry(finance)
    assert (fresh(held).line, fresh(held).committed) == (following(line), 1500)
    assert list(CapUsage.objects.values_list("year", "used")) == [(2026, 1500)]
    with clock.at(JANUARY):
        with pytest.raises(services.CapExceeded):
            hold(following(line), by=finance, source="a:2", on=JANUARY, amount="501", caps=[CAP])
        move(held, finance, "send", "settle", on=JANUARY)
    assert nonzero(line) == {}
    assert nonzero(following(line)) == {"source": 10000, "available": 8500, "paid": 1500}
    assert_books_balance()
    assert_bean_agrees(Union.objects.filter(pk=finance.union_id))


def test_what_is_given_up_afterwards_is_free_in_the_new_year(line, finance):
    held = hold(line, by=finance, caps=[CAP])
    carry(finance)
    with clock.at(JANUARY):
        services.release(commitment_id=held.pk, by=finance, key=key(), on=JANUARY, reason="申请人撤回")
    assert nonzero(following(line)) == {"source": 10000, "available": 10000}
    assert CapUsage.objects.get().used == 0
    assert_books_balance()


@pytest.mark.parametrize(("steps", "back"), [(("send",), "fail"), (("send", "settle"), "bounce")])
def test_what_left_the_line_comes_along_once_the_bank_returned_it(line, finance, steps, back):
    held = hold(line, by=finance)
    move(held, finance, *steps)
    assert [row.event for row in carry(finance)] == ["carry"]
    assert fresh(held).line == line
    with clock.at(JANUARY):
        move(held, finance, back, on=JANUARY)
    assert [row.event for row in carry(finance)] == ["carry_held"]
    assert fresh(held).line == following(line)
    assert_books_balance()


@pytest.mark.parametrize(
    ("terms", "is_carried"),
    [
        ({"leftover": "carry"}, True),
        ({"leftover": "free"}, True),
        ({"leftover": "return"}, False),
        ({"leftover": "carry", "use_by": date(2026, 12, 31)}, False),
    ],
)
def test_the_document_says_whether_it_is_carried(finance, terms, is_carried):
    line = make_line(finance, "1500", **terms)
    hold(line, by=finance)
    [rest] = list_rests(finance.union, 2026)
    assert (rest.use, rest.carried_held) == (None, 1500 if is_carried else 0)
    assert ("结转到同一用途" if is_carried else "撤销批准") in rest.held_why
    if is_carried:
        [made] = carry(finance)
        assert (made.event, made.on, made.year) == ("carry_held", date(2026, 12, 31), 2026)
        assert following(line).use_id == "living"
    else:
        with pytest.raises(Refused, match="没有可以结转的余额"):
            carry(finance)
    assert_books_balance()


def test_a_sum_on_several_lines_goes_along_part_by_part_and_never_comes_together(line, finance):
    other = make_line(finance, "5000")
    held = hold(line, other, by=finance, amount="300")
    with clock.at(JANUARY):
        late = services.open_line(fund_id=line.fund_id, use="living", year=2027, by=finance)
    services.assign(line_id=late.pk, from_line_id=line.pk, amount=Decimal(500), by=finance, key=key(), on=ON)
    both = hold(line, late, by=finance, amount="200", source="a:2")
    carry(finance)
    assert {piece.line for piece in fresh(held).pieces} == {late, following(other)}
    assert {piece.line for piece in fresh(both).pieces} == {line, late}
    with clock.at(JANUARY):
        for one in (held, both):
            move(one, finance, "send", "settle", on=JANUARY)
    assert_books_balance()


@pytest.mark.parametrize("places", [(0, 1), (1, 0), (2, 0, 1)])
def test_two_parts_of_one_sum_do_not_meet_by_a_reversal_either(line, finance, places):
    """One on 2026, one on 2027, and in the last case the first one elsewhere: the later part went on to 2028
    and the earlier one to 2027, where the later one would come back to."""
    with clock.at(JANUARY):
        late = services.open_line(fund_id=line.fund_id, use="living", year=2027, by=finance)
    services.assign(line_id=late.pk, from_line_id=line.pk, amount=Decimal(500), by=finance, key=key(), on=ON)
    lines = (line, late, make_line(finance, "5000"))
    held = hold(*(lines[place] for place in places), by=finance, amount="200")
    new_year = date(2028, 1, 5)
    with clock.at(new_year):
        carried = services.carry_over(union=finance.union, year=2027, by=finance, key=key())
        made = next(row for row in carried if row.event == "carry_held")
        services.carry_over(union=finance.union, year=2026, by=finance, key=key())
        assert {late, following(late)} <= {piece.line for piece in fresh(held).pieces}
        with pytest.raises(Refused, match="合到同一指标"):
            services.reverse(journal_id=made.pk, reason="记错", by=finance, key=key(), on=new_year)
    assert len({piece.line_id for piece in fresh(held).pieces}) == len(places)
    assert_books_balance()


def test_it_is_reversed_while_all_of_it_is_still_held(line, finance):
    first, second = (hold(line, by=finance, source=source, amount="100") for source in ("a:1", "a:2"))
    [_free, made] = carry(finance)
    reverse = {"journal_id": made.pk, "reason": "先付清", "by": finance, "on": JANUARY}
    with clock.at(JANUARY):
        move(second, finance, "send", on=JANUARY)
        with pytest.raises(Refused, match="已经送盘"):
            services.reverse(**reverse, key=key())
        assert fresh(first).line == following(line)
        move(second, finance, "fail", on=JANUARY)
        services.reverse(**reverse, key=key())
    assert {fresh(first).line, fresh(second).line} == {line}
    assert nonzero(line) == {"source": 200, "committed": 200}
    assert_books_balance()
    [again] = carry(finance)
    assert (again.event, fresh(first).line) == ("carry_held", following(line))


def legs(line, amount, held, *, taking=False):
    """The two legs of one line."""
    accounts = dict(Account.objects.filter(line=line).values_list("bucket", "pk"))
    sides = ("C", "D") if taking else ("D", "C")
    return [
        Line(accounts[bucket], side, Decimal(amount), held.pk)
        for bucket, side in zip(("committed", "source"), sides, strict=True)
    ]


def refusal(finance, lines):
    """The constraint that a carrying journal of these legs breaks, at once or at the end."""
    made = Request(key(), finance.union_id, ON, "carry_held", "", "", finance.pk, lines)
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        post_at_once(made)
    return error.value.__cause__.diag.constraint_name


def post_at_once(made):
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_post(%s, %s)", [made.text(), timezone.now()])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_around_python_nothing_else_is_carried(line, finance):
    held, other = hold(line, by=finance, amount="100"), hold(line, by=finance, amount="100", source="a:2")
    services.release(commitment_id=other.pk, by=finance, key=key(), on=ON, reason="撤回")
    next_year, later = (
        services.open_line(fund_id=line.fund_id, use="living", year=year, by=finance) for year in (2027, 2028)
    )
    elsewhere = make_line(finance, "50")
    with clock.at(JANUARY):
        strange = services.open_line(fund_id=elsewhere.fund_id, use="living", year=2027, by=finance)
    broken = {
        "a part of it": (legs(line, 99, held) + legs(next_year, 99, held, taking=True), "held_carried_whole"),
        "two years on": (
            legs(line, 100, held) + legs(later, 100, held, taking=True), "held_carried_to_next_year"
        ),
        "to another fund": (
            legs(line, 100, held) + legs(strange, 100, held, taking=True), "held_carried_to_next_year"
        ),
        "from one to the other": (
            legs(line, 100, held) + legs(line, 100, other, taking=True), "held_carried_to_next_year"
        ),
        "in other buckets of one line": (
            [
                Line(Account.objects.get(line=line, bucket=bucket).pk, side, Decimal(100), held.pk)
                for side, bucket in (("D", "available"), ("C", "paid"), ("D", "paid"), ("C", "available"))
            ],
            "held_carried_to_next_year",
        ),
        "from a line that is not its own": (
            legs(next_year, 100, held) + legs(line, 100, held, taking=True), "held_carried_whole"
        ),
    }  # fmt: skip
    found = {name: refusal(finance, lines) for name, (lines, _why) in broken.items()}
    expected = {name: why for name, (_lines, why) in broken.items()}
    assert found["to another fund"] in ("journal_assigns_within_fund", "held_carried_to_next_year")
    assert found | {"to another fund": expected["to another fund"]} == expected
    assert fresh(held).line == line
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledgers_commitment SET line_id = %s WHERE id = %s", [next_year.pk, held.pk])
    assert not Journal.objects.filter(event="carry_held").exists()


@pytest.mark.django_db(transaction=True)
def test_whoever_sends_it_meanwhile_waits(cast, reference):
    line = make_line(cast.finance)
    held = hold(line, by=cast.finance)
    with transaction.atomic():
        carry(cast.finance)
        assert impatient(lambda: move(held, cast.finance, "send")) == "waits"
    assert fresh(held).line == following(line)
