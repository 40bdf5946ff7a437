"""Money of one line for many unions below at once: the vouchers of all of them in a few statements."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext as _

from funds.ledgers.models import Allocation, BudgetLine, Fund, FundUse
from funds.ledgers.rules import Request, entry_lines
from funds.ledgers.services.handing import passed_on, said_of, source_below
from funds.ledgers.services.posting import accounts_of, post_many, require_bookkeeper, require_use_by
from funds.ledgers.services.refusals import LedgerRefused, ledger_write
from funds.ledgers.states import Event
from hardship.accounts.models import Union, User


@dataclass(frozen=True)
class Part:
    """What one union gets, in yuan; `key` is that of the voucher of whoever gives."""

    union_id: int
    amount: Decimal
    key: uuid.UUID


@ledger_write
def allocate_many(
    *,
    line_id: int,
    parts: Sequence[Part],
    document_no: str,
    document_on: date,
    by: User,
    on: date,
) -> dict[int, Allocation]:
    """下拨 to many unions by one document, all or none: what `allocate` does for one of them. By the key of
    the union. The caller keeps a second time from happening.

    Raises InsufficientBalance, or LedgerRefused for a union that is not below, for money whose last day is
    over, and where a union has the document number for another grant."""
    upper = BudgetLine.objects.select_related("union", "fund").get(pk=line_id)
    require_bookkeeper(upper.union, by)
    require_use_by(upper.fund.use_by, on)
    _require_below(upper.union, parts)
    lines = _lower_lines(upper, parts, document_no, document_on, by)
    accounts = accounts_of([upper.pk, *(line.pk for line in lines.values())])
    requests = {
        part.union_id: _pair(upper, lines[part.union_id], part, accounts, document_no, on, by)
        for part in parts
    }
    post_many([request for pair in requests.values() for request in pair], by=by)
    made = Allocation.objects.bulk_create(
        Allocation(
            union=upper.union, use_id=upper.use_id, upper_line=upper, lower_line=lines[part.union_id],
            amount=part.amount, document_no=document_no, document_on=document_on, upper_journal_id=part.key,
            lower_journal_id=requests[part.union_id][1].id,
        )
        for part in parts
    )  # fmt: skip
    return {part.union_id: row for part, row in zip(parts, made, strict=True)}


def _require_below(upper: Union, parts: Sequence[Part]) -> None:
    wanted = {part.union_id for part in parts}
    below = Union.objects.open().filter(pk__in=wanted, path__startswith=upper.path).exclude(pk=upper.pk)
    if len(wanted) != len(parts) or below.count() != len(wanted):
        raise LedgerRefused(_("只能下拨给“%(union)s”的下级工会，每个工会一笔。") % {"union": upper.name})


def _lower_lines(
    upper: BudgetLine, parts: Sequence[Part], document_no: str, document_on: date, by: User
) -> dict[int, BudgetLine]:
    """By union the line that gets the money; funds and lines that are not there are opened."""
    funds = _lower_funds(upper.fund, parts, document_no, document_on, by)
    uses = passed_on(upper)
    FundUse.objects.bulk_create(
        [FundUse(fund=fund, use_id=use) for fund in funds.values() for use in uses], ignore_conflicts=True
    )
    wanted = {"fund__in": list(funds.values()), "use": upper.use_id, "year": upper.year}
    there = {line.fund_id: line for line in BudgetLine.objects.filter(**wanted)}
    fresh = [
        BudgetLine(union_id=union, fund=fund, use_id=upper.use_id, year=upper.year, opened_by=by)
        for union, fund in funds.items()
        if fund.pk not in there
    ]
    there |= {line.fund_id: line for line in BudgetLine.objects.bulk_create(fresh)}
    return {union: there[fund.pk] for union, fund in funds.items()}


def _lower_funds(
    grant: Fund, parts: Collection[Part], document_no: str, document_on: date, by: User
) -> dict[int, Fund]:
    """By union the fund of that document, grown by what it gets."""
    source, amounts = source_below(grant), {part.union_id: part.amount for part in parts}
    rows = Fund.objects.filter(union__in=amounts, document_no=document_no, source=source)
    there = {fund.union_id: fund for fund in rows.select_related("union").select_for_update(of=("self",))}
    for fund in there.values():
        if fund.origin_id != grant.pk:
            words = {"union": fund.union.name}
            raise LedgerRefused(_("该文号在“%(union)s”已用于另一项资金，请核对文号。") % words)
        Fund.objects.filter(pk=fund.pk).update(total=F("total") + amounts[fund.union_id])
    fresh = [
        Fund(
            union_id=union, document_no=document_no, source=source, origin=grant, name=grant.name,
            batch=grant.batch, document_on=document_on, total=amount, use_by=grant.use_by,
            return_by=grant.return_by, leftover=grant.leftover, created_by=by, **said_of(grant),
        )
        for union, amount in amounts.items()
        if union not in there
    ]  # fmt: skip
    return there | {fund.union_id: fund for fund in Fund.objects.bulk_create(fresh)}


def _pair(
    upper: BudgetLine,
    lower: BudgetLine,
    part: Part,
    accounts: Mapping[int, dict[str, int]],
    memo: str,
    on: date,
    by: User,
) -> tuple[Request, Request]:
    """The vouchers of both sides."""
    return (
        Request(
            id=part.key, union=upper.union_id, on=on, event=Event.ALLOCATE,
            source=f"accounts.union:{part.union_id}", memo=memo, maker=by.pk,
            lines=entry_lines(Event.ALLOCATE, accounts[upper.pk], part.amount),
        ),
        Request(
            id=uuid.uuid5(part.key, "other"), union=part.union_id, on=on, event=Event.ALLOCATE_IN,
            source=f"ledgers.journal:{part.key}", memo=memo, maker=by.pk,
            lines=entry_lines(Event.ALLOCATE_IN, accounts[lower.pk], part.amount),
        ),
    )  # fmt: skip
