"""审批占用: money is held for one approved business, on one line or on several.

Call it inside the transaction of the decision: what is refused here refuses that too."""

import uuid
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from django.utils import timezone
from django.utils.translation import gettext as _

from funds.ledgers.models import Account, BudgetLine, Commitment
from funds.ledgers.rules import Draw, Request, entry_lines, is_past
from funds.ledgers.services.caps import CapClaim, claims_of
from funds.ledgers.services.ceilings import ceilings_of
from funds.ledgers.services.posting import (
    known,
    require_amounts,
    require_request,
    require_use_by,
    trail,
)
from funds.ledgers.services.refusals import LedgerRefused, UseNotPermitted, ledger_call
from funds.ledgers.states import Event
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
    return _commit([Draw(line_id, use, amount)], source, by, key, on, caps, memo)


@ledger_call
def commit_on(
    *,
    draws: Sequence[Draw],
    source: str,
    by: User,
    key: uuid.UUID,
    on: date,
    caps: Sequence[CapClaim] = (),
    memo: str = "",
) -> Commitment:
    """The same of a sum that no line holds alone, on several lines of one union: one journal, and a
    commitment for each line, of which the first is returned and the others are parts."""
    return _commit(draws, source, by, key, on, caps, memo)


def _commit(
    draws: Sequence[Draw],
    source: str,
    by: User,
    key: uuid.UUID,
    on: date,
    caps: Sequence[CapClaim],
    memo: str,
) -> Commitment:
    require_amounts(draw.amount for draw in draws)
    found = [(draw, *_line_of(draw.line_id)) for draw in draws]
    lines = [line for _draw, line, *_more in found]
    if len({line.pk for line in lines}) != len(draws) or len({line.union_id for line in lines}) != 1:
        raise LedgerRefused(_("请选择同一工会的资金指标，每个指标只列一次。"))
    request = Request(
        id=key,
        union=lines[0].union_id,
        on=on,
        event=Event.COMMIT,
        source=source,
        memo=memo,
        maker=by.pk,
        lines=[
            posting
            for draw, _line, _use_by, accounts in found
            for posting in entry_lines(Event.COMMIT, accounts, draw.amount, _part_key(key, draws, draw))
        ],
    )
    require_request(request)
    wrong = [draw for draw, line, use_by, _more in found if line.use_id != draw.use or is_past(use_by, on)]
    if wrong and not known(request):
        _refuse(wrong[0].line_id, wrong[0].use, on)
    claims = claims_of(caps, [list(ceilings_of(line, on)) for line in lines])
    made = [request.text(), timezone.now(), [draw.use for draw in draws], claims, trail(request, by)]
    return Commitment.objects.raw("SELECT * FROM ledger_commit(%s, %s, %s, %s, %s)", made)[0]


def _part_key(key: uuid.UUID, draws: Sequence[Draw], draw: Draw) -> uuid.UUID:
    """That of the journal for the first line, of every other one its own."""
    return key if draw is draws[0] else uuid.uuid5(key, f"line:{draw.line_id}")


LINE = 4_000_000_000_000_000_001  # stands for the line that is asked for


@cache
def _reading() -> Statement:
    rows = Account.objects.filter(line=LINE)
    columns = ("line__union", "line__use", "line__year", "line__fund__use_by", "bucket", "pk")
    return compile_statement("line_to_hold", lambda: rows.values_list(*columns), LINE)


def _line_of(line_id: int) -> tuple[BudgetLine, date | None, dict[str, int]]:
    """The line with what a commitment must know of it, the last day of its money, and the account of each of
    its buckets. Raises BudgetLine.DoesNotExist."""
    rows = _reading().rows(line_id)
    if not rows:
        raise BudgetLine.DoesNotExist(line_id)
    union, use, year, use_by, _bucket, _account = rows[0]
    line = BudgetLine(pk=line_id, union_id=union, use_id=use, year=year)
    return line, use_by, {bucket: pk for *_line, bucket, pk in rows}


def _refuse(line_id: int, use: str, on: date) -> None:
    line = BudgetLine.objects.select_related("fund", "use").get(pk=line_id)
    if line.use_id != use:
        raise UseNotPermitted(_("指标“%(line)s”不能用于所申请的用途。") % {"line": line})
    require_use_by(line.fund.use_by, on)
