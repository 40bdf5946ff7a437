"""What the database refuses of instalments, whoever asks: going around Python."""

import uuid

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from cases.giving import services
from cases.giving.models import Instalment
from funds.ledgers import services as ledger
from tests.factories import unguarded

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("B1", "E4")]


def refused_by(constraint, sql, *parameters):
    with (
        pytest.raises((IntegrityError, DatabaseError)) as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        _at_once(cursor, sql, parameters)
    diagnosis = caught.value.__cause__.diag
    return (diagnosis.constraint_name or diagnosis.message_primary) == constraint


def _at_once(cursor, sql, parameters):
    """With what is asked at the end of a transaction."""
    cursor.execute(sql, parameters)
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "change",
    [
        "amount = amount - 0.01", "amount = amount + 0.01", "due_on = due_on - 1", "number = 7, of = 9",
        "uid = gen_random_uuid()", "line_id = line_id + 1", "draws = '[]'",
        "application_id = application_id + 1",
    ],
)  # fmt: skip
def test_what_was_planned_stays(plan, change):
    sql = f"UPDATE giving_instalment SET {change} WHERE id = %s"
    assert refused_by("instalment_stays_as_planned", sql, plan[1].pk)


def test_none_is_removed(plan):
    assert refused_by(
        "instalment_stays_as_planned", "DELETE FROM giving_instalment WHERE id = %s", plan[1].pk
    )


def test_one_more_would_not_add_up(plan):
    sql = """INSERT INTO giving_instalment (uid, union_id, application_id, number, "of", due_on, amount,
                state, line_id, draws, holds, checker_id, seen, why)
             SELECT gen_random_uuid(), union_id, application_id, 4, 4, due_on, 0.01, 'planned', line_id,
                jsonb_build_array(jsonb_build_array(line_id + {other}, '{yuan}')), 0,
                checker_id, '{{}}', '' FROM giving_instalment WHERE id = %s"""
    assert refused_by("instalments_add_up", sql.format(other=0, yuan="0.01"), plan[2].pk)
    for wrong in ({"other": 1, "yuan": "0.01"}, {"other": 0, "yuan": "0.02"}):
        assert refused_by("instalment_draws_its_amount", sql.format(**wrong), plan[2].pk)


def test_none_begins_confirmed(plan):
    sql = """INSERT INTO giving_instalment (uid, union_id, application_id, number, "of", due_on, amount,
                state, line_id, draws, holds, checker_id, seen, why, looked_at, looked_by_id)
             SELECT gen_random_uuid(), union_id, application_id, 4, 4, due_on, 1, 'confirmed', line_id, draws,
                0, checker_id, '{}', '', now(), looked_by_id FROM giving_instalment WHERE id = %s"""
    assert refused_by("instalment_begins_planned", sql, plan[0].pk)


def test_what_is_ended_stays_ended(cast, plan):
    services.take_step(instalment_id=plan[1].pk, action="end", by=cast.reviewer, comment="已就业")
    sql = "UPDATE giving_instalment SET state = 'confirmed' WHERE id = %s"
    assert refused_by("instalment_moves_onward", sql, plan[1].pk)


def test_what_is_owed_is_not_ended_beside_its_payable(plan):
    sql = "UPDATE giving_instalment SET state = 'ended', why = 'x' WHERE id = %s"
    assert refused_by("instalment_is_owed", sql, plan[0].pk)


def test_whoever_applied_does_not_confirm(cast, plan):
    sql = (
        "UPDATE giving_instalment SET state = 'confirmed', looked_at = now(), looked_by_id = %s WHERE id = %s"
    )
    assert refused_by("instalment_looked_at_by_another", sql, cast.clerk.pk, plan[1].pk)


def owe(row, **changes):
    """The statement that makes a payable over the commitment of an instalment."""
    values = {
        "uid": str(uuid.uuid4()), "union_id": row.union_id, "source": row.source, "subject": "",
        "number": "1",
        "purpose": "x", "category": "", "amount": row.amount, "state": "open", "payee": "王", "bank_name": "",
        "bank_branch": "", "codes": [], "created_at": timezone.now(), **changes,
    }  # fmt: skip
    held = "(SELECT id FROM ledgers_commitment WHERE source = %s AND committed > 0)"
    sql = f"INSERT INTO payments_payable ({', '.join(values)}, commitment_id)"
    return f"{sql} VALUES ({', '.join(['%s'] * len(values))}, {held})", *values.values(), row.source


def test_one_that_nobody_looked_at_is_not_owed(plan):
    assert refused_by("instalment_owed_when_confirmed", *owe(plan[1]))


def test_nor_one_before_its_day(cast, make):
    row = make().instalments.get(number=2)
    with unguarded():
        Instalment.objects.filter(pk=row.pk).update(
            state="confirmed", looked_at=timezone.now(), looked_by=cast.reviewer
        )
    assert refused_by("instalment_owed_when_confirmed", *owe(row))


def test_an_instalment_is_owed_once(cast, plan, line):
    """Even over a second commitment, which the ledger refuses while the first one lives."""
    row = plan[0]
    with pytest.raises(ledger.AlreadyCommitted), transaction.atomic():
        ledger.commit(
            line_id=line.pk, use="living", amount=row.amount, source=row.source, by=cast.approver,
            key=uuid.uuid4(), on=timezone.localdate(),
        )  # fmt: skip
    assert refused_by("payments_payable_commitment_id_key", *owe(row))
