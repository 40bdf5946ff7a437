"""Checks of what the buckets are held for: commitments, caps, allocations, grants."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.ledgers.selectors.checking import Difference, Unions, ledger_check, rows
from funds.ledgers.states import Bucket


@ledger_check("commitments", gettext_lazy("每笔占用与其分录相符"))
def check_commitments(unions: Unions) -> Iterator[Difference]:
    sql = """
        SELECT c.id, c.source, c.committed, c.in_transit, c.paid, c.recovered, c.set_off,
               s.committed, s.in_transit, s.paid, s.recovered, s.set_off
        FROM ledgers_commitment c JOIN ledgers_budgetline l ON l.id = c.line_id
        LEFT JOIN (
            SELECT commitment_id, coalesce(sum(amount) FILTER (WHERE bucket = 'committed'), 0) AS committed,
                   coalesce(sum(amount) FILTER (WHERE bucket = 'in_transit'), 0) AS in_transit,
                   coalesce(sum(amount) FILTER (WHERE bucket = 'paid'), 0) AS paid,
                   coalesce(sum(-amount) FILTER (WHERE bucket = 'paid' AND event = 'recover'), 0)
                       AS recovered,
                   coalesce(sum(amount) FILTER (WHERE bucket = 'paid' AND event = 'set_off'), 0) AS set_off
            FROM signed JOIN (
                SELECT j.id, coalesce(o.event, j.event) AS event
                FROM ledgers_journal j LEFT JOIN ledgers_journal o ON o.id = j.reverses_id
            ) j ON j.id = signed.journal_id
            WHERE commitment_id IS NOT NULL GROUP BY commitment_id
        ) s ON s.commitment_id = c.id
        WHERE l.union_id IN (SELECT id FROM scope)
          AND (c.committed, c.in_transit, c.paid, c.recovered, c.set_off)
              IS DISTINCT FROM (s.committed, s.in_transit, s.paid, s.recovered, s.set_off)
        ORDER BY c.created_at, c.id"""
    for pk, source, *figures in rows(sql, unions):
        yield Difference(_("占用 %s（%s）") % (source, pk), _parts(figures[5:]), _parts(figures[:5]))


def _parts(parts: Sequence[object]) -> str:
    figures = tuple(_("无分录") if part is None else part for part in parts)
    return _("占用 %s 在途 %s 已付 %s 已追回 %s 其中抵扣 %s") % figures


@ledger_check("holdings", gettext_lazy("各指标占用、在途、已付的余额与占用合计相符"))
def check_holdings(unions: Unions) -> Iterator[Difference]:
    sql = """
        SELECT l.id, a.bucket, b.credit - b.debit, coalesce(s.total, 0)
        FROM ledgers_budgetline l JOIN ledgers_account a ON a.line_id = l.id
        JOIN ledgers_balance b ON b.account_id = a.id
        LEFT JOIN (
            SELECT line_id, part.bucket, sum(part.amount) AS total FROM ledgers_commitment c
            CROSS JOIN LATERAL (VALUES
                ('committed', c.committed), ('in_transit', c.in_transit), ('paid', c.paid)
            ) AS part (bucket, amount) GROUP BY line_id, part.bucket
        ) s ON s.line_id = l.id AND s.bucket = a.bucket
        WHERE l.union_id IN (SELECT id FROM scope) AND a.bucket IN ('committed', 'in_transit', 'paid')
          AND b.credit - b.debit <> coalesce(s.total, 0) ORDER BY l.id, a.bucket"""
    for line, bucket, balance, total in rows(sql, unions):
        where = _("指标 %s 账户“%s”") % (line, Bucket(bucket).label)
        yield Difference(where, _("占用合计 %s") % total, _("余额 %s") % balance)


@ledger_check("parts", gettext_lazy("占用在几个指标上的款项，各部分一同办理"))
def check_parts(unions: Unions) -> Iterator[Difference]:
    sql = """
        SELECT c.id, c.source, c.committed, c.in_transit, c.paid, c.recovered, c.set_off
        FROM ledgers_commitment c
        JOIN ledgers_commitment h ON h.id = c.part_of_id JOIN ledgers_budgetline l ON l.id = c.line_id
        WHERE l.union_id IN (SELECT id FROM scope) AND (c.source <> h.source
            OR (c.committed * h.amount, c.in_transit * h.amount, (c.paid + c.recovered) * h.amount)
               IS DISTINCT FROM
               (h.committed * c.amount, h.in_transit * c.amount, (h.paid + h.recovered) * c.amount))
        ORDER BY c.id"""
    for pk, source, *figures in rows(sql, unions):
        yield Difference(_("占用 %s（%s）") % (source, pk), _("与首笔占用一致"), _parts(figures))


@ledger_check("caps", gettext_lazy("限额使用与占用相符，且不超上限"))
def check_caps(unions: Unions) -> Iterator[Difference]:
    sql = """
        SELECT u.id, u.scope, u.year, u.used, u.cap, coalesce(s.held, 0)
        FROM ledgers_capusage u LEFT JOIN (
            SELECT h.usage_id, sum(CASE WHEN h.share = c.amount THEN c.committed + c.in_transit + c.paid
                                        ELSE h.share END) AS held
            FROM ledgers_capshare h JOIN ledgers_commitment c ON c.id = h.commitment_id
            WHERE c.committed + c.in_transit + c.paid > 0 GROUP BY h.usage_id
        ) s ON s.usage_id = u.id
        WHERE (u.used <> coalesce(s.held, 0) OR u.used > u.cap) AND (%(unions)s::bigint[] IS NULL OR EXISTS (
            SELECT FROM ledgers_capshare h JOIN ledgers_commitment c ON c.id = h.commitment_id
            JOIN ledgers_budgetline l ON l.id = c.line_id
            WHERE h.usage_id = u.id AND l.union_id IN (SELECT id FROM scope))) ORDER BY u.id"""
    for pk, scope, year, used, cap, held in rows(sql, unions):
        where = _("限额 %s（%s %s 年）") % (pk, scope, year)
        yield Difference(where, _("%s，上限 %s") % (held, cap), str(used))


@ledger_check("allocated", gettext_lazy("各指标已下拨的余额与下拨合计相符"))
def check_allocated(unions: Unions) -> Iterator[Difference]:
    sql = """
        SELECT l.id, b.credit - b.debit, coalesce(s.total, 0) FROM ledgers_budgetline l
        JOIN ledgers_account a ON a.line_id = l.id AND a.bucket = 'allocated'
        JOIN ledgers_balance b ON b.account_id = a.id
        LEFT JOIN (
            SELECT n.upper_line_id, sum(CASE n.direction WHEN 'up' THEN -n.amount ELSE n.amount END) AS total
            FROM ledgers_allocation n
            WHERE NOT EXISTS (SELECT FROM ledgers_journal r WHERE r.reverses_id = n.upper_journal_id)
            GROUP BY n.upper_line_id
        ) s ON s.upper_line_id = l.id
        WHERE l.union_id IN (SELECT id FROM scope) AND b.credit - b.debit <> coalesce(s.total, 0)
        ORDER BY l.id"""
    for line, balance, total in rows(sql, unions):
        where = _("指标 %s 账户“%s”") % (line, Bucket.ALLOCATED.label)
        yield Difference(where, _("下拨合计 %s") % total, _("余额 %s") % balance)


@ledger_check("returned", gettext_lazy("各指标已退回的余额与退回合计相符"))
def check_returned(unions: Unions) -> Iterator[Difference]:
    sql = """
        SELECT l.id, b.credit - b.debit, coalesce(s.total, 0) FROM ledgers_budgetline l
        JOIN ledgers_account a ON a.line_id = l.id AND a.bucket = 'returned'
        JOIN ledgers_balance b ON b.account_id = a.id
        LEFT JOIN (
            SELECT part.line_id, sum(part.amount) AS total FROM (
                SELECT n.lower_line_id AS line_id, n.amount, n.lower_journal_id AS journal_id
                FROM ledgers_allocation n WHERE n.direction = 'up'
                UNION ALL
                SELECT s.line_id, s.amount, s.journal_id FROM signed s
                JOIN ledgers_journal j ON j.id = s.journal_id
                WHERE j.event = 'return_out' AND s.bucket = 'returned'
            ) part
            WHERE NOT EXISTS (SELECT FROM ledgers_journal r WHERE r.reverses_id = part.journal_id)
            GROUP BY part.line_id
        ) s ON s.line_id = l.id
        WHERE l.union_id IN (SELECT id FROM scope) AND b.credit - b.debit <> coalesce(s.total, 0)
        ORDER BY l.id"""
    for line, balance, total in rows(sql, unions):
        where = _("指标 %s 账户“%s”") % (line, Bucket.RETURNED.label)
        yield Difference(where, _("退回合计 %s") % total, _("余额 %s") % balance)


@ledger_check("allocations", gettext_lazy("每笔下拨、退回在上下两级相符"))
def check_allocations(unions: Unions) -> Iterator[Difference]:
    sql = """
        SELECT n.id, n.amount FROM ledgers_allocation n
        LEFT JOIN ledgers_journal ru ON ru.reverses_id = n.upper_journal_id
        LEFT JOIN ledgers_journal rl ON rl.reverses_id = n.lower_journal_id
        WHERE n.union_id IN (SELECT id FROM scope) AND ((ru.id IS NULL) <> (rl.id IS NULL) OR EXISTS (
            SELECT FROM signed s WHERE s.journal_id IN (n.upper_journal_id, n.lower_journal_id)
              AND s.yuan <> n.amount)) ORDER BY n.id"""
    for pk, amount in rows(sql, unions):
        yield Difference(_("下拨 %s") % pk, _("上下两级各 %s") % amount, _("金额或冲销不一致"))


@ledger_check("grants", gettext_lazy("到账不超过文件金额，下拨所得与上级下拨相符"))
def check_grants(unions: Unions) -> Iterator[Difference]:
    sql = """
        SELECT f.id, f.document_no, f.total, coalesce(s.received, 0), f.origin_id
        FROM ledgers_fund f LEFT JOIN (
            SELECT l.fund_id, sum(b.debit - b.credit) AS received FROM ledgers_budgetline l
            JOIN ledgers_account a ON a.line_id = l.id AND a.bucket = 'source'
            JOIN ledgers_balance b ON b.account_id = a.id GROUP BY l.fund_id
        ) s ON s.fund_id = f.id
        WHERE f.union_id IN (SELECT id FROM scope) AND (coalesce(s.received, 0) > f.total
            OR (f.origin_id IS NOT NULL AND coalesce(s.received, 0) <> f.total)) ORDER BY f.id"""
    for pk, document_no, total, received, origin in rows(sql, unions):
        expected = str(total) if origin else _("不超过 %s") % total
        yield Difference(_("资金 %s（%s）") % (pk, document_no), expected, _("已到账 %s") % received)
