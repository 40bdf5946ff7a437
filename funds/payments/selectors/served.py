"""Whom the money of funds was paid to: households and payments, for what the ledger reports of a grant."""

from collections.abc import Mapping

from django.db import connection

from funds.ledgers.selectors.usage import SERVED, Served

# As what is published counts (funds.publications.selectors.taking): a payment that the bank returned is none,
# a sum that was set off as a whole is one; whoever is not known by a payable counts by the source.
SQL = """
    WITH part (fund_id, union_id) AS (SELECT * FROM unnest(%(funds)s::bigint[], %(unions)s::bigint[])),
    moved AS (
        SELECT part.union_id, coalesce(c.part_of_id, c.id) AS whole, c.source, p.journal_id, j.event,
               j.event = 'set_off' AND c.set_off = c.amount AS is_all
        FROM part JOIN ledgers_budgetline l ON l.fund_id = part.fund_id
        JOIN ledgers_account a ON a.line_id = l.id AND a.bucket = 'paid'
        JOIN ledgers_posting p ON p.account_id = a.id JOIN ledgers_commitment c ON c.id = p.commitment_id
        JOIN ledgers_journal j ON j.id = p.journal_id
    ), paid AS (
        SELECT union_id, grouping(union_id) = 1 AS is_sum, whole, min(source) AS source,
               count(DISTINCT journal_id) FILTER (WHERE event = 'settle')
               - count(DISTINCT journal_id) FILTER (WHERE event = 'bounce') + bool_or(is_all)::int AS times
        FROM moved GROUP BY GROUPING SETS ((union_id, whole), (whole))
    )
    SELECT paid.union_id, count(DISTINCT coalesce(nullif(y.subject, ''), paid.source)), sum(paid.times)
    FROM paid LEFT JOIN payments_payable y ON y.commitment_id = paid.whole
    WHERE paid.times > 0 GROUP BY paid.union_id, paid.is_sum"""


@SERVED.add("payments")
def count_served(parts: Mapping[int, int]) -> Mapping[int | None, Served]:
    """How many households and payments, by the union that a fund counts for; under None of all together."""
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"funds": list(parts), "unions": list(parts.values())})
        return {union: Served(households, int(times)) for union, households, times in cursor.fetchall()}
