"""A sum that no line holds alone lies on several lines, moves as one and adds up on every way."""

import uuid
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from funds.ledgers import services
from funds.ledgers.models import CapShare, CapUsage, Commitment, Journal
from funds.ledgers.rules import split
from funds.ledgers.selectors import line_buckets
from tests.books import ON, assert_books_balance, available, make_line

pytestmark = pytest.mark.django_db
SOURCE = "applications.application:1"


def key():
    return uuid.uuid4()


@pytest.fixture
def lines(finance):
    """Two lines of two funds for one use, and a third one for another use."""
    return [make_line(finance, "3000"), make_line(finance, "5000"), make_line(finance, "900", use="medical")]


def draws(lines, *amounts):
    pairs = zip(lines, amounts, strict=False)
    return [services.Draw(line.pk, line.use_id, Decimal(amount)) for line, amount in pairs]


def hold(lines, *amounts, by, **more):
    more = {"source": SOURCE, "by": by, "key": key(), "on": ON, **more}
    return services.commit_on(draws=draws(lines, *amounts), **more)


def move(step, held, by, **more):
    more = {"source": "payments.batch:1", "by": by, "key": key(), "on": ON, **more}
    return getattr(services, step)(commitment_ids=[held.pk], **more)


def totals(lines):
    """Yuan by bucket over these lines; zero ones are left out."""
    sums = {}
    for line in lines:
        for bucket, amount in line_buckets(line.pk).items():
            sums[bucket] = sums.get(bucket, Decimal(0)) + amount
    return {bucket: amount for bucket, amount in sums.items() if amount}


@pytest.mark.requirement("E3")
def test_one_decision_holds_money_on_several_lines_by_one_voucher(lines, finance):
    cap = services.CapClaim("household:1", "any", 2026, Decimal(4000))
    once = services.CapClaim("household:1", "times", 2026, Decimal(1), is_times=True)
    before = Journal.objects.count()
    held = hold(lines, "3000", "800", by=finance, caps=[cap, once])
    assert Journal.objects.count() == before + 1
    assert [(piece.line_id, piece.amount) for piece in held.pieces] == [
        (lines[0].pk, 3000), (lines[1].pk, 800)
    ]  # fmt: skip
    assert held.whole == 3800
    assert [available(line) for line in lines] == [0, 4200, 900]
    assert {row.scope: row.used for row in CapUsage.objects.all()} == {"any": 3800, "times": 1}
    assert CapShare.objects.count() == 3
    with pytest.raises(services.AlreadyCommitted):
        hold(lines[1:], "10", by=finance)
    assert_books_balance()


def test_a_cap_that_counts_yuan_counts_no_times(lines, finance):
    cap = services.CapClaim("household:1", "any", 2026, Decimal(40000))
    hold(lines, "10", "20", by=finance, caps=[cap])
    with pytest.raises(services.LedgerRefused, match="不能既按金额又按次数计算"):
        hold(lines, "5", by=finance, source="a:2", caps=[replace(cap, is_times=True)])
    hold(lines, "5", by=finance, source="a:3", caps=[cap])
    assert CapUsage.objects.get().used == 35


def test_a_cap_is_judged_by_the_sum_of_all_lines(lines, finance):
    cap = services.CapClaim("household:1", "any", 2026, Decimal(3500), label="每户每年上限")
    with pytest.raises(services.CapExceeded, match=r"已用 0\.00 元，还可帮扶 3,500\.00 元") as refusal:
        hold(lines, "3000", "800", by=finance, caps=[cap])
    assert refusal.value.left == 3500
    assert not Commitment.objects.exists()
    assert hold(lines, "3000", "500", by=finance, caps=[cap]).whole == 3500


def test_the_same_request_again_has_one_effect(lines, finance):
    same = {"by": finance, "key": key()}
    first, again = hold(lines, "3000", "800", **same), hold(lines, "3000", "800", **same)
    assert (first.pk, Commitment.objects.count()) == (again.pk, 2)
    with pytest.raises(services.KeyReused):
        hold(lines, "3000", "801", **same)


@pytest.mark.parametrize("amounts", [("3000.01", "1"), ("1", "5000.01"), ("0", "5"), ("1", "NaN")])
def test_nothing_is_held_when_one_line_cannot(amounts, lines, finance):
    with pytest.raises(services.LedgerRefused):
        hold(lines, *amounts, by=finance)
    assert not Commitment.objects.exists()
    assert [available(line) for line in lines] == [3000, 5000, 900]


def test_a_line_is_named_once(lines, finance):
    with pytest.raises(services.LedgerRefused, match="每个指标只列一次"):
        hold([lines[0], lines[0]], "10", "20", by=finance)


def test_a_part_does_not_move_without_the_others(lines, finance):
    held = hold(lines, "3000", "800", by=finance)
    with pytest.raises(services.LedgerRefused, match="已登记的占用"):
        move("send", held.pieces[1], finance)
    assert totals(lines)["committed"] == 3800


@pytest.mark.requirement("E4")
def test_what_comes_back_in_parts_goes_to_each_line_by_what_it_paid(lines, finance):
    once = services.CapClaim("household:1", "times", 2026, Decimal(1), is_times=True)
    cap = services.CapClaim("household:1", "any", 2026, Decimal(4000))
    held = hold(lines, "1000", "500", by=finance, caps=[cap, once])
    for step in ("send", "settle"):
        move(step, held, finance)
    same = {"commitment_id": held.pk, "by": finance, "source": "recoveries.recovery:1", "on": ON}
    first = key()
    services.recover(amount=Decimal("100"), key=first, **same)
    services.recover(amount=Decimal("100"), key=first, **same)
    held.refresh_from_db()
    assert [piece.recovered for piece in held.pieces] == [Decimal("66.66"), Decimal("33.34")]
    assert CapUsage.objects.get(scope="any").used == 1400
    assert CapUsage.objects.get(scope="times").used == 1
    with pytest.raises(services.NotHeld, match=r"已付的只有 1,400\.00 元"):
        services.recover(amount=Decimal("1400.01"), key=key(), **same)
    services.recover(amount=Decimal("1400"), key=key(), **same)
    assert totals(lines[:2]) == {"source": 8000, "available": 8000}
    assert {row.used for row in CapUsage.objects.all()} == {0}
    assert_books_balance()


YUAN = st.decimals("0.01", "900", places=2)
WAYS = st.lists(st.sampled_from(["send", "settle", "fail", "bounce", "release"]), max_size=8)
FROM = {
    "send": "committed",
    "settle": "in_transit",
    "fail": "in_transit",
    "bounce": "paid",
    "release": "committed",
}
TO = {
    "send": "in_transit",
    "settle": "paid",
    "fail": "committed",
    "bounce": "committed",
    "release": "available",
}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(YUAN, min_size=2, max_size=3), ways=WAYS, back=st.lists(YUAN, max_size=3))
def test_the_parts_add_up_on_every_way(lines, finance, amounts, ways, back):
    with transaction.atomic():
        held, whole, at = hold(lines, *amounts, by=finance), sum(amounts), "committed"
        for way in ways:
            if way == "release" and at == "committed":
                services.release(commitment_id=held.pk, by=finance, key=key(), on=ON, reason="撤回")
                at = "available"
            elif way != "release" and FROM[way] == at:
                move(way, held, finance)
                at = TO[way]
            held = Commitment.objects.get(pk=held.pk)
            assert held.whole == whole
            assert sum(getattr(piece, at, 0) for piece in held.pieces) == (0 if at == "available" else whole)
        returned = Decimal(0)
        for amount in back if at == "paid" else ():
            part = min(amount, whole - returned)
            if part:
                services.recover(
                    commitment_id=held.pk, amount=part, source="r:1", by=finance, key=key(), on=ON
                )
                returned += part
        held = Commitment.objects.get(pk=held.pk)
        assert sum(piece.recovered for piece in held.pieces) == returned
        assert sum(sum(totals([line]).values()) for line in lines) == 2 * 8900
        assert_books_balance()
        transaction.set_rollback(True)


@given(amounts=st.lists(YUAN, min_size=1, max_size=6), percent=st.integers(0, 100))
@pytest.mark.django_db(False)
def test_a_sum_is_split_to_the_fen_and_the_first_is_empty_last(amounts, percent):
    asked = (sum(amounts) * percent / 100).quantize(Decimal("0.01"))
    asked = min(asked, sum(amounts))
    shares = split(asked, amounts)
    assert sum(shares) == asked
    assert all(0 <= share <= held for share, held in zip(shares, amounts, strict=True))
    assert asked == sum(amounts) or shares[0] < amounts[0]


def refused(constraint, sql, *parameters):
    with transaction.atomic():
        with connection.cursor() as cursor, pytest.raises(DatabaseError) as error:
            cursor.execute(sql, parameters)
        transaction.set_rollback(True)
    assert error.value.__cause__.diag.constraint_name == constraint
    return True


PART = """INSERT INTO ledgers_commitment (id, line_id, use_id, part_of_id, source, amount, committed,
    in_transit, paid, recovered, created_at, created_by_id)
    VALUES (gen_random_uuid(), %s, %s, %s, %s, 5, 0, 0, 0, 0, now(), %s)"""


def test_the_database_takes_no_part_that_comes_later_or_is_of_something_else(lines, finance):
    held = hold(lines, "10", "20", by=finance)
    bare = Commitment.objects.create(
        id=key(), line=lines[0], use_id="living", source="a:2", amount=5, created_by=finance
    )
    part, medical = held.pieces[1], (lines[2].pk, "medical")
    guard = "commitment_part_of_its_whole"
    assert refused(guard, PART, *medical, held.pk, SOURCE, finance.pk)  # holds money already
    assert refused(guard, PART, *medical, bare.pk, "a:3", finance.pk)
    assert refused(guard, PART, *medical, part.pk, SOURCE, finance.pk)
    assert refused(guard, PART, lines[0].pk, "living", bare.pk, "a:2", finance.pk)


def test_the_database_moves_no_part_alone(lines, finance):
    held = hold(lines, "10", "20", by=finance)
    part = held.pieces[1]
    request = services.holding.Request(
        id=key(), union=finance.union_id, on=ON, event="send", source="b:1", memo="", maker=finance.pk,
        lines=services.holding.entry_lines(
            "send", services.holding.accounts_of([part.line_id])[part.line_id], part.amount, part.pk
        ),
    )  # fmt: skip
    assert refused("commitment_parts_move_as_one", "SELECT ledger_post(%s, now())", request.text())
