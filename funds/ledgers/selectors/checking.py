"""The independent check: every figure of the ledger computed again from the postings.

A check is a function of the union ids to look at (None: all) that yields differences. Rooms above add their
own with `@ledger_check`, for example that what was paid out equals what the ledger holds as paid.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.ledgers.models import Journal
from funds.ledgers.rules import Line, Request, canonical, digest
from funds.ledgers.states import EVENTS, Bucket, Event, Side
from hardship.kernel.registry import Registry

Unions = Collection[int] | None


@dataclass(frozen=True)
class Difference:
    """One thing that does not agree: where, what it should be and what is there."""

    where: str
    expected: str
    found: str

    def __str__(self) -> str:
        return _("%(where)s：应为 %(expected)s，实为 %(found)s") % vars(self)


@dataclass
class CheckResult:
    """What one check found; nothing is good."""

    code: str
    label: str
    differences: list[Difference] = field(default_factory=list)


Check = Callable[[Unions], Iterable[Difference]]


@dataclass(frozen=True)
class LedgerCheck:
    """`label` is what the report calls it."""

    label: Any
    run: Check


CHECKS: Registry[LedgerCheck] = Registry(
    "ledgers.checks", "Is run by `manage.py check_ledger`: computes figures again and yields differences."
)


def ledger_check(code: str, label: Any) -> Callable[[Check], Check]:
    """Decorator that adds a check to CHECKS."""

    def register(check: Check) -> Check:
        CHECKS.add(code)(LedgerCheck(label, check))
        return check

    return register


def run_checks(unions: Unions = None) -> list[CheckResult]:
    """Every registered check over these unions, in the order of registration."""
    return [CheckResult(code, str(check.label), list(check.run(unions))) for code, check in CHECKS.items()]


# Every check reads from these: `scope` holds the unions asked for, `signed` the postings, credits positive.
PRELUDE = """
    WITH scope AS (
        SELECT id FROM accounts_union WHERE %(unions)s::bigint[] IS NULL OR id = ANY(%(unions)s)
    ), signed AS (
        SELECT p.journal_id, p.position, p.commitment_id, a.id AS account_id, a.line_id, a.bucket, p.side,
               p.amount AS yuan, CASE p.side WHEN 'C' THEN p.amount ELSE -p.amount END AS amount
        FROM ledgers_posting p JOIN ledgers_account a ON a.id = p.account_id
    )
"""


def rows(sql: str, unions: Unions, **parameters: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a query that may read from `scope` and `signed`, or go on with `, other AS (…)`."""
    with connection.cursor() as cursor:
        cursor.execute(PRELUDE + sql, {"unions": list(unions) if unions is not None else None, **parameters})
        yield from cursor.fetchall()


@ledger_check("balances", gettext_lazy("余额与分录相符，除来源外无透支"))
def check_balances(unions: Unions) -> Iterator[Difference]:
    sql = """
        SELECT l.id, a.bucket, b.debit, b.credit, coalesce(p.debit, 0), coalesce(p.credit, 0)
        FROM ledgers_account a JOIN ledgers_budgetline l ON l.id = a.line_id
        LEFT JOIN ledgers_balance b ON b.account_id = a.id AND b.bucket = a.bucket
        LEFT JOIN (
            SELECT account_id, coalesce(sum(yuan) FILTER (WHERE side = 'D'), 0) AS debit,
                   coalesce(sum(yuan) FILTER (WHERE side = 'C'), 0) AS credit
            FROM signed GROUP BY account_id
        ) p ON p.account_id = a.id
        WHERE l.union_id IN (SELECT id FROM scope) AND (
            (b.debit, b.credit) IS DISTINCT FROM (coalesce(p.debit, 0), coalesce(p.credit, 0))
            OR (a.bucket <> 'source' AND b.credit < b.debit))
        ORDER BY a.id"""
    for line, bucket, debit, credit, true_debit, true_credit in rows(sql, unions):
        yield Difference(
            _("指标 %s 账户“%s”") % (line, Bucket(bucket).label),
            _("借 %s 贷 %s") % (true_debit, true_credit),
            _("借 %s 贷 %s") % (debit, credit),
        )


@ledger_check("journals", gettext_lazy("每张凭证至少两行，每条指标借贷相等"))
def check_journals(unions: Unions) -> Iterator[Difference]:
    sql = """
        SELECT j.year, j.number, j.id, coalesce(sum(s.lines), 0), coalesce(max(abs(s.net)), 0)
        FROM ledgers_journal j LEFT JOIN (
            SELECT journal_id, line_id, count(*) AS lines, sum(amount) AS net FROM signed GROUP BY 1, 2
        ) s ON s.journal_id = j.id
        WHERE j.union_id IN (SELECT id FROM scope) GROUP BY j.id
        HAVING coalesce(sum(s.lines), 0) < 2 OR max(abs(s.net)) <> 0 ORDER BY j.year, j.number"""
    for year, number, pk, lines, net in rows(sql, unions):
        yield Difference(_voucher(year, number, pk), _("两行以上且平衡"), _("%s 行，差额 %s") % (lines, net))


def _voucher(year: int, number: int, pk: object) -> str:
    return _("凭证 %s-%s（%s）") % (year, number, pk)


@ledger_check("events", gettext_lazy("每行分录都是该业务应记的账户和方向"))
def check_events(unions: Unions) -> Iterator[Difference]:
    legal = {(event.value, side, bucket) for event in EVENTS for side, bucket in _legs(event)}
    events, sides, buckets = zip(*sorted(legal), strict=True)
    sql = """
        SELECT j.year, j.number, j.id, j.event, s.position, s.side, s.bucket
        FROM signed s JOIN ledgers_journal j ON j.id = s.journal_id
        JOIN ledgers_budgetline l ON l.id = s.line_id LEFT JOIN ledgers_journal o ON o.id = j.reverses_id
        LEFT JOIN unnest(%(events)s::text[], %(sides)s::text[], %(buckets)s::text[])
            AS e (event, side, bucket)
            ON e.event = coalesce(o.event, j.event) AND e.bucket = s.bucket
            AND e.side = CASE WHEN o.id IS NULL THEN s.side ELSE translate(s.side, 'DC', 'CD') END
        WHERE j.union_id IN (SELECT id FROM scope) AND (e.event IS NULL OR l.union_id <> j.union_id)
        ORDER BY j.year, j.number, s.position"""
    found = rows(sql, unions, events=list(events), sides=list(sides), buckets=list(buckets))
    for year, number, pk, event, position, side, bucket in found:
        yield Difference(
            _("%s第 %s 行") % (_voucher(year, number, pk), position),
            str(Event(event).label),
            f"{Side(side).label} {Bucket(bucket).label}",
        )


def _legs(event: Event) -> Iterator[tuple[str, str]]:
    entry = EVENTS[event]
    yield ("D", entry.debit.value)
    yield ("C", entry.credit.value)
    if entry.mirrored:
        yield ("C", entry.debit.value)
        yield ("D", entry.credit.value)


@ledger_check("reversals", gettext_lazy("冲销凭证与原凭证逐行相反"))
def check_reversals(unions: Unions) -> Iterator[Difference]:
    sql = """
        , flipped AS (
            SELECT j.id, j.year, j.number, s.account_id, s.commitment_id, s.amount
            FROM ledgers_journal j JOIN signed s ON s.journal_id = j.id
            WHERE j.reverses_id IS NOT NULL AND j.union_id IN (SELECT id FROM scope)
            UNION ALL
            SELECT j.id, j.year, j.number, s.account_id, s.commitment_id, s.amount
            FROM ledgers_journal j JOIN signed s ON s.journal_id = j.reverses_id
            WHERE j.union_id IN (SELECT id FROM scope)
        )
        SELECT DISTINCT year, number, id FROM (
            SELECT year, number, id FROM flipped
            GROUP BY year, number, id, account_id, commitment_id, abs(amount)
            HAVING sum(amount) <> 0
        ) f ORDER BY year, number"""
    for year, number, pk in rows(sql, unions):
        yield Difference(_voucher(year, number, pk), _("与原凭证相反"), _("不一致"))


@ledger_check("numbers", gettext_lazy("凭证号连续无缺"))
def check_numbers(unions: Unions) -> Iterator[Difference]:
    sql = """
        SELECT u.code, coalesce(c.year, j.year), c.last, j.lines, j.highest
        FROM ledgers_journalcounter c FULL JOIN (
            SELECT union_id, year, count(*) AS lines, max(number) AS highest, min(number) AS lowest
            FROM ledgers_journal GROUP BY union_id, year
        ) j ON j.union_id = c.union_id AND j.year = c.year
        JOIN accounts_union u ON u.id = coalesce(c.union_id, j.union_id)
        WHERE u.id IN (SELECT id FROM scope)
          AND (c.last, c.last, 1) IS DISTINCT FROM (j.lines, j.highest, j.lowest) ORDER BY 1, 2"""
    for code, year, last, lines, highest in rows(sql, unions):
        yield Difference(
            _("工会 %s %s 年凭证") % (code, year),
            _("1 至 %s 号") % last,
            _("%s 张，最大 %s 号") % (lines or 0, highest or 0),
        )


@ledger_check("periods", gettext_lazy("凭证在其会计期间内"))
def check_periods(unions: Unions) -> Iterator[Difference]:
    sql = """
        SELECT j.year, j.number, j.id, j."on", d.month
        FROM ledgers_journal j JOIN ledgers_period d ON d.id = j.period_id
        WHERE j.union_id IN (SELECT id FROM scope) AND (d.month <> date_trunc('month', j."on")::date
            OR d.union_id <> j.union_id OR j.year <> extract(year FROM j."on")) ORDER BY j.id"""
    for year, number, pk, on, month in rows(sql, unions):
        yield Difference(_voucher(year, number, pk), f"{on:%Y-%m}", f"{month:%Y-%m}")


@ledger_check("hashes", gettext_lazy("凭证内容与固化的字节及其摘要相符"))
def check_hashes(unions: Unions) -> Iterator[Difference]:
    journals = Journal.objects.order_by("union", "year", "number").prefetch_related("postings")
    if unions is not None:
        journals = journals.filter(union__in=unions)
    for journal in journals.iterator(chunk_size=1000):
        content, voucher = bytes(journal.canonical), _voucher(journal.year, journal.number, journal.pk)
        if digest(content) != bytes(journal.sha256):
            yield Difference(
                voucher, _("摘要 %s") % digest(content).hex()[:16], bytes(journal.sha256).hex()[:16]
            )
        if rebuild(journal) != content:
            yield Difference(voucher, _("与固化的内容一致"), _("已被改动"))


def rebuild(journal: Journal) -> bytes:
    """The canonical bytes of a journal, made again from its columns and postings."""
    postings = sorted(journal.postings.all(), key=lambda posting: posting.position)
    request = Request(
        id=journal.pk,
        union=journal.union_id,
        on=journal.on,
        event=journal.event,
        source=journal.source,
        memo=journal.memo,
        maker=journal.made_by_id,
        lines=[Line(row.account_id, row.side, row.amount, row.commitment_id) for row in postings],
        reverses=journal.reverses_id,
    )
    return canonical(request, year=journal.year, number=journal.number, made_at=journal.made_at)
