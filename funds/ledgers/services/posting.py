"""How a journal gets into the books: one database function, one audit row, and one effect for one key."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from funds.ledgers.models import Account, BudgetLine, Journal
from funds.ledgers.rules import Request, entry_lines, is_exact, is_past, mirrored
from funds.ledgers.services.refusals import LedgerRefused
from funds.ledgers.states import Event
from hardship.accounts.models import Union, User
from hardship.accounts.states import Role
from hardship.audit import services as audit


def known(request: Request) -> bool:
    """Whether this very request is posted already. Until the transaction ends, another sender of the same key
    waits. Raises KeyReused (through `ledger_write`) when the key stands for other content."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_known(%s)", [request.text()])
        return bool(cursor.fetchone()[0])


def post(request: Request, *, by: User | None) -> Journal:
    """The journal of this request, posted now or, for a key seen before, then: in one journey there."""
    require_request(request)
    made = [request.text(), timezone.now(), trail(request, by)]
    return Journal.objects.raw("SELECT * FROM ledger_enter(%s, %s, %s)", made)[0]


def require_request(request: Request) -> None:
    """Raises LedgerRefused for amounts that are none, and for a day that is not yet."""
    require_amounts(line.amount for line in request.lines)
    if request.on > timezone.localdate():
        raise LedgerRefused(_("日期不能晚于今天。"))


def trail(request: Request, by: User | None) -> str:
    """The row of the audit trail that goes with the journal; the database adds its number."""
    total = sum((line.amount for line in request.lines if line.side == "D"), Decimal(0))
    return audit.entry(
        f"ledger.{request.event}",
        target=Journal(id=request.id, union_id=request.union),
        by=by,
        amount=f"{total:.2f}",
        source=request.source,
    )


def post_many(requests: Sequence[Request], *, by: User) -> None:
    """Posts all of these in their order, in one statement, with one audit row for each. They are new."""
    for request in requests:
        require_request(request)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM ("
            " SELECT * FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS list (text, entry, place)"
            " ORDER BY place) list, LATERAL ledger_enter(text, %s, entry::jsonb)",
            [[one.text() for one in requests], [trail(one, by) for one in requests], timezone.now()],
        )


def take_turns(key: uuid.UUID) -> None:
    """Until the transaction ends, another sender of this key waits, as `known` makes it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(key)])


def accounts_of(line_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """The account id of each bucket of these lines."""
    found: dict[int, dict[str, int]] = {}
    for line_id, bucket, pk in Account.objects.filter(line__in=line_ids).values_list(
        "line_id", "bucket", "pk"
    ):
        found.setdefault(line_id, {})[bucket] = pk
    return found


def line_request(
    event: Event,
    line: BudgetLine,
    amount: Decimal,
    key: uuid.UUID,
    on: date,
    memo: str,
    by: User,
    source: str,
) -> Request:
    """One event on one line as a journal to be."""
    lines = entry_lines(event, accounts_of([line.pk])[line.pk], amount)
    return Request(
        id=key, union=line.union_id, on=on, event=event, source=source, memo=memo, maker=by.pk, lines=lines
    )


def mirrored_request(
    event: Event,
    giver: BudgetLine,
    taker: BudgetLine,
    amount: Decimal,
    key: uuid.UUID,
    on: date,
    memo: str,
    by: User,
) -> Request:
    """Money from one line of a fund to another one as a journal to be."""
    accounts = accounts_of([giver.pk, taker.pk])
    given, taken = (entry_lines(event, accounts[line.pk], amount) for line in (giver, taker))
    return Request(
        id=key,
        union=taker.union_id,
        on=on,
        event=event,
        source=f"ledgers.budgetline:{taker.pk}",
        memo=memo,
        maker=by.pk,
        lines=[*given, *mirrored(taken)],
    )


def require_amounts(amounts: Iterable[Decimal]) -> None:
    """Raises LedgerRefused unless each is yuan above zero with at most two places."""
    if not all(is_exact(amount) for amount in amounts):
        raise LedgerRefused(_("金额必须大于零，且最多两位小数。"))


def require_bookkeeper(union: Union, by: User) -> None:
    """The books of a union are kept by its own finance people."""
    if not (by.has_role(Role.FINANCE) and by.union_id == union.pk):
        raise LedgerRefused(_("只有“%(union)s”的财务人员可以办理这项业务。") % {"union": union.name})


def require_use_by(use_by: date | None, on: date) -> None:
    if use_by is not None and is_past(use_by, on):
        raise LedgerRefused(_("该资金的使用期限为%(day)s，已过期。") % {"day": f"{use_by:%Y-%m-%d}"})
