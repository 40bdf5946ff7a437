"""The database keeps the goods when the code is gone around."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from funds.goods import services
from funds.goods.models import Lot, Slip
from funds.goods.services import add_item
from tests.funds.goods.conftest import ON, check, take_in

pytestmark = pytest.mark.django_db


def run(sql, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def refused(constraint, sql, *parameters, at_commit=False):
    """The statement fails (or, `at_commit`, the end of its transaction) and names this constraint."""
    with transaction.atomic():
        if at_commit:
            run(sql, *parameters)
            sql, parameters = "SET CONSTRAINTS ALL IMMEDIATE", ()
        with pytest.raises(DatabaseError) as error:
            run(sql, *parameters)
        transaction.set_rollback(True)
    found = error.value.__cause__.diag
    assert constraint in ((found.constraint_name or ""), found.message_primary), found.message_primary


INSERT = """INSERT INTO goods_slip (uid, union_id, store_id, kind, year, number, "on", state, made_at,
    made_by_id, party, document_no, invoice_no, decision, memo, source, sent, note, reverses_id, to_store_id)
    VALUES (gen_random_uuid(), %s, %s, %s, 2026, 0, '2026-03-06', %s, now(), %s,
            '厂', '', '', '纪要', '', '', '', '', %s, %s) RETURNING id"""


def insert(stock, kind="purchase", state="prepared", store=None, reverses=None, to=None):
    return INSERT, stock.store.union_id, (store or stock.store).pk, kind, state, stock.keeper.pk, reverses, to


def with_line(change, lot="%(lot)s", book="NULL"):
    """A slip and one line in one statement's transaction."""
    columns = "slip_id, position, lot_id, change, book"
    return f"INSERT INTO goods_slipline ({columns}) VALUES (%s, 1, {lot}, {change}, {book})"


def write(stock, kind, change, state="prepared", **more):
    """A slip of raw SQL with one line on the rice; its key."""
    with connection.cursor() as cursor:
        cursor.execute(insert(stock, kind, state, **more)[0], insert(stock, kind, state, **more)[1:])
        key = cursor.fetchone()[0]
        cursor.execute(with_line(change, lot=stock.lot.pk, book="100" if kind == "count" else "NULL"), [key])
    return key


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE goods_lot SET quantity = quantity + 1",
        "DELETE FROM goods_lot",
        "UPDATE goods_slipcounter SET last = 0",
        "INSERT INTO goods_slipcounter (union_id, year, last) SELECT union_id, 2031, 7 FROM goods_store",
    ],
)
def test_what_the_triggers_write_nobody_else_writes(stocked, sql):
    refused("goods_written_by_hand", sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE goods_slipline SET change = 1",
        "DELETE FROM goods_slipline",
        "TRUNCATE goods_slipline",
        "TRUNCATE goods_lot CASCADE",
        "TRUNCATE goods_slip CASCADE",
        "TRUNCATE goods_slipcounter",
        "DELETE FROM goods_store",
        "DELETE FROM goods_item",
        "UPDATE goods_item SET unit = '吨'",
        "UPDATE goods_item SET expires = NOT expires",
    ],
)
def test_what_is_written_stays(stocked, sql):
    with transaction.atomic():
        with pytest.raises(DatabaseError, match="append-only"):
            run(sql)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "change",
    [
        "memo = 'x'", "\"on\" = '2026-03-01'", "party = '别家'", "state = 'prepared'", "state = 'withdrawn'",
        "number = 9", "source = 'y'",
    ],
)  # fmt: skip
def test_a_slip_that_was_posted_is_not_changed(stocked, change):
    refused("goods_slip_stays", f"UPDATE goods_slip SET {change}")
    refused("goods_slip_stays", "DELETE FROM goods_slip")


def test_a_slip_does_not_leave_its_way(stocked):
    slip = take_in(stocked, 5)
    for state in ("received", "sent", "sent_back"):
        refused("goods_slip_stays", f"UPDATE goods_slip SET state = '{state}' WHERE id = %s", slip.pk)


def test_nobody_checks_their_own_slip(stocked):
    slip = take_in(stocked, 5)
    refused(
        "goods_slip_second_person",
        """UPDATE goods_slip SET state = 'posted', checked_at = now(), checked_by_id = made_by_id
           WHERE id = %s""",
        slip.pk,
    )
    refused("goods_slip_checked", "UPDATE goods_slip SET state = 'posted' WHERE id = %s", slip.pk)


def test_a_slip_begins_where_its_kind_begins(stocked):
    for kind, state in (("purchase", "posted"), ("loss", "posted"), ("count", "sent"), ("issue", "sent")):
        refused("goods_slip_begins", *insert(stocked, kind, state))


def test_a_slip_belongs_to_the_union_of_its_store(stocked):
    refused("goods_slip_in_its_union", *insert(stocked, store=stocked.county_store))


def test_a_slip_without_lines_is_none(stocked):
    refused("goods_slip_has_lines", *insert(stocked), at_commit=True)


def test_lines_do_not_come_later(stocked):
    slip = Slip.objects.get()
    run("ALTER TABLE goods_slip DISABLE TRIGGER goods_slip_stays")
    run("UPDATE goods_slip SET xact = '1'::xid8 WHERE id = %s", slip.pk)
    refused("goods_line_with_its_slip", with_line(5, lot=stocked.lot.pk).replace(", 1,", ", 2,"), slip.pk)


@pytest.mark.parametrize(
    ("kind", "change", "state"),
    [
        ("purchase", -1, "prepared"),
        ("loss", 1, "prepared"),
        ("issue", 1, "posted"),
        ("count", -101, "prepared"),
    ],
)
def test_goods_move_the_way_of_their_slip(stocked, kind, change, state):
    with transaction.atomic():
        with pytest.raises(DatabaseError, match="does not move"):
            write(stocked, kind, change, state)
        transaction.set_rollback(True)


def test_a_line_is_of_a_lot_of_its_store(stocked):
    with transaction.atomic():
        other = Lot.objects.create(
            store=stocked.county_store, item=stocked.rice, value=58, expires_on=stocked.lot.expires_on
        )
        stocked.lot = other
        with pytest.raises(DatabaseError, match="not of the store"):
            write(stocked, "purchase", 1)
        transaction.set_rollback(True)


def test_a_lot_never_falls_below_zero(stocked):
    with transaction.atomic():
        with pytest.raises(DatabaseError, match="goods_lot_not_negative"):
            write(stocked, "issue", -101, "posted")
        transaction.set_rollback(True)
    stocked.lot.refresh_from_db()
    assert stocked.lot.quantity == 100


def test_a_lot_begins_empty_whatever_is_said(stocked):
    made = Lot.objects.create(store=stocked.store, item=stocked.quilt, value=1, quantity=500)
    made.refresh_from_db()
    assert made.quantity == 0


def test_goods_of_a_union_below_do_not_lie_above_and_a_last_day_is_as_the_item_says(stocked):
    lot = "INSERT INTO goods_lot (store_id, item_id, value, quantity, expires_on) VALUES (%s, %s, 1, 0, {})"
    refused("goods_lot_last_day", lot.format("NULL"), stocked.store.pk, stocked.rice.pk)
    refused("goods_lot_last_day", lot.format("'2027-01-01'"), stocked.store.pk, stocked.quilt.pk)
    below = add_item(name="油", unit="桶", value=Decimal(66), by=stocked.county_keeper)
    refused("goods_lot_of_union_or_above", lot.format("NULL"), stocked.store.pk, below.pk)


def test_a_reversal_mirrors_what_it_reverses_and_comes_once(stocked):
    bought = Slip.objects.get()
    with transaction.atomic():
        write(stocked, "reversal", -99, reverses=bought.pk)
        with pytest.raises(DatabaseError, match="does not mirror"):
            run("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
    open_one = take_in(stocked, 5)
    refused("goods_slip_reverses_original", *insert(stocked, "reversal", reverses=open_one.pk))
    refused("goods_slip_reversal_names_slip", *insert(stocked, "reversal"))
    write(stocked, "reversal", -100, reverses=bought.pk)
    refused("goods_slip_reversed_once", *insert(stocked, "reversal", reverses=bought.pk))


def test_numbers_are_counted_by_the_database(stocked):
    write(stocked, "purchase", 1)
    assert list(Slip.objects.order_by("pk").values_list("number", flat=True)) == [1, 2]


def test_a_transfer_names_another_store_and_goods_arrive_with_it(stocked):
    refused("goods_slip_transfer_names_store", *insert(stocked, "transfer", "sent"))
    refused("goods_slip_transfer_names_store", *insert(stocked, "transfer", "sent", to=stocked.store.pk))
    key = write(stocked, "transfer", -10, "sent", to=stocked.county_store.pk)
    check(Slip.objects.get(pk=key), stocked.county_keeper, "receive")
    assert Lot.objects.get(store=stocked.county_store).quantity == 10


def also(sql, column, value="%s"):
    """The same statement with one column more."""
    return sql.replace("to_store_id)", f"to_store_id, {column})").replace(
        ") RETURNING", f", {value}) RETURNING"
    )


def give_out(stock, units=5, source="x:1"):
    """An issue to whom `source` names."""
    return services.issue(
        store_id=stock.store.pk, wanted={stock.rice.pk: units}, source=source, on=ON, by=stock.keeper
    )


def come_back(stock, issue, units, state="prepared"):
    """A return of raw SQL with one line; its key."""
    values = (stock.store.union_id, stock.store.pk, "return", state, stock.keeper.pk, None, None, issue)
    with connection.cursor() as cursor:
        cursor.execute(also(INSERT, "returns_id").replace("'纪要', ''", "'', '多发'"), values)
        key = cursor.fetchone()[0]
        cursor.execute(with_line(units, lot=stock.lot.pk), [key])
    return key


def test_no_more_comes_back_than_was_handed_out(stocked):
    issue = give_out(stocked).pk
    with transaction.atomic():
        come_back(stocked, issue, 3)
        come_back(stocked, issue, 3)
        with pytest.raises(DatabaseError, match="more comes back"):
            run("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
    bought = Slip.objects.get(kind="purchase").pk
    with pytest.raises(DatabaseError, match="was not handed out"), transaction.atomic():
        come_back(stocked, bought, 1)


def test_what_is_out_is_not_issued_again(stocked):
    issue = give_out(stocked)
    sql, *values = insert(stocked, "issue", "posted")
    sql = sql.replace("'纪要', '', ''", "'纪要', '', 'x:1'")
    refused("goods_slip_issued_once", sql, *values)
    slip = services.give_back(
        slip_id=issue.pk, units={stocked.lot.pk: 5}, source="x:1", reason="拒收", on=ON, by=stocked.keeper
    )
    check(slip, stocked.second)
    assert give_out(stocked).times == 2


def test_a_return_says_which_issue_and_why(stocked):
    values = insert(stocked, "return")[1:]
    refused("goods_slip_return_names_issue", INSERT, *values)


def test_who_makes_or_checks_for_somebody_was_asked_to(stocked):
    slip = take_in(stocked, 5)
    refused(
        "goods_slip_by_who_stands_in",
        """UPDATE goods_slip SET state = 'posted', checked_at = now(), checked_by_id = %s, checked_for_id = %s
           WHERE id = %s""",
        stocked.second.pk, stocked.county_keeper.pk, slip.pk,
    )  # fmt: skip
    sql, *values = insert(stocked)
    sql = also(sql, "made_for_id")
    refused("goods_slip_by_who_stands_in", sql, *values, stocked.county_keeper.pk)
