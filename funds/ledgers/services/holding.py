"""Money is held for one approved business and goes to the bank: release, send, settle, fail, bounce, recover,
set off.

These are called by the rooms above (approvals, payments), which decide who may; the ledger decides whether
the money is there. Call them inside the transaction of the decision: what is refused here refuses that too.
"""

import uuid
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from funds.ledgers.models import (
    CapShare,
    CapUsage,
    Commitment,
    Journal,
    Posting,
    opened_by,
)
from funds.ledgers.rules import Line, Request, entry_lines, split
from funds.ledgers.services.posting import (
    accounts_of,
    known,
    post,
    require_amounts,
)
from funds.ledgers.services.refusals import (
    LedgerRefused,
    NotHeld,
    ledger_write,
)
from funds.ledgers.states import EVENTS, Bucket, Event, Side
from hardship.accounts.models import User


@ledger_write
def release(*, commitment_id: uuid.UUID, by: User | None, key: uuid.UUID, on: date, reason: str) -> Journal:
    """释放占用: money that will not be paid goes back to the line, and off the cap; by the clock (`by` None)
    where nobody came for it. Raises NotHeld."""
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
    rows = _lock_pieces([commitment_id])
    accounts = accounts_of({row.line_id for row in rows})
    lines = [
        posting
        for row, part in zip(rows, _shares_to_recover(rows, amount, key), strict=True)
        if part
        for posting in entry_lines(Event.RECOVER, accounts[row.line_id], part, row.pk)
    ]
    request = Request(
        id=key, union=rows[0].line.union_id, on=on, event=Event.RECOVER, source=source, memo=memo,
        maker=by.pk, lines=lines,
    )  # fmt: skip
    if not known(request):
        _require_paid(rows, amount)
        lock_caps(rows)
    return post(request, by=by)


@ledger_write
def set_off(
    *,
    commitment_id: uuid.UUID,
    amount: Decimal,
    source: str,
    by: User,
    key: uuid.UUID,
    on: date,
    memo: str = "",
) -> Journal:
    """抵扣: so much of what is held pays a debt of the payee and does not go to the bank; the caller books
    what that debt is less by. Raises NotHeld for more than is held, LedgerRefused for a sum on several
    lines."""
    require_amounts([amount])
    rows = _lock_pieces([commitment_id])
    if len(rows) != 1:
        raise LedgerRefused(_("这笔款出自几个指标，不能抵扣，请照常发放，追回另行收款。"))
    [row] = rows
    lines = entry_lines(Event.SET_OFF, accounts_of({row.line_id})[row.line_id], amount, row.pk)
    request = Request(
        id=key, union=row.line.union_id, on=on, event=Event.SET_OFF, source=source, memo=memo, maker=by.pk,
        lines=lines,
    )  # fmt: skip
    if not known(request) and row.committed < amount:
        held = {"held": f"{row.committed:,.2f}"}
        raise NotHeld(_("还没有发放的只有 %(held)s 元，不能抵扣更多。") % held, ids=[row.pk])
    return post(request, by=by)


def _shares_to_recover(rows: Sequence[Commitment], amount: Decimal, key: uuid.UUID) -> list[Decimal]:
    """How much goes back to each line: by what it paid; for a request that is known, as it was then."""
    if len(rows) == 1:
        return [amount]
    then = dict(Posting.objects.filter(journal=key, side=Side.DEBIT).values_list("commitment_id", "amount"))
    if sum(then.values()) == amount:
        return [then.get(row.pk, Decimal(0)) for row in rows]
    _require_paid(rows, amount)
    return split(amount, [row.paid for row in rows])


def _require_paid(rows: Sequence[Commitment], amount: Decimal) -> None:
    paid = sum((row.paid for row in rows), Decimal(0))
    if paid < amount:
        raise NotHeld(
            _("已付的只有 %(paid)s 元，不能追回更多。") % {"paid": f"{paid:,.2f}"}, ids=[rows[0].pk]
        )


def _move(
    event: Event,
    commitment_ids: Collection[uuid.UUID],
    *,
    source: str,
    by: User | None,
    key: uuid.UUID,
    on: date,
    memo: str,
) -> Journal:
    """Move whole commitments, but for what was set off, with their parts on further lines, from the bucket
    that the event debits to the one it credits, set-based."""
    rows = _lock_pieces(commitment_ids)
    unions = {row.line.union_id for row in rows}
    if sum(row.part_of_id is None for row in rows) != len(set(commitment_ids)) or len(unions) != 1:
        raise LedgerRefused(_("一次只能处理同一工会已登记的占用。"))
    accounts = accounts_of({row.line_id for row in rows})
    lines: list[Line] = []
    for row in rows:
        lines += entry_lines(event, accounts[row.line_id], row.rest, row.pk)
    request = Request(
        id=key, union=unions.pop(), on=on, event=event, source=source, memo=memo,
        maker=by.pk if by else None, lines=lines,
    )  # fmt: skip
    if not known(request):
        _require_held(rows, event)
    return post(request, by=by)


def _lock_pieces(commitment_ids: Collection[uuid.UUID]) -> list[Commitment]:
    """These commitments and their parts, locked; of one that has parts, the first is in front of them."""
    chosen = Commitment.objects.filter(opened_by(set(commitment_ids))).select_related("line")
    rows = list(chosen.select_for_update(of=("self",)).order_by("pk"))
    return sorted(rows, key=lambda row: (row.part_of_id or row.pk, row.part_of_id is not None, row.line_id))


def _require_held(rows: Collection[Commitment], event: Event) -> None:
    bucket = EVENTS[event].debit
    wrong = {
        row.part_of_id or row.pk
        for row in rows
        if getattr(row, bucket.value) != (row.amount if bucket == Bucket.PAID else row.rest)
    }
    if wrong:
        raise NotHeld(
            _("有 %(count)s 笔资金不是“%(bucket)s”状态，可能已被他人办理，请刷新后再试。")
            % {"count": len(wrong), "bucket": bucket.label},
            ids=wrong,
        )
    if event == Event.RELEASE:
        lock_caps(rows)


def lock_caps(rows: Iterable[Commitment]) -> None:
    """The posting lowers the usage of these caps: locked in the order that commit locks them."""
    caps = CapShare.objects.filter(commitment__in=[row.pk for row in rows]).values("usage")
    usages = CapUsage.objects.select_for_update().filter(pk__in=caps)
    list(usages.order_by("subject", "scope", "year"))
