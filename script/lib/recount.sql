-- What every account of the books holds, counted again from the postings by SQL alone, in the names that the beancount
-- export gives them, beside the stored balance: an auditor needs neither this program nor Python to run it.
--   psql "$(.venv/bin/python -m hardship.embedded url)" -f script/lib/recount.sql
-- Test: tests/funds/ledgers/beans.py compares it to the cent with what bean-check accepted.
SELECT u.code AS union_code, f.id AS fund, l.id AS line, l.year, a.bucket,
       coalesce(p.debit, 0) - coalesce(p.credit, 0) AS counted, b.debit - b.credit AS stored
FROM ledgers_account a JOIN ledgers_budgetline l ON l.id = a.line_id JOIN ledgers_fund f ON f.id = l.fund_id
JOIN accounts_union u ON u.id = l.union_id LEFT JOIN ledgers_balance b ON b.account_id = a.id LEFT JOIN (
    SELECT account_id, sum(amount) FILTER (WHERE side = 'D') AS debit, sum(amount) FILTER (WHERE side = 'C') AS credit
    FROM ledgers_posting GROUP BY account_id
) p ON p.account_id = a.id
ORDER BY u.code, f.id, l.id, a.bucket;
