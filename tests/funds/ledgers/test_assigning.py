"""What has a use keeps it: no one person takes money from one use to another, by whatever way."""

import uuid
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse as address
from django.utils import timezone

from funds.ledgers import services
from funds.ledgers.models import Journal
from funds.ledgers.selectors import line_buckets
from funds.ledgers.services import closing
from funds.ledgers.services.posting import mirrored_request, post
from funds.ledgers.states import Event
from hardship.accounts.states import Role
from hardship.kernel.workflow import Refused
from tests.books import ON, assert_books_balance, available, make_fund
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E1")]
SOME = Decimal(1000)
LETTER = {"document_no": "崇工〔2026〕9号", "document_on": ON, "on": ON}


def key():
    return uuid.uuid4()


@pytest.fixture
def second(cast):
    return UserFactory(union=cast.city, role=Role.FINANCE)


@pytest.fixture
def below(cast):
    return UserFactory(union=cast.county, role=Role.FINANCE)


@pytest.fixture
def lines(finance):
    """The pool with 5,000 yuan, and lines for living and medical aid of the same fund."""
    fund = make_fund(finance, "5000")
    services.receive(fund_id=fund.pk, amount=Decimal(5000), by=finance, key=key(), on=ON)
    opened = [
        services.open_line(fund_id=fund.pk, use=use, year=ON.year, by=finance)
        for use in ("living", "medical")
    ]
    return fund.lines.get(use="pool"), *opened


@pytest.fixture
def assigned(lines, finance):
    return services.assign(line_id=lines[1].pk, amount=SOME, by=finance, key=key(), on=ON)


@pytest.fixture
def returned(lines, cast, finance, below):
    """The line below with 500 yuan left for living aid, its pool with 800, and 700 that went back above."""
    given = services.allocate(
        line_id=lines[0].pk, union_id=cast.county.pk, amount=Decimal(2000), by=finance, key=key(), **LETTER
    ).lower_line
    line = services.open_line(fund_id=given.fund_id, use="living", year=ON.year, by=below)
    services.assign(line_id=line.pk, amount=Decimal(1200), by=below, key=key(), on=ON)
    back = services.give_back(
        line_id=line.pk, amount=Decimal(700), by=below, key=key(), reason="年末结余", **LETTER
    )
    return line, given, back


def reverse(journal, by):
    return services.reverse(journal_id=journal.pk, reason="有误", by=by, key=key(), on=ON)


def refused_at_commit(constraint):
    with pytest.raises(DatabaseError) as error, connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert error.value.__cause__.diag.constraint_name == constraint
    transaction.set_rollback(True)


@pytest.mark.parametrize("to", [0, 2])
def test_what_has_a_use_goes_neither_to_another_nor_to_the_pool(to, lines, assigned, finance):
    with pytest.raises(Refused, match="请在“用途调剂”中申请"):
        services.assign(
            line_id=lines[to].pk, from_line_id=lines[1].pk, amount=SOME, by=finance, key=key(), on=ON
        )
    assert available(lines[1]) == SOME


@pytest.mark.parametrize(("event", "to"), [(Event.ASSIGN, 0), (Event.ASSIGN, 2), (Event.CARRY, 2)])
def test_nor_around_python(event, to, lines, assigned, finance):
    with transaction.atomic():
        post(mirrored_request(event, lines[1], lines[to], SOME, key(), ON, "", finance), by=finance)
        refused_at_commit("assign_keeps_its_use")


def test_nor_under_the_name_of_a_return_that_takes_less(lines, returned, below):
    line, pool, back = returned
    moved = mirrored_request(Event.ASSIGN, line, pool, SOME / 2, key(), ON, "", below)
    with transaction.atomic():
        post(replace(moved, source=f"ledgers.journal:{back.given.pk}"), by=below)
        refused_at_commit("assign_keeps_its_use")


def test_whoever_assigned_money_does_not_take_it_back_alone(lines, assigned, finance, second, monkeypatch):
    with pytest.raises(Refused, match="由另一位财务人员冲销；要把钱调到别的用途"):
        reverse(assigned, finance)
    monkeypatch.setattr(closing, "_require_another", lambda *_args: None)
    with pytest.raises(Refused, match=r"^编制指标由另一位财务人员冲销。$"):
        reverse(assigned, finance)
    reverse(assigned, second)
    assert (available(lines[0]), available(lines[1])) == (5000, 0)
    assert_books_balance()


def test_of_a_union_with_one_finance_person_the_one_above_takes_it_back(client, assigned, finance, cast):
    upper = UserFactory(union=cast.city.parent, role=Role.FINANCE)
    with pytest.raises(Refused, match=f"请“{cast.city.parent.name}”的财务冲销"):
        reverse(assigned, finance)
    received = Journal.objects.get(event="receive")
    for journal, by in ((received, upper), (assigned, UserFactory(union=cast.county, role=Role.FINANCE))):
        with pytest.raises(Refused, match="只有"):
            reverse(journal, by)
    client.force_login(upper)
    for journal, is_offered in ((received, False), (assigned, True)):
        page = client.get(address("ledgers:journal", args=[journal.pk])).content.decode()
        assert (address("ledgers:reverse", args=[journal.pk]) in page) == is_offered
    second = UserFactory(union=cast.city, role=Role.FINANCE)
    with pytest.raises(Refused, match="只有"):
        reverse(assigned, upper)
    type(second).objects.filter(pk=second.pk).update(is_active=False)
    assert services.may_reverse(assigned, upper)
    type(second).objects.filter(pk=second.pk).update(is_active=True)
    second.appointments.update(revoked_at=timezone.now())
    assert reverse(assigned, upper).made_by == upper
    assert_books_balance()


def test_where_a_fund_has_one_use_its_maker_corrects_it(line, finance):
    reverse(Journal.objects.get(event="assign"), finance)
    assert available(line) == 0


def test_a_return_is_taken_back_with_what_went_to_the_pool_for_it(returned, below):
    line, pool, back = returned
    aligned = Journal.objects.get(source=f"ledgers.journal:{back.given.pk}", event="assign")
    with pytest.raises(Refused, match="两张一起冲销"):
        reverse(aligned, below)
    reverse(back.given, below)
    assert (available(line), available(pool)) == (1200, 800)
    assert line_buckets(pool.pk)["returned"] == 0
    assert Journal.objects.filter(reverses=aligned).exists()
    assert_books_balance()


@pytest.mark.parametrize("alone", ["given", "aligned"])
def test_the_database_takes_neither_alone(alone, returned, below):
    _line, _pool, back = returned
    aligned = Journal.objects.get(source=f"ledgers.journal:{back.given.pk}", event="assign")
    journal = {"given": back.given, "aligned": aligned}[alone]
    with transaction.atomic():
        closing._mirror(journal, "有误", below, key(), ON)
        refused_at_commit("return_reversed_with_its_use")
