"""审批占用: money is held for one approved business, on one line or on several.

Call it inside the transaction of the decision: what is refused here refuses that too."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.ledgers.models import Account, BudgetLine, Commitment
from funds.ledgers.rules import Draw, Request, entry_lines, is_past
from funds.ledgers.services.caps import CapClaim, FundCaps, Whom, claims_of
from funds.ledgers.services.ceilings import ceilings_of
from funds.ledgers.services.posting import (
    known,
    require_amounts,
    require_request,
    require_use_by,
    trail,
)
from funds.ledgers.services.refusals import LedgerRefused, UseNotPermitted, ledger_call, read_refusal
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
    whom: Whom | None = None,
    memo: str = "",
) -> Commitment:
    """审批占用: hold `amount` yuan of a line for `source` (such as "applications.application:42").

    `use` is what the money is wanted for and must be the line's; `key` becomes the id of the commitment and
    of its journal. `caps` are those of whom it is for; those that stand over the line come to them, and for
    `whom` those of the fund's document. Raises InsufficientBalance, UseNotPermitted, CapExceeded,
    AlreadyCommitted or PeriodClosed."""
    return _commit(Order([Draw(line_id, use, amount)], source, key, on, caps, memo, whom), by)


@ledger_call
def commit_on(
    *,
    draws: Sequence[Draw],
    source: str,
    by: User,
    key: uuid.UUID,
    on: date,
    caps: Sequence[CapClaim] = (),
    whom: Whom | None = None,
    memo: str = "",
) -> Commitment:
    """The same of a sum that no line holds alone, on several lines of one union: one journal, and a
    commitment for each line, of which the first is returned and the others are parts."""
    return _commit(Order(draws, source, key, on, caps, memo, whom), by)


@dataclass(frozen=True)
class Order:
    """Money that is to be held, as `commit_on` takes it."""

    draws: Sequence[Draw]
    source: str
    key: uuid.UUID
    on: date
    caps: Sequence[CapClaim] = ()
    memo: str = ""
    whom: Whom | None = None


def _commit(order: Order, by: User) -> Commitment:
    lines = _lines_of(order)
    request = _request(order, lines, by)
    over = [[*ceilings_of(line.row, order.on), *line.caps.claims(order.whom)] for line in lines]
    claims = claims_of(order.caps, over)
    made = [request.text(), timezone.now(), _uses_of(order), claims, trail(request, by)]
    return Commitment.objects.raw("SELECT * FROM ledger_commit(%s, %s, %s, %s, %s)", made)[0]


def commit_each(orders: Sequence[Order], *, by: User) -> list[Commitment | LedgerRefused]:
    """As `commit_on` of many in one journey to the database, in their order and each by itself: what is held,
    or why it is not. The caller is in a transaction. Raises IntegrityError for what is an error of ours."""
    known_lines: dict[int, _Line] = {}
    asked = [_request_or_why(one, _lines_of(one, known_lines), by) for one in orders]
    new = [(one, made) for one, made in zip(orders, asked, strict=True) if isinstance(made, Request)]
    over = {(draw.line_id, one.on) for one, _request in new for draw in one.draws}
    ceilings = {(key, on): list(ceilings_of(known_lines[key].row, on)) for key, on in over}
    claims = [
        claims_of(
            one.caps,
            [
                [*ceilings[draw.line_id, one.on], *known_lines[draw.line_id].caps.claims(one.whom)]
                for draw in one.draws
            ],
        )
        for one, _made in new
    ]
    texts, entries = [made.text() for _one, made in new], [trail(made, by) for _one, made in new]
    uses = [f"{{{','.join(_uses_of(one))}}}" for one, _made in new]
    sent: list[Any] = [texts, timezone.now(), uses, claims, entries]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM ledger_commit_each(%s, %s, %s, %s, %s)", sent)
        whys = [read_refusal(*row) for row in cursor.fetchall()]
    held = Commitment.objects.in_bulk([one.key for one, _made in new])
    found = iter(why or held[one.key] for (one, _made), why in zip(new, whys, strict=True))
    return [one if isinstance(one, LedgerRefused) else next(found) for one in asked]


def _uses_of(order: Order) -> list[str]:
    return [draw.use for draw in order.draws]


def _request_or_why(order: Order, lines: Sequence["_Line"], by: User) -> Request | LedgerRefused:
    try:
        return _request(order, lines, by)
    except LedgerRefused as refusal:
        return refusal


def _request(order: Order, lines: Sequence["_Line"], by: User) -> Request:
    """The journal of an order. Raises LedgerRefused where it is none, UseNotPermitted."""
    draws = order.draws
    require_amounts(draw.amount for draw in draws)
    if len({draw.line_id for draw in draws}) != len(draws) or len({line.row.union_id for line in lines}) != 1:
        raise LedgerRefused(_("请选择同一工会的资金指标，每个指标只列一次。"))
    if order.whom is None and any(line.caps.is_set for line in lines):
        raise LedgerRefused(_("这项资金的文件规定了每户（人）限额，这笔款没有写明给谁，请换一项资金。"))
    request = Request(
        id=order.key,
        union=lines[0].row.union_id,
        on=order.on,
        event=Event.COMMIT,
        source=order.source,
        memo=order.memo,
        maker=by.pk,
        lines=[
            posting
            for draw, line in zip(draws, lines, strict=True)
            for posting in entry_lines(Event.COMMIT, line.accounts, draw.amount, _part_key(order, draw))
        ],
    )
    require_request(request)
    wrong = [
        draw
        for draw, line in zip(draws, lines, strict=True)
        if line.row.use_id != draw.use or is_past(line.use_by, order.on)
    ]
    if wrong and not known(request):
        _refuse(wrong[0].line_id, wrong[0].use, order.on)
    return request


def _part_key(order: Order, draw: Draw) -> uuid.UUID:
    """That of the journal for the first line, of every other one its own."""
    return order.key if draw is order.draws[0] else uuid.uuid5(order.key, f"line:{draw.line_id}")


def line_up(
    *, line_ids: Collection[int], caps: Iterable[CapClaim], on: date, whoms: Collection[Whom] = ()
) -> None:
    """Whoever holds money for many in one transaction takes all turns first, in the order in which each
    commitment takes its own: usage rows by their keys, then the unions of the lines. Without that two of
    them could each hold what the other one waits for."""
    lines = [_line_of(key) for key in line_ids]
    over = [
        [*ceilings_of(line.row, on), *(cap for whom in whoms for cap in line.caps.claims(whom))]
        for line in lines
    ]
    unions = sorted({line.row.union_id for line in lines})
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_line_up(%s, %s)", [claims_of(caps, over), unions])


def get_fund_caps(line_id: int) -> FundCaps:
    """What the document of a line's fund lets one household and one person get. Raises
    BudgetLine.DoesNotExist."""
    return _line_of(line_id).caps


LINE = 4_000_000_000_000_000_001  # stands for the line that is asked for
# A fund, and those it was handed down from: as many as there are levels of unions.
FUNDS = tuple(F(f"line__fund{'__origin' * up}") for up in range(5))


@cache
def _reading() -> Statement:
    rows = Account.objects.filter(line=LINE).annotate(root=Coalesce(*FUNDS[::-1]))
    columns = (
        "line__union", "line__use", "line__year", "line__fund__use_by", "root", "line__fund__document_no",
        "line__fund__household_cap", "line__fund__person_cap", "bucket", "pk",
    )  # fmt: skip
    return compile_statement("line_to_hold", lambda: rows.values_list(*columns), LINE)


class _Line(NamedTuple):
    """A line with what a commitment must know of it, the last day of its money, the caps of its document, and
    the account of each of its buckets."""

    row: BudgetLine
    use_by: date | None
    caps: FundCaps
    accounts: dict[str, int]


def _lines_of(order: Order, known_lines: dict[int, _Line] | None = None) -> list[_Line]:
    """Those that it draws on, each read once. Raises BudgetLine.DoesNotExist."""
    found = {} if known_lines is None else known_lines
    for draw in order.draws:
        if draw.line_id not in found:
            found[draw.line_id] = _line_of(draw.line_id)
    return [found[draw.line_id] for draw in order.draws]


def _line_of(line_id: int) -> _Line:
    """Raises BudgetLine.DoesNotExist."""
    rows = _reading().rows(line_id)
    if not rows:
        raise BudgetLine.DoesNotExist(line_id)
    union, use, year, use_by, *caps, _bucket, _account = rows[0]
    line = BudgetLine(pk=line_id, union_id=union, use_id=use, year=year)
    return _Line(line, use_by, FundCaps(*caps), {bucket: pk for *_line, bucket, pk in rows})


def _refuse(line_id: int, use: str, on: date) -> None:
    line = BudgetLine.objects.select_related("fund", "use").get(pk=line_id)
    if line.use_id != use:
        raise UseNotPermitted(_("指标“%(line)s”不能用于所申请的用途。") % {"line": line})
    require_use_by(line.fund.use_by, on)
