"""Money between the books of two unions: down the tree, back up, and what the receiver confirms."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from funds.ledgers.models import Allocation, Arrival, BudgetLine, Fund, FundUse, Journal
from funds.ledgers.rules import Request
from funds.ledgers.selectors.handing import list_upper_lines
from funds.ledgers.services.granting import align, line_for
from funds.ledgers.services.posting import known, line_request, post, require_bookkeeper, take_turns
from funds.ledgers.services.refusals import KeyReused, LedgerRefused, ledger_write
from funds.ledgers.states import FISCAL_SPECIAL, POOL, Direction, Event, Source
from hardship.accounts.models import Union, User
from hardship.audit import services as audit
from hardship.kernel.money import format_yuan


@ledger_write
def allocate(
    *,
    line_id: int,
    union_id: int,
    amount: Decimal,
    document_no: str,
    document_on: date,
    by: User,
    key: uuid.UUID,
    on: date,
    memo: str = "",
) -> Allocation:
    """下拨: hand available money of a line to a union below, for the same use, on both books at once.

    The lower union's fund and line are found by the document number or opened; they inherit the earmark and
    the days by which the money is to be used and returned. Raises InsufficientBalance, or LedgerRefused for a
    union that is not below."""
    upper = BudgetLine.objects.select_related("union", "fund").get(pk=line_id)
    require_bookkeeper(upper.union, by)
    union = _union_below(upper.union, union_id)
    memo = memo or document_no
    given = line_request(Event.ALLOCATE, upper, amount, key, on, memo, by, f"accounts.union:{union.pk}")
    if known(given):
        return Allocation.objects.get(upper_journal=key)
    upper_journal = post(given, by=by)
    lower = _lower_line(upper, union, amount, document_no, document_on, by)
    return Allocation.objects.create(
        union=upper.union,
        use_id=upper.use_id,
        upper_line=upper,
        lower_line=lower,
        amount=amount,
        document_no=document_no,
        document_on=document_on,
        upper_journal=upper_journal,
        lower_journal=_received(Event.ALLOCATE_IN, lower, amount, given, by),
    )


@ledger_write
def give_back(
    *,
    line_id: int,
    amount: Decimal,
    document_no: str,
    document_on: date,
    reason: str,
    by: User,
    key: uuid.UUID,
    on: date,
    memo: str = "",
) -> Allocation:
    """退回上级: available money of a line that an upper union allocated goes back to the line that it came
    from, on both books at once. What came without a use goes back through the pool, what came for another
    use than it lies on through that.

    Raises InsufficientBalance, or LedgerRefused without a reason, for more than one upper line gave, and for
    an upper union that was closed."""
    line = BudgetLine.objects.select_related("union", "fund", "use").get(pk=line_id)
    require_bookkeeper(line.union, by)
    if not reason.strip():
        raise LedgerRefused(_("请填写退回的事由。"), "reason")
    take_turns(key)
    if done := Allocation.objects.filter(lower_journal=key, lower_line__fund=line.fund_id).first():
        return _same(done, amount, document_no, reason.strip())
    upper = _upper_line(line, amount)
    lower = _along(line, upper, amount, key, on, by)
    memo = memo or document_no
    given = line_request(Event.RETURN, lower, amount, key, on, memo, by, f"accounts.union:{upper.union_id}")
    lower_journal = post(given, by=by)
    return Allocation.objects.create(
        direction=Direction.UP,
        union=lower.union,
        use_id=lower.use_id,
        upper_line=upper,
        lower_line=lower,
        amount=amount,
        document_no=document_no,
        document_on=document_on,
        reason=reason.strip(),
        lower_journal=lower_journal,
        upper_journal=_received(Event.RETURN_IN, upper, amount, given, by),
    )


@ledger_write
def return_outside(
    *,
    line_id: int,
    amount: Decimal,
    document_no: str,
    document_on: date,
    reason: str,
    by: User,
    key: uuid.UUID,
    on: date,
    memo: str = "",
) -> Journal:
    """退回拨款单位: available money of a grant that no union of this program allocated goes back to whoever
    gave it, by a voucher that says the document and the reason. Raises InsufficientBalance, or LedgerRefused
    without a reason and for money that a union above allocated."""
    line = BudgetLine.objects.select_related("union", "fund").get(pk=line_id)
    require_bookkeeper(line.union, by)
    if not reason.strip():
        raise LedgerRefused(_("请填写退回的事由。"), "reason")
    if line.fund.origin_id is not None:
        raise LedgerRefused(_("上级下拨的资金请退回上级。"))
    told = " ".join(part for part in (document_no, f"{document_on:%Y-%m-%d}", reason.strip(), memo) if part)
    source = f"ledgers.fund:{line.fund_id}"
    return post(line_request(Event.RETURN_OUT, line, amount, key, on, told[:200], by, source), by=by)


@ledger_write
def confirm_arrival(*, allocation_id: int, on: date, by: User) -> Arrival:
    """到账确认: the finance of the union that receives saw the money on its account on that day; from now on
    it is given back, not taken back. Raises LedgerRefused for anybody else, for a day before the voucher, for
    one that was reversed and the second time."""
    rows = Allocation.objects.select_related("upper_line__union", "lower_line__union")
    row = rows.select_related("upper_journal", "lower_journal").get(pk=allocation_id)
    require_bookkeeper(row.recipient.union, by)
    if on < row.given.on:
        words = {"day": f"{row.given.on:%Y-%m-%d}"}
        raise LedgerRefused(_("到账日期不能早于凭证日期%(day)s。") % words, "on")
    arrival = Arrival.objects.create(allocation=row, union=row.recipient.union, on=on, by=by)
    audit.record("ledger.arrival", target=row, by=by, amount=f"{row.amount:.2f}", on=f"{on:%Y-%m-%d}")
    return arrival


def _received(event: Event, line: BudgetLine, amount: Decimal, given: Request, by: User) -> Journal:
    """The voucher on the other union's books, of the same day and by the same hand."""
    key, source = uuid.uuid5(given.id, "other"), f"ledgers.journal:{given.id}"
    return post(line_request(event, line, amount, key, given.on, given.memo, by, source), by=by)


def _same(done: Allocation, amount: Decimal, document_no: str, reason: str) -> Allocation:
    """What the same form sent before. Raises KeyReused for one that was changed meanwhile."""
    if (done.amount, done.document_no, done.reason) != (amount, document_no, reason):
        raise KeyReused(_("这次提交的内容与先前不同，请刷新页面后重新办理。"))
    return done


def _union_below(upper: Union, union_id: int) -> Union:
    union = Union.objects.open().filter(pk=union_id, path__startswith=upper.path).exclude(pk=upper.pk).first()
    if union is None:
        raise LedgerRefused(_("只能下拨给“%(union)s”的下级工会。") % {"union": upper.name})
    return union


def _lower_line(
    upper: BudgetLine, union: Union, amount: Decimal, document_no: str, document_on: date, by: User
) -> BudgetLine:
    """The line of the lower union that gets this money; its fund grows by the amount."""
    grant = upper.fund
    fund, created = Fund.objects.get_or_create(
        union=union,
        document_no=document_no,
        source=source_below(grant),
        defaults={
            "origin": grant,
            "name": grant.name,
            "batch": grant.batch,
            "document_on": document_on,
            "total": amount,
            "use_by": grant.use_by,
            "return_by": grant.return_by,
            "leftover": grant.leftover,
            "created_by": by,
            **said_of(grant),
        },
    )
    if fund.origin_id != upper.fund_id:
        raise LedgerRefused(_("该文号在“%(union)s”已用于另一项资金，请核对文号。") % {"union": union.name})
    if not created:
        Fund.objects.filter(pk=fund.pk).update(total=F("total") + amount)
    for use in passed_on(upper):
        FundUse.objects.get_or_create(fund=fund, use_id=use)
    return line_for(fund, upper.use_id, upper.year, by)


def said_of(grant: Fund) -> dict[str, Any]:
    """What the document says of whom its money helps, which goes with it."""
    return {name: getattr(grant, name) for name in ("classes", "household_cap", "person_cap")}


def source_below(grant: Fund) -> str:
    """What money of a grant is to a union below: special money of the treasury stays that."""
    return str(grant.source if grant.source in FISCAL_SPECIAL else Source.UPPER_UNION)


def passed_on(upper: BudgetLine) -> list[str]:
    """The uses that money of a line may have below: its own, or of the pool all of its grant."""
    if upper.use_id != POOL:
        return [upper.use_id, POOL]
    return list(upper.fund.permits.values_list("use_id", flat=True))


def _upper_line(line: BudgetLine, amount: Decimal) -> BudgetLine:
    """The line of the union above that this goes back to. Raises LedgerRefused where none gave that much."""
    found: list[Any] = list(list_upper_lines(line))
    enough: BudgetLine | None = next((upper for upper in found if upper.left_yuan >= amount), None)
    if enough is not None:
        return enough
    if not found:
        raise LedgerRefused(_("上级下拨给这项资金的款没有还可以退回的，请核对指标。"), "amount")
    most = {"most": format_yuan(max(upper.left_yuan for upper in found))}
    if len(found) == 1:
        raise LedgerRefused(_("上级下拨、还没有退回的只有 %(most)s 元，请核对金额。") % most, "amount")
    raise LedgerRefused(_("上级分几笔下拨，一次最多退回 %(most)s 元，请分次退回。") % most, "amount")


def _along(
    line: BudgetLine, upper: BudgetLine, amount: Decimal, key: uuid.UUID, on: date, by: User
) -> BudgetLine:
    """The line that gives: this one, or that of its fund and year with the use for which the money came."""
    if line.use_id == upper.use_id:
        return line
    giving = line_for(line.fund, upper.use_id, line.year, by)
    align(giver=line, line=giving, amount=amount, by=by, whole=key, on=on)
    return giving
