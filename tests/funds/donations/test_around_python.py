"""The database keeps donations, receipts and their money when the code is gone around. Each refusal is shown
to be the work of one guard: with that guard taken away the same statements pass."""

import pytest
from django.db import DatabaseError, connection, transaction

from funds.donations import services
from tests.factories import UnionFactory
from tests.funds.donations.conftest import goods, money

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("E7")]


def run(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def run_to_commit(sql):
    """The statements and what waits for the commit, undone afterwards."""
    with transaction.atomic():
        run(sql)
        run("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def take_away(guard):
    """`guard`: "trigger TABLE NAME", "constraint TABLE NAME" or "index NAME"."""
    kind, *names = guard.split()
    run("SET CONSTRAINTS ALL IMMEDIATE")
    if kind == "index":
        run(f"DROP INDEX {names[0]}")
    elif kind == "trigger":
        run(f"ALTER TABLE {names[0]} DISABLE TRIGGER {names[1]}")
    else:
        run(f"ALTER TABLE {names[0]} DROP CONSTRAINT {names[1]}")
    run("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def ids(cast, enter, given, voided, second):
    """Names for statements: a donation in each situation, people, unions."""
    rows = {"void": voided(), "confirmed": given(money(bank_serial="T1")), "entered": enter()}
    rows["goods"] = given(goods())
    asked = given(money(bank_serial="T2"))
    rows["asked"] = services.take_step(
        donation_id=asked.pk, action="ask_void", by=cast.finance, comment="开错"
    )
    return {
        **{name: row.pk for name, row in rows.items()},
        "donor": rows["entered"].donor_id,
        "city": cast.city.pk,
        "county": cast.county.pk,
        "maker": cast.finance.pk,
        "second": second.pk,
        "journal": rows["confirmed"].journal_id,
        "other_journal": rows["asked"].journal_id,
        "fund": rows["confirmed"].fund_id,
        "assignment": rows["asked"].assignment_id,
    }


TABLE = "donations_donation"
KEEPS = f"trigger {TABLE} donation_keeps"
NUMBERS = f"trigger {TABLE} donation_numbers"
BOOKS = f"trigger {TABLE} donation_in_books"
PEOPLE = f"constraint {TABLE} donation_confirmed_by_another"
CLOSED = "trigger donations_donor donations_donor_closed_union"


def put(what, name):
    return f"UPDATE {TABLE} SET {what} WHERE id = {{{name}}}"


ASKED = "void_asked_by_id = {maker}"
REFUSED = [
    *(
        (put(f"{column} = {value}", "entered"), "stays", KEEPS)
        for column, value in {
            "amount": "amount + 1",
            "given_on": "given_on - 1",
            "wish": "'x'",
            "donor_id": "NULL",
            "use_id": "'medical'",
            "method": "'cash'",
            "entered_by_id": "{second}",
        }.items()
    ),
    (put("number = 'X'", "confirmed"), "keeps its number", KEEPS),
    (put("receipt_seq = 99", "void"), "keeps its number", KEEPS),
    (put("confirmed_at = NULL", "goods"), "keeps its number", KEEPS),
    (put("state = 'confirmed', void_by_id = NULL, reversal_id = NULL", "void"), "goes its way", KEEPS),
    (put(f"state = 'void', {ASKED}, void_by_id = {{second}}, why = 'x'", "goods"), "goes its way", KEEPS),
    (
        f"DELETE FROM {TABLE} WHERE id = {{entered}}",
        "append-only|is never|refuse",
        f"trigger {TABLE} donation_stays",
    ),
    (
        put("void_by_id = {second}", "asked"),
        "donation_void_with_reason",
        f"constraint {TABLE} donation_void_with_reason",
    ),
    (
        put("state = 'void', why = 'x', void_by_id = {second}, reversal_id = '{other_journal}'", "asked"),
        "took its money out",
        BOOKS,
    ),
    (
        "UPDATE donations_donor SET publishes = true",
        "consents",
        "constraint donations_donor donor_consents_on_a_day",
    ),
]


@pytest.mark.parametrize(("sql", "says", "guard"), REFUSED)
def test_the_database_refuses_it_and_one_guard_does(ids, sql, says, guard):
    sql = sql.format(**ids)
    with pytest.raises(DatabaseError, match=says):
        run_to_commit(sql)
    take_away(guard)
    run_to_commit(sql)


@pytest.fixture
def waiting(enter, ids):
    """Goods that wait, among the receipts of `ids`."""
    return enter(goods())


def confirmed_by_hand(waiting, seq, by):
    return (
        f"UPDATE {TABLE} SET number = 'X', receipt_year = extract(year FROM now()), receipt_seq = {seq},"
        f" state = 'confirmed', confirmed_at = now(), confirmed_by_id = {by} WHERE id = {waiting.pk}"
    )


@pytest.mark.parametrize("seq", [1, 7, 100])
def test_a_number_follows_the_last_one(ids, waiting, second, seq):
    """1 is the void one, 7 is one too many."""
    sql = confirmed_by_hand(waiting, seq, second.pk)
    with pytest.raises(DatabaseError, match="without gaps"):
        run_to_commit(sql)
    run_to_commit(confirmed_by_hand(waiting, 5, second.pk))
    take_away(NUMBERS)
    if seq > 1:
        run_to_commit(sql)


def test_no_number_comes_twice(ids, waiting, second):
    """The void one's neither."""
    take_away(NUMBERS)
    with pytest.raises(DatabaseError, match="donation_receipt_once"):
        run_to_commit(confirmed_by_hand(waiting, 1, second.pk))


def test_nobody_confirms_what_they_entered(ids, waiting, cast):
    sql = confirmed_by_hand(waiting, 5, cast.finance.pk)
    with pytest.raises(DatabaseError, match="donation_confirmed_by_another"):
        run_to_commit(sql)
    take_away(PEOPLE)
    run_to_commit(sql)


def test_a_receipt_has_its_own_money_in_the_books(ids, enter, second, given):
    """Not the journal of another sum, which is free once its receipt is out of the way."""
    entered, other = enter(money("1")), given(money("2"))
    moved = (other.journal_id, other.assignment_id, other.fund_id)
    take_away(KEEPS)
    take_away(f"trigger {TABLE} donation_numbers")
    sql = (
        f"UPDATE {TABLE} SET journal_id = NULL, assignment_id = NULL, fund_id = NULL, number = '',"
        f" receipt_seq = NULL, receipt_year = NULL, state = 'entered' WHERE id = {other.pk};"
        f"UPDATE {TABLE} SET journal_id = '{moved[0]}', assignment_id = '{moved[1]}', fund_id = {moved[2]},"
        " number = 'X', receipt_year = 2026, receipt_seq = 77, state = 'confirmed', confirmed_at = now(),"
        f" confirmed_by_id = {second.pk} WHERE id = {entered.pk}"
    )
    with pytest.raises(DatabaseError, match="in the books as it was entered"):
        run_to_commit(sql)
    take_away(BOOKS)
    run_to_commit(sql)


def test_a_donation_begins_without_a_receipt(ids):
    sql = (
        f"INSERT INTO {TABLE} (uid, union_id, form, amount, goods, valued_by, source, wish, given_on, method,"
        " bank_serial, state, entered_at, why, number, receipt_year, receipt_seq, confirmed_by_id)"
        f" VALUES (gen_random_uuid(), {ids['city']}, 'goods', 1, 'x', 'x', '', '', now(), '',"
        f" '', 'confirmed', now(), '', 'X', 2026, 78, {ids['second']})"
    )
    with pytest.raises(DatabaseError, match="begins as entered"):
        run_to_commit(sql)
    take_away(f"trigger {TABLE} donation_enters")
    run_to_commit(sql)


def test_the_money_of_a_receipt_is_not_reversed_without_it(ids):
    """By whatever way a journal comes in."""
    sql = (
        "INSERT INTO ledgers_journal (id, union_id, on, event, source,"
        " memo, reverses_id, year, number, period_id, made_at, made_by_id, canonical, sha256)"
        " SELECT gen_random_uuid(), union_id, on, 'reverse', source, memo, id, year, 9999, period_id, now(),"
        f" made_by_id, canonical, sha256 FROM ledgers_journal WHERE id = '{ids['journal']}'"
    ).replace(" on,", ' "on",')
    with pytest.raises(DatabaseError, match="goes with the receipt"):
        run(sql)


def test_nobody_stands_in_without_being_asked_to(ids):
    sql = put("confirmed_for_id = {maker}", "goods").format(**ids)
    take_away(KEEPS)
    take_away(PEOPLE)
    with pytest.raises(DatabaseError, match="without being asked"):
        run_to_commit(sql)
    take_away(f"trigger {TABLE} donation_stand_in")
    run_to_commit(sql)


def test_nothing_new_in_a_closed_union(ids, cast):
    closed = UnionFactory(parent=cast.county, closed_on="2026-01-31")
    sql = f"UPDATE donations_donor SET union_id = {closed.pk} WHERE id = {ids['donor']}"
    with pytest.raises(DatabaseError, match="is closed"):
        run_to_commit(sql)
    take_away(CLOSED)
    run_to_commit(sql)
