"""名册与账: of every batch that was paid in a month, the persons and yuan that the bank confirmed on its
roster beside those that the books hold as paid, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from funds.books.selectors.balances import end_of
from hardship.accounts.models import Union


@dataclass(frozen=True)
class RosterGap:
    """A batch whose roster and books differ: persons, households and yuan of either, and the numbers of the
    lines that differ (0: the books have one that no line stands for)."""

    batch_id: int
    number: str
    persons: int
    households: int
    yuan: Decimal
    booked_persons: int
    booked_households: int
    booked_yuan: Decimal
    lines: list[int]


# What the bank confirmed, and what was settled of it on whatever day: a batch of the last days of a month is
# recorded in the next one. What bounced later was settled before; what lies on several lines is one payment.
# A person is an ID number, a household the business that somebody is paid for.
_SQL = """
    WITH batch AS (
        SELECT b.id, b.number, 'payments.paymentbatch:' || b.id AS source FROM payments_paymentbatch b
        WHERE b.union_id = %(union)s AND (
            'payments.paymentbatch:' || b.id IN (
                SELECT source FROM ledgers_journal
                WHERE event = 'settle' AND union_id = %(union)s AND "on" BETWEEN %(first)s AND %(last)s)
            OR EXISTS (SELECT FROM payments_payment p WHERE p.batch_id = b.id
                       AND p.state IN ('paid', 'bounced') AND p.paid_on BETWEEN %(first)s AND %(last)s))
    ), booked AS (
        SELECT b.id, coalesce(c.part_of_id, c.id) AS commitment_id, sum(p.amount) AS yuan
        FROM batch b JOIN ledgers_journal j ON j.source = b.source AND j.event = 'settle'
        JOIN ledgers_posting p ON p.journal_id = j.id AND p.side = 'C'
        JOIN ledgers_commitment c ON c.id = p.commitment_id
        WHERE j.union_id = %(union)s GROUP BY 1, 2
    ), roster AS (
        SELECT b.id AS batch_id, p.line, y.commitment_id, p.amount
        FROM batch b JOIN payments_payment p ON p.batch_id = b.id AND p.state IN ('paid', 'bounced')
        JOIN payments_payable y ON y.id = p.payable_id
    ), beside AS (
        SELECT coalesce(r.batch_id, k.id) AS batch_id, r.line, r.amount, k.yuan, y.id_number_index AS person,
               y.source AS household, r.commitment_id AS on_roster, k.commitment_id AS in_books
        FROM booked k FULL JOIN roster r ON r.batch_id = k.id AND r.commitment_id = k.commitment_id
        LEFT JOIN payments_payable y ON y.commitment_id = coalesce(r.commitment_id, k.commitment_id)
    )
    SELECT b.id, b.number,
           count(DISTINCT coalesce(s.person::text, s.household)) FILTER (WHERE s.on_roster IS NOT NULL),
           count(DISTINCT s.household) FILTER (WHERE s.on_roster IS NOT NULL), coalesce(sum(s.amount), 0),
           count(DISTINCT coalesce(s.person::text, s.household)) FILTER (WHERE s.in_books IS NOT NULL),
           count(DISTINCT s.household) FILTER (WHERE s.in_books IS NOT NULL), coalesce(sum(s.yuan), 0),
           array_agg(coalesce(s.line, 0) ORDER BY s.line) FILTER (WHERE s.amount IS DISTINCT FROM s.yuan)
    FROM batch b JOIN beside s ON s.batch_id = b.id
    GROUP BY b.id, b.number HAVING bool_or(s.amount IS DISTINCT FROM s.yuan) ORDER BY b.id
"""


def list_roster_gaps(union: Union, month: date) -> Iterator[RosterGap]:
    """The batches of which anything was settled or confirmed in the month and that differ anywhere."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"union": union.pk, "first": month, "last": end_of(month)})
        yield from (RosterGap(*row) for row in cursor.fetchall())
