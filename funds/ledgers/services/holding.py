"""Money is held for one approved business and goes to the bank: commit, release, send, settle, fail, bounce.

These are called by the rooms above (approvals, payments), which decide who may; the ledger decides whether
the money is there. Call them inside the transaction of the decision: what is refused here refuses that too.
"""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.ledgers.models import Account, BudgetLine, CapShare, CapUsage, Commitment, Journal
from funds.ledgers.rules import Line, Request, entry_lines
from funds.ledgers.services.caps import CapClaim, claims_of
from funds.ledgers.services.ceilings import ceilings_of
from funds.ledgers.services.posting import (
    accounts_of,
    is_past,
    known,
    post,
    require_amounts,
    require_request,
    require_use_by,
    trail,
)
from funds.ledgers.services.refusals import (
    LedgerRefused,
    NotHeld,
    UseNotPermitted,
    ledger_call,
    ledger_write,
    read_refusal,
)
from funds.ledgers.states import EVENTS, Event
from hardship.accounts.models import User
from hardship.kernel.statements import Statement, compile_statement


@ledger_call
def commit(
    *,
    line_id: int,
    use: str,
    amount: Decimal,
    source: str,
    by: User,
    key: uuid.UUID,
    on: date,
    caps: Sequence[CapClaim] = (),
    memo: str = "",
) -> Commitment:
    """审批占用: hold `amount` yuan of a line for `source` (such as "applications.application:42").

    `use` is what the money is wanted for and must be the line's; `key` becomes the id of the commitment and
    of its journal. `caps` are those of whom it is for; those that stand over the line come to them. Raises
    InsufficientBalance, UseNotPermitted, CapExceeded, AlreadyCommitted or PeriodClosed."""
    order = Order(line_id, use, amount, source, key, on, tuple(caps), memo)
    line = _line_of(line_id)
    request = _request(order, line, by)
    claims = claims_of((*caps, *ceilings_of(line.row, on)))
    made = [request.text(), timezone.now(), use, claims, trail(request, by)]
    return Commitment.objects.raw("SELECT * FROM ledger_commit(%s, %s, %s, %s, %s)", made)[0]


@dataclass(frozen=True)
class Order:
    """Money that is to be held, as `commit` takes it."""

    line_id: int
    use: str
    amount: Decimal
    source: str
    key: uuid.UUID
    on: date
    caps: Sequence[CapClaim] = ()
    memo: str = ""


def commit_each(orders: Sequence[Order], *, by: User) -> list[Commitment | LedgerRefused]:
    """As `commit` of many in one journey to the database, in their order and each by itself: what is held, or
    why it is not. The caller is in a transaction. Raises IntegrityError for what is an error of ours."""
    lines = {key: _line_of(key) for key in {one.line_id for one in orders}}
    asked = [_request_or_why(one, lines[one.line_id], by) for one in orders]
    new = [(one, made) for one, made in zip(orders, asked, strict=True) if isinstance(made, Request)]
    over = {(one.line_id, one.on) for one, _request in new}
    ceilings = {(key, on): tuple(ceilings_of(lines[key].row, on)) for key, on in over}
    claims = [claims_of((*one.caps, *ceilings[one.line_id, one.on])) for one, _request in new]
    texts, entries = [made.text() for _one, made in new], [trail(made, by) for _one, made in new]
    sent: list[Any] = [texts, timezone.now(), [one.use for one, _request in new], claims, entries]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM ledger_commit_each(%s, %s, %s, %s, %s)", sent)
        whys = [read_refusal(*row) for row in cursor.fetchall()]
    held = Commitment.objects.in_bulk([one.key for one, _request in new])
    found = iter(why or held[one.key] for (one, _request), why in zip(new, whys, strict=True))
    return [one if isinstance(one, LedgerRefused) else next(found) for one in asked]


def _request_or_why(order: Order, line: "_Line", by: User) -> Request | LedgerRefused:
    try:
        return _request(order, line, by)
    except LedgerRefused as refusal:
        return refusal


def _request(order: Order, line: "_Line", by: User) -> Request:
    """The journal of an order. Raises LedgerRefused where it is none, UseNotPermitted."""
    require_amounts([order.amount])
    request = Request(
        id=order.key,
        union=line.row.union_id,
        on=order.on,
        event=Event.COMMIT,
        source=order.source,
        memo=order.memo,
        maker=by.pk,
        lines=entry_lines(Event.COMMIT, line.accounts, order.amount, order.key),
    )
    require_request(request)
    if (line.row.use_id != order.use or is_past(line.use_by, order.on)) and not known(request):
        _refuse(order.line_id, order.use, order.on)
    return request


def line_up(*, line_ids: Collection[int], caps: Iterable[CapClaim], on: date) -> None:
    """Whoever holds money for many in one transaction takes all turns first, in the order in which each
    commitment takes its own: usage rows by their keys, then the unions of the lines. Without that two of
    them could each hold what the other one waits for."""
    lines = [_line_of(key).row for key in line_ids]
    claims = claims_of((*caps, *(claim for line in lines for claim in ceilings_of(line, on))))
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_line_up(%s, %s)", [claims, sorted({line.union_id for line in lines})])


LINE = 4_000_000_000_000_000_001  # stands for the line that is asked for


@cache
def _reading() -> Statement:
    rows = Account.objects.filter(line=LINE)
    columns = ("line__union", "line__use", "line__year", "line__fund__use_by", "bucket", "pk")
    return compile_statement("line_to_hold", lambda: rows.values_list(*columns), LINE)


class _Line(NamedTuple):
    """A line with what a commitment must know of it, the last day of its money, and the account of each of
    its buckets."""

    row: BudgetLine
    use_by: date | None
    accounts: dict[str, int]


def _line_of(line_id: int) -> _Line:
    """Raises BudgetLine.DoesNotExist."""
    rows = _reading().rows(line_id)
    if not rows:
        raise BudgetLine.DoesNotExist(line_id)
    union, use, year, use_by, _bucket, _account = rows[0]
    line = BudgetLine(pk=line_id, union_id=union, use_id=use, year=year)
    return _Line(line, use_by, {bucket: pk for *_line, bucket, pk in rows})


def _refuse(line_id: int, use: str, on: date) -> None:
    line = BudgetLine.objects.select_related("fund", "use").get(pk=line_id)
    if line.use_id != use:
        raise UseNotPermitted(_("指标“%(line)s”不能用于所申请的用途。") % {"line": line})
    require_use_by(line.fund.use_by, on)


@ledger_write
def release(*, commitment_id: uuid.UUID, by: User, key: uuid.UUID, on: date, reason: str) -> Journal:
    """释放占用: money that will not be paid goes back to the line, and off the cap. Raises NotHeld."""
    source = Commitment.objects.values_list("source", flat=True).get(pk=commitment_id)
    return _move(Event.RELEASE, [commitment_id], source=source, by=by, key=key, on=on, memo=reason)


@ledger_write
def send(
    *, commitment_ids: Collection[uuid.UUID], source: str, by: User, key: uuid.UUID, on: date, memo: str = ""
) -> Journal:
    """送盘: the money of these commitments is on its way to the bank, in one journal for the whole batch.

    All or nothing: raises NotHeld with the `ids` that are not committed any more. One union at a time."""
    return _move(Event.SEND, commitment_ids, source=source, by=by, key=key, on=on, memo=memo)


@ledger_write
def settle(
    *, commitment_ids: Collection[uuid.UUID], source: str, by: User, key: uuid.UUID, on: date, memo: str = ""
) -> Journal:
    """付讫: the bank confirmed these; only now the money is an expense. Raises NotHeld with the `ids` that
    are not in transit."""
    return _move(Event.SETTLE, commitment_ids, source=source, by=by, key=key, on=on, memo=memo)


@ledger_write
def fail(
    *, commitment_ids: Collection[uuid.UUID], source: str, by: User, key: uuid.UUID, on: date, memo: str = ""
) -> Journal:
    """付款失败: the bank did not pay these; the money is committed again, to be sent anew or released."""
    return _move(Event.FAIL, commitment_ids, source=source, by=by, key=key, on=on, memo=memo)


@ledger_write
def bounce(
    *, commitment_ids: Collection[uuid.UUID], source: str, by: User, key: uuid.UUID, on: date, memo: str = ""
) -> Journal:
    """退汇: money once confirmed came back in the same year; it is committed again."""
    return _move(Event.BOUNCE, commitment_ids, source=source, by=by, key=key, on=on, memo=memo)


@ledger_write
def recover(
    *,
    commitment_id: uuid.UUID,
    amount: Decimal,
    source: str,
    by: User,
    key: uuid.UUID,
    on: date,
    memo: str = "",
) -> Journal:
    """追回入账: so much of what was paid came back, to the line that it was paid from, and off the cap.
    Raises NotHeld for more than is paid of this commitment."""
    require_amounts([amount])
    row = Commitment.objects.select_for_update(of=("self",)).select_related("line").get(pk=commitment_id)
    lines = entry_lines(Event.RECOVER, accounts_of([row.line_id])[row.line_id], amount, row.pk)
    request = Request(
        id=key, union=row.line.union_id, on=on, event=Event.RECOVER, source=source, memo=memo, maker=by.pk,
        lines=lines,
    )  # fmt: skip
    if not known(request) and row.paid < amount:
        raise NotHeld(
            _("已付的只有 %(paid)s 元，不能追回更多。") % {"paid": f"{row.paid:,.2f}"}, ids=[row.pk]
        )
    _lock_caps([row])
    return post(request, by=by)


def _move(
    event: Event,
    commitment_ids: Collection[uuid.UUID],
    *,
    source: str,
    by: User,
    key: uuid.UUID,
    on: date,
    memo: str,
) -> Journal:
    """Move whole commitments from the bucket that the event debits to the one it credits, set-based."""
    rows = list(
        Commitment.objects.select_for_update(of=("self",))
        .select_related("line")
        .filter(pk__in=set(commitment_ids))
        .order_by("pk")
    )
    unions = {row.line.union_id for row in rows}
    if len(rows) != len(set(commitment_ids)) or len(unions) != 1:
        raise LedgerRefused(_("一次只能处理同一工会已登记的占用。"))
    accounts = accounts_of({row.line_id for row in rows})
    lines: list[Line] = []
    for row in rows:
        lines += entry_lines(event, accounts[row.line_id], row.amount, row.pk)
    request = Request(
        id=key, union=unions.pop(), on=on, event=event, source=source, memo=memo, maker=by.pk, lines=lines
    )
    if not known(request):
        _require_held(rows, event)
    return post(request, by=by)


def _require_held(rows: Collection[Commitment], event: Event) -> None:
    bucket = EVENTS[event].debit
    wrong = [row.pk for row in rows if getattr(row, bucket.value) != row.amount]
    if wrong:
        raise NotHeld(
            _("有 %(count)s 笔资金不是“%(bucket)s”状态，可能已被他人办理，请刷新后再试。")
            % {"count": len(wrong), "bucket": bucket.label},
            ids=wrong,
        )
    if event == Event.RELEASE:
        _lock_caps(rows)


def _lock_caps(rows: Collection[Commitment]) -> None:
    """The posting lowers the usage of these caps: locked in the order that commit locks them."""
    caps = CapShare.objects.filter(commitment__in=[row.pk for row in rows]).values("usage")
    usages = CapUsage.objects.select_for_update().filter(pk__in=caps)
    list(usages.order_by("subject", "scope", "year"))
