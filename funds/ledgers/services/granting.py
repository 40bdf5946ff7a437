"""Money comes in and is assigned: funds, budget lines, receipts, assignments."""

import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from funds.ledgers.models import Balance, BudgetLine, Fund, FundUse, Journal
from funds.ledgers.rules import Request, entry_lines
from funds.ledgers.services.posting import (
    accounts_of,
    known,
    mirrored_request,
    post,
    require_amounts,
    require_bookkeeper,
)
from funds.ledgers.services.refusals import LedgerRefused, ledger_write
from funds.ledgers.states import POOL, Bucket, Event, Leftover
from hardship.accounts.models import Union, User
from hardship.audit import services as audit
from hardship.kernel.files import Accepted

JOURNAL = "ledgers.journal:"  # begins the source of what goes with another journal


@ledger_write
def create_fund(
    *,
    union: Union,
    source: str,
    name: str,
    document_no: str,
    document_on: date,
    total: Decimal,
    uses: Collection[str],
    by: User,
    use_by: date | None = None,
    batch: str = "",
    leftover: str = Leftover.CARRY,
    return_by: date | None = None,
    classes: Collection[str] = (),
    household_cap: Decimal | None = None,
    person_cap: Decimal | None = None,
    scan: Accepted | None = None,
) -> Fund:
    """A new grant of `total` yuan that may be spent on `uses` (codes of Use) until `use_by`, for people of
    these `classes` (none for everybody) and with so many yuan at most for one household or one person.

    Raises LedgerRefused for somebody who is not the union's finance, a document registered before, and
    UseNotPermitted for special money of the treasury with a use that is none of its items."""
    require_bookkeeper(union, by)
    require_amounts([total, *(cap for cap in (household_cap, person_cap) if cap is not None)])
    fund = Fund(
        union=union,
        source=source,
        name=name,
        document_no=document_no,
        document_on=document_on,
        total=total,
        use_by=use_by,
        batch=batch,
        leftover=leftover,
        return_by=return_by,
        classes=sorted(set(classes)),
        household_cap=household_cap,
        person_cap=person_cap,
        created_by=by,
    )
    if scan is not None:
        _keep_scan(fund, scan)
    fund.save(force_insert=True)
    FundUse.objects.bulk_create(FundUse(fund=fund, use_id=code) for code in sorted({*uses, POOL}))
    audit.record("ledger.fund", target=fund, by=by, total=f"{total:.2f}", uses=sorted(uses))
    return fund


def _keep_scan(fund: Fund, scan: Accepted) -> None:
    fund.scan_type, fund.scan_sha256 = scan.media_type, scan.sha256
    fund.scan.save(f"document.{scan.extension}", ContentFile(scan.content), save=False)


@ledger_write
def attach_scan(*, fund_id: int, scan: Accepted, by: User) -> Fund:
    """The document of a fund that was registered without it. Raises LedgerRefused where it is there."""
    fund = Fund.objects.select_related("union").select_for_update(of=("self",)).get(pk=fund_id)
    require_bookkeeper(fund.union, by)
    if fund.scan:
        raise LedgerRefused(_("这项资金已有文件扫描件，不能换。"), "scan")
    _keep_scan(fund, scan)
    fund.save(update_fields=["scan", "scan_type", "scan_sha256"])
    audit.record("ledger.fund_scan", target=fund, by=by, sha256=scan.sha256)
    return fund


@ledger_write
def open_line(*, fund_id: int, use: str, year: int, by: User) -> BudgetLine:
    """A budget line of the fund for one permitted use and year, with nothing on it.

    Raises UseNotPermitted, or LedgerRefused when the line is there already."""
    fund = Fund.objects.select_related("union").get(pk=fund_id)
    require_bookkeeper(fund.union, by)
    line = BudgetLine.objects.create(union=fund.union, fund=fund, use_id=use, year=year, opened_by=by)
    audit.record("ledger.open_line", target=line, by=by, fund=fund.pk, use=use, year=year)
    return line


@ledger_write
def receive(
    *,
    fund_id: int,
    amount: Decimal,
    by: User,
    key: uuid.UUID,
    on: date,
    memo: str = "",
    is_unbounded: bool = False,
) -> Journal:
    """到账: money of the grant arrives and lies in the fund's pool of that year until it is assigned.

    No document says how much of what is given (`is_unbounded`) arrives: the fund's total grows with it.
    Raises LedgerRefused when more would arrive than the document grants."""
    fund = Fund.objects.select_for_update(of=("self",)).select_related("union").get(pk=fund_id)
    require_bookkeeper(fund.union, by)
    if fund.origin_id is not None:
        raise LedgerRefused(_("下拨的资金由上级工会下拨时自动到账。"))
    pool = line_for(fund, POOL, on.year, by)
    lines = entry_lines(Event.RECEIVE, accounts_of([pool.pk])[pool.pk], amount)
    request = Request(
        id=key,
        union=fund.union_id,
        on=on,
        event=Event.RECEIVE,
        source=f"ledgers.fund:{fund.pk}",
        memo=memo,
        maker=by.pk,
        lines=lines,
    )
    is_new = not known(request)
    if is_new and is_unbounded:
        _grow(fund, received(fund) + amount)
    if is_new and received(fund) + amount > fund.total:
        raise LedgerRefused(
            _("累计到账不能超过文件金额：文件金额 %(total)s 元，已到账 %(received)s 元。")
            % {"total": f"{fund.total:,.2f}", "received": f"{received(fund):,.2f}"}
        )
    return post(request, by=by)


def _grow(fund: Fund, total: Decimal) -> None:
    """The total of the fund is at least so many yuan."""
    if total > fund.total:
        fund.total = total
        fund.save(update_fields=["total"])


def received(fund: Fund) -> Decimal:
    """Yuan that came into the fund so far, reversals taken off."""
    sums = Balance.objects.filter(account__line__fund=fund, bucket=Bucket.SOURCE).aggregate(
        net=Sum(F("debit") - F("credit"))
    )
    return sums["net"] or Decimal(0)


@ledger_write
def assign(
    *,
    line_id: int,
    amount: Decimal,
    by: User,
    key: uuid.UUID,
    on: date,
    from_line_id: int | None = None,
    memo: str = "",
) -> Journal:
    """编制指标: move available money to a line from another line of the same fund, by default from its pool
    of the same year. What has a use goes to another one by `shift` alone, and not through the pool. Raises
    InsufficientBalance, or LedgerRefused across funds."""
    line = BudgetLine.objects.select_related("union").get(pk=line_id)
    require_bookkeeper(line.union, by)
    giver = _giver(line, from_line_id)
    if giver.use_id != POOL and giver.use_id != line.use_id:
        raise LedgerRefused(_("一个用途的钱调到另一个用途，请在“用途调剂”中申请。"), "from_line_id")
    return post(mirrored_request(Event.ASSIGN, giver, line, amount, key, on, memo, by), by=by)


def align(
    *, giver: BudgetLine, line: BudgetLine, amount: Decimal, by: User, whole: uuid.UUID, on: date
) -> Journal:
    """Back to the use for which the money came, before the journal `whole` gives it back. Call it in that
    transaction."""
    moved = mirrored_request(Event.ASSIGN, giver, line, amount, aligned_key(whole), on, "", by)
    return post(replace(moved, source=f"{JOURNAL}{whole}"), by=by)


def aligned_key(whole: uuid.UUID) -> uuid.UUID:
    """The key of what went back to its use for that journal."""
    return uuid.uuid5(whole, "use")


@ledger_write
def shift(
    *, line_id: int, use: str, amount: Decimal, by: User, key: uuid.UUID, on: date, memo: str = ""
) -> Journal:
    """用途调剂: free money of a line for another use of its fund, in its year. Call it with the decision,
    which the database asks for at the end of the transaction (funds.budgets). Raises InsufficientBalance,
    UseNotPermitted or PeriodClosed."""
    giver = BudgetLine.objects.select_related("union", "fund").get(pk=line_id)
    require_bookkeeper(giver.union, by)
    taker = line_for(giver.fund, use, giver.year, by)
    return post(mirrored_request(Event.SHIFT, giver, taker, amount, key, on, memo, by), by=by)


def _giver(line: BudgetLine, from_line_id: int | None) -> BudgetLine:
    choice = {"use": POOL, "year": line.year} if from_line_id is None else {"pk": from_line_id}
    giver: BudgetLine | None = BudgetLine.objects.filter(fund=line.fund_id, **choice).first()
    if giver is None:
        raise LedgerRefused(_("只能在同一资金的指标之间调整；该资金本年度没有可供调整的指标。"))
    if giver.pk == line.pk:
        raise LedgerRefused(_("调出与调入不能是同一指标。"))
    return giver


def line_for(fund: Fund, use: str, year: int, by: User) -> BudgetLine:
    """The line of the fund for this use and year, opened if there is none."""
    line, _created = BudgetLine.objects.get_or_create(
        union_id=fund.union_id, fund=fund, use_id=use, year=year, defaults={"opened_by": by}
    )
    return line
