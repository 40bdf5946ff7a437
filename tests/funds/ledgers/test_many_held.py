"""Money of many held in one call: each is held or refused by itself, as one that is asked for alone."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from funds.ledgers import services
from funds.ledgers.models import Commitment, Journal
from funds.ledgers.services import CapClaim, CapExceeded, Draw, InsufficientBalance, Order, UseNotPermitted
from funds.ledgers.services.refusals import read_refusal
from hardship.audit.models import AuditRecord
from tests.books import ON, assert_books_balance, available

pytestmark = pytest.mark.django_db


def order(line, number, amount="150", use="living", **more):
    source = f"applications.application:{number}"
    return Order(**{
        "draws": [Draw(line.pk, use, Decimal(amount))], "source": source,
        "key": uuid.uuid5(uuid.NAMESPACE_OID, source), "on": ON, **more,
    })  # fmt: skip


def hold(orders, by):
    return services.commit_each(orders, by=by)


def test_each_is_held_or_refused_by_itself(line, finance):
    cap = CapClaim("household:1", "programme:living", ON.year, Decimal(200))
    orders = [
        order(line, 1, caps=[cap]),
        order(line, 2, "99999"),
        order(line, 3, caps=[cap]),
        order(line, 4, use="tuition"),
        order(line, 5, on=timezone.localdate() + timedelta(days=400)),
        order(line, 6),
    ]
    found = hold(orders, finance)
    kinds = [type(one) for one in found]
    assert kinds[:4] == [Commitment, InsufficientBalance, CapExceeded, UseNotPermitted]
    assert (str(found[4]), kinds[5]) == ("日期不能晚于今天。", Commitment)
    assert available(line) == 10000 - 300
    assert_books_balance()


def test_it_leaves_what_one_that_is_held_alone_leaves(line, finance):
    [one] = hold([order(line, 1)], finance)
    alone = services.commit(
        line_id=line.pk, use="living", amount=Decimal(150), source="applications.application:2", by=finance,
        key=uuid.uuid4(), on=ON,
    )  # fmt: skip
    skipped = {"_state", "id", "source", "created_at"}
    assert {k: v for k, v in vars(one).items() if k not in skipped} == {
        k: v for k, v in vars(alone).items() if k not in skipped
    }
    journals = Journal.objects.filter(pk__in=[one.pk, alone.pk])
    assert {row.event for row in journals} == {"commit"}
    assert AuditRecord.objects.filter(action="ledger.commit", target_id__in=[one.pk, alone.pk]).count() == 2


def test_the_same_order_again_holds_nothing_more(line, finance):
    first, again = hold([order(line, 1)], finance), hold([order(line, 1), order(line, 2)], finance)
    assert again[0] == first[0]
    assert (available(line), len(hold([], finance))) == (10000 - 300, 0)


def test_what_is_no_refusal_for_a_person_is_an_error(line, finance):
    with pytest.raises(IntegrityError, match="broken"):
        read_refusal("no_such_constraint", "broken", None)
    assert read_refusal(None, None, None) is None


def test_turns_are_taken_without_a_trace_but_the_rows_of_the_caps(line, finance):
    cap = CapClaim("household:1", "programme:living", ON.year, Decimal(200))
    with transaction.atomic():
        services.line_up(line_ids={line.pk}, caps=[cap], on=ON)
        with connection.cursor() as cursor:
            cursor.execute("SELECT subject, used FROM ledgers_capusage")
            assert cursor.fetchall() == [("household:1", 0)]
    assert available(line) == 10000
