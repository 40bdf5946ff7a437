"""The database keeps the goods of a roster and of what comes back when the code is gone around."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases.giving.models import RosterLine
from cases.giving.selectors.rosters import list_lines
from funds.goods.models import Slip
from hardship.accounts.states import Role
from tests.cases.giving.test_goods import shelf  # noqa: F401 - a world
from tests.cases.giving.test_rosters import check, day, draw_up, enter, give_all, send_back  # noqa: F401
from tests.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("C4")]


SLIP = """INSERT INTO goods_slip (uid, union_id, store_id, kind, year, number, "on", state, made_at,
    made_by_id, party, document_no, invoice_no, decision, memo, source, sent, note)
    VALUES (gen_random_uuid(), %s, %s, 'issue', 2026, 0, now(), 'posted', now(),
    %s, '', '', '', '', '', %s, '', '')"""
POST = "UPDATE goods_slip SET state = 'posted', checked_at = now(), checked_by_id = %s WHERE id = %s"


def run(sql, parameters, *, at_commit):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        if at_commit:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def refused(constraint, sql, *parameters, at_commit=False):
    """The statement fails (or, `at_commit`, the end of its transaction) and names this constraint."""
    with pytest.raises(DatabaseError) as error, transaction.atomic():
        run(sql, parameters, at_commit=at_commit)
    assert error.value.__cause__.diag.constraint_name == constraint, str(error.value)


def test_a_roster_begins_open_with_a_store_of_its_union(day, cast):  # noqa: F811
    sql = """INSERT INTO giving_roster (uid, number, store_id, union_id, "on", place, state, made_at, why)
             VALUES (gen_random_uuid(), 'x', %s, %s, now(), '一楼', %s, now(), '')"""
    for union, state in ((day.shelf.store.union_id, "cancelled"), (cast.county.pk, "open")):
        refused("roster_begins", sql, day.shelf.store.pk, union, state)


@pytest.mark.parametrize(
    ("constraint", "sql"),
    [
        ("roster_stays", "UPDATE giving_roster SET place = '二楼'"),
        ("roster_stays", "DELETE FROM giving_roster"),
        ("roster_keeps_to_its_way", "UPDATE giving_roster SET state = 'done', given_on = now()"),
        ("roster_keeps_to_its_way", "UPDATE giving_roster SET state = 'entered', given_on = now()"),
        ("roster_keeps_to_its_way", "UPDATE giving_roster SET state = 'cancelled', why = '雨'"),
        ("roster_line_stays", "DELETE FROM giving_rosterline"),
        ("roster_line_keeps_to_its_way", "UPDATE giving_rosterline SET state = 'given'"),
        ("roster_line_keeps_to_its_way", "UPDATE giving_rosterline SET position = position + 10"),
        ("roster_collector_related", "UPDATE giving_rosterline SET state = 'signed', collector = '李芳'"),
    ],
)
def test_a_roster_stays_as_it_was_drawn_up(day, constraint, sql):  # noqa: F811
    draw_up(day)
    refused(constraint, sql)


def test_a_household_waits_on_one_roster_for_what_was_approved(day):  # noqa: F811
    first = draw_up(day, rows=day.rows[:1])
    other = draw_up(day, rows=day.rows[1:2])
    sql = """INSERT INTO giving_rosterline (roster_id, position, fulfilment_id, state, collector, relation)
             VALUES (%s, 9, %s, 'waiting', '', '')"""
    refused("roster_waits_once", sql, other.pk, day.rows[0].pk)
    enter(day, first, 1)
    check(day)
    refused("roster_line_of_what_waits", sql, other.pk, day.rows[0].pk)


def test_what_many_signed_for_is_checked_before_it_leaves_the_books(day):  # noqa: F811
    roster = draw_up(day)
    store = day.shelf.store
    refused(
        "roster_slip_is_checked", SLIP, store.union_id, store.pk, day.clerk.pk, f"giving.roster:{roster.pk}"
    )


def test_a_slip_takes_out_what_was_signed_for(day):  # noqa: F811
    roster = draw_up(day)
    enter(day, roster, 1, 2)
    slip, line = Slip.objects.get(kind="issue"), list_lines(roster)[0]
    sql = "INSERT INTO giving_rosterpiece (line_id, slip_id, lot_id, units) VALUES (%s, %s, %s, 5)"
    lot = slip.lines.first().lot_id
    other = RosterLine.objects.get(roster=roster, position=3)
    refused("roster_piece_of_its_slip", sql, other.pk, slip.pk, lot)
    purchase = Slip.objects.exclude(kind="issue").first()
    refused("roster_piece_of_its_slip", sql, line.pk, purchase.pk, lot)


def test_no_slip_of_a_roster_takes_out_what_nobody_signed_for(day):  # noqa: F811
    roster, store = draw_up(day), day.shelf.store
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            SLIP.replace("'posted'", "'prepared'") + " RETURNING id",
            [store.union_id, store.pk, day.clerk.pk, f"giving.roster:{roster.pk}"],
        )
        line = "INSERT INTO goods_slipline (slip_id, position, lot_id, change) VALUES (%s, 1, %s, -1)"
        cursor.execute(line, [cursor.fetchone()[0], day.shelf.rice.lots.get().pk])
        refused("roster_slip_adds_up", "SELECT 1", at_commit=True)
        transaction.set_rollback(True)


def test_goods_leave_the_books_together_with_what_the_families_have(day):  # noqa: F811
    enter(day, draw_up(day), 1)
    slip = Slip.objects.get(kind="issue")
    refused("fulfilment_says_what_is_out", POST, day.second.pk, slip.pk, at_commit=True)


def test_what_came_back_is_taken_from_the_family_and_nothing_else(day):  # noqa: F811
    row = give_all(day)
    slip = send_back(day, row, 1)
    sql = "UPDATE giving_fulfilment SET goods_value = 1 WHERE id = %s"
    refused("fulfilment_stays_as_written", sql, row.pk)
    with transaction.atomic():
        run(POST, [day.second.pk, slip.pk], at_commit=False)
        for told in ("goods_value = 1", "state = 'open'", "goods_value = NULL, goods = ''", "doer = '别人'"):
            refused(
                "fulfilment_goods_came_back", f"UPDATE giving_fulfilment SET {told} WHERE id = %s", row.pk
            )
        refused("fulfilment_says_what_is_out", "SELECT 1", at_commit=True)
        transaction.set_rollback(True)


def test_who_enters_for_somebody_was_asked_to(day):  # noqa: F811
    enter(day, draw_up(day), 1)
    sql = "UPDATE giving_roster SET entered_for_id = %s, state = 'done'"
    with transaction.atomic():
        Slip.objects.filter(kind="issue").update(
            state="posted", checked_at=timezone.now(), checked_by=day.second
        )
        refused("roster_by_who_stands_in", sql, UserFactory(union=day.clerk.union, role=Role.CLERK).pk)
        transaction.set_rollback(True)
