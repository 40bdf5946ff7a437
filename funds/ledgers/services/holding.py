"""Money is held for one approved business and goes to the bank: commit, release, send, settle, fail, bounce.

These are called by the rooms above (approvals, payments), which decide who may; the ledger decides whether
the money is there. Call them inside the transaction of the decision: what is refused here refuses that too.
"""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from funds.ledgers.models import BudgetLine, CapShare, CapUsage, Commitment, Journal
from funds.ledgers.rules import Line, Request, entry_lines
from funds.ledgers.services.posting import accounts_of, known, post, require_amounts, require_use_by
from funds.ledgers.services.refusals import (
    CapExceeded,
    LedgerRefused,
    NotHeld,
    UseNotPermitted,
    ledger_write,
)
from funds.ledgers.states import EVENTS, Event
from hardship.accounts.models import User


@dataclass(frozen=True)
class CapClaim:
    """A cap that a commitment counts against: `subject` such as "household:17" and `scope` such as a
    programme's code are opaque here; `cap` is yuan, or times where `is_times`, and the newest claim sets it.
    The year is 0 for a cap of life; `label` is what the cap is called in a refusal.

    `kin` are other subjects whose usage counts as well, and `before` what was given outside these books. Kin
    must claim under the same subject: its row is the lock at which they take turns."""

    subject: str
    scope: str
    year: int
    cap: Decimal
    kin: tuple[str, ...] = ()
    before: Decimal = Decimal(0)
    is_times: bool = False
    label: str = ""

    def share_of(self, amount: Decimal) -> Decimal:
        """What a commitment of this amount takes of the cap."""
        return Decimal(1) if self.is_times else amount


@ledger_write
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
    of its journal. Raises InsufficientBalance, UseNotPermitted, CapExceeded, AlreadyCommitted or
    PeriodClosed."""
    require_amounts([amount])
    line = BudgetLine.objects.select_related("fund", "use").get(pk=line_id)
    request = Request(
        id=key,
        union=line.union_id,
        on=on,
        event=Event.COMMIT,
        source=source,
        memo=memo,
        maker=by.pk,
        lines=entry_lines(Event.COMMIT, accounts_of([line.pk])[line.pk], amount, key),
    )
    if not known(request):
        if line.use_id != use:
            raise UseNotPermitted(_("指标“%(line)s”不能用于所申请的用途。") % {"line": line})
        require_use_by(line.fund.use_by, on)
        usages = [(_claim(cap, cap.share_of(amount)), cap.share_of(amount)) for cap in _in_order(caps)]
        commitment = Commitment.objects.create(
            id=key, line=line, use_id=use, source=source, amount=amount, created_by=by
        )
        CapShare.objects.bulk_create(
            CapShare(commitment=commitment, usage=usage, share=share) for usage, share in usages
        )
        post(request, by=by)
    return Commitment.objects.select_related("line").get(pk=key)


def _in_order(caps: Iterable[CapClaim]) -> list[CapClaim]:
    """One claim for each usage row, the strictest, in an order in which two approvers never wait in a
    circle."""
    strictest: dict[tuple[str, str, int], CapClaim] = {}
    for cap in sorted(caps, key=lambda cap: cap.cap, reverse=True):
        strictest[cap.subject, cap.scope, cap.year] = cap
    return [strictest[key] for key in sorted(strictest)]


def _claim(cap: CapClaim, amount: Decimal) -> CapUsage:
    """The usage row of this cap, locked with those of its kin: two approvers of one family take turns here.
    What others used is off the row's cap, so that the database refuses the sum as well."""
    CapUsage.objects.get_or_create(
        subject=cap.subject, scope=cap.scope, year=cap.year, defaults={"cap": cap.cap}
    )
    usages = CapUsage.objects.filter(subject__in=(cap.subject, *cap.kin), scope=cap.scope, year=cap.year)
    rows = {row.subject: row for row in usages.order_by("pk").select_for_update()}
    usage = rows.pop(cap.subject)
    elsewhere = sum((row.used for row in rows.values()), cap.before)
    left = max(cap.cap - elsewhere - usage.used, Decimal(0))
    if amount > left:
        raise CapExceeded(_exceeded(cap, elsewhere + usage.used, left), left=left)
    if usage.cap != cap.cap - elsewhere:
        usage.cap = cap.cap - elsewhere
        usage.save(update_fields=["cap"])
    return usage


def _exceeded(cap: CapClaim, used: Decimal, left: Decimal) -> str:
    if cap.is_times:
        return _("超过%(label)s：最多 %(cap)s 次，已用 %(used)s 次。") % {
            "label": cap.label or _("次数限制"), "cap": f"{cap.cap:.0f}", "used": f"{used:.0f}",
        }  # fmt: skip
    return _("超过%(label)s：上限 %(cap)s 元，已用 %(used)s 元，还可帮扶 %(left)s 元。") % {
        "label": cap.label or _("本年度上限"),
        "cap": f"{cap.cap:,.2f}",
        "used": f"{used:,.2f}",
        "left": f"{left:,.2f}",
    }


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
