"""补记入账: what the bank booked by itself comes into the books: one person asks, another one books it."""

import uuid
from datetime import timedelta

from django.utils.translation import gettext as _

from funds.books.models import AccountFund, BankAccount, LineBooking, MatchedLine, StatementLine
from funds.books.rules import booking_doubt
from funds.books.selectors.balances import get_signed_until
from funds.books.selectors.movements import line_item, list_lines, list_reversed
from funds.books.services.matching import keep_match, lock_account
from funds.books.services.refusals import BooksRefused, books_write, require_of
from funds.books.states import BOOKING_TRANSITIONS, SECOND, BookingKind, BookingState, MatchKind
from funds.ledgers import services as ledger
from funds.ledgers.models import BudgetLine, Fund, Journal
from funds.ledgers.selectors import get_open_from
from hardship.accounts.models import User, people_of, stood_in_for
from hardship.accounts.states import Role
from hardship.audit import services as audit
from hardship.kernel import workflow

ONE_DAY = timedelta(days=1)


@books_write
def ask_booking(
    *,
    line_id: int,
    kind: str,
    by: User,
    fund: Fund | None = None,
    budget_line: BudgetLine | None = None,
    reason: str = "",
) -> LineBooking:
    """提出补记: this line is interest for `fund`, or a fee that `budget_line` bears; `reason` where it does
    not call itself so. Nothing is in the books yet. Raises BooksRefused, also for a line that is
    neither."""
    rows = StatementLine.objects.filter(account__in=BankAccount.objects.visible_to(by))
    account = lock_account(rows.values_list("account_id", flat=True).get(pk=line_id), by)
    line: StatementLine | None = list_lines(account).select_related("account").filter(pk=line_id).first()
    if line is None:
        raise BooksRefused(_("这份对账单已经退回，不能再补记。"))
    _require_open(line)
    if (kind == BookingKind.INTEREST) != line.is_in:
        raise BooksRefused(_("利息是收入，手续费是支出，请核对。"), "kind")
    let_go_of_reversed(line)
    if doubt := booking_doubt(line_item(line), party=line.party, reason=reason.strip()):
        raise BooksRefused(doubt, "reason")
    booked = fund if kind == BookingKind.INTEREST else _fund_of(budget_line)
    if booked is None or not AccountFund.objects.filter(account=account, fund=booked).exists():
        raise BooksRefused(
            _("请选存放在本户的资金。"), "fund" if kind == BookingKind.INTEREST else "budget_line"
        )
    booking = LineBooking.objects.create(
        union=account.union, line=line, kind=kind, asked_by=by, asked_for=stood_in_for(by),
        fund=fund if kind == BookingKind.INTEREST else None,
        line_of=budget_line if kind == BookingKind.FEE else None, reason=reason.strip(),
    )  # fmt: skip
    audit.record("line_booking.ask", target=booking, by=by, what=kind, amount=f"{line.amount:.2f}")
    return booking


def _require_open(line: StatementLine) -> None:
    """In no match, or in one of a signed month whose booking was reversed: that one stays as it is, the red
    journal and the right one go together in an open month."""
    match = line.matched.match if hasattr(line, "matched") else None
    if match is None:
        return
    is_red = list_reversed(line).exists()
    if match.on > get_signed_until(line.account):
        raise BooksRefused(_("这笔流水已经对上，不用补记；记错的，先撤销对账。"))
    if not is_red:
        raise BooksRefused(_(
            "这笔流水已经对上，当月已签字。补记错了的，先在凭证页用之后的日期冲销原凭证，再回到这里重新补记。"
        ))  # fmt: skip


def let_go_of_reversed(line: StatementLine) -> None:
    """What was booked of a line and taken back in the books counts no more."""
    for booking in list_reversed(line).filter(state=BookingState.BOOKED):
        booking.state, booking.why = BookingState.DROPPED, _("凭证已冲销，重新补记。")
        booking.save(update_fields=["state", "why"])


def _fund_of(line: BudgetLine | None) -> Fund | None:
    return None if line is None else line.fund


@books_write
def take_booking_step(*, booking_id: int, action: str, by: User, comment: str = "") -> LineBooking:
    """确认入账 or 退回: takes one row of states.BOOKING_TRANSITIONS. The journal is of the day of the line,
    or of the first one whose month is neither signed nor closed, and is matched with it; with the red journal
    where the line stands in a signed month already. Raises Refused with a sentence."""
    rows = LineBooking.objects.visible_to(by).select_related("line__account__union", "fund", "line_of__fund")
    account_id = rows.values_list("line__account_id", flat=True).get(pk=booking_id)
    account = workflow.lock(BankAccount.objects.select_related("union"), account_id)
    require_of(account.union, by, *SECOND)
    booking: LineBooking = workflow.lock(rows, booking_id)
    workflow.take(
        BOOKING_TRANSITIONS, booking, action=action, by=by, comment=comment, blocker=booking_blocker,
        note="why", stamp="booked", effect=_effect,
        log=lambda step: audit.record(f"line_booking.{action}", target=booking, by=by),
    )  # fmt: skip
    if booking.journal is not None:
        lines, red = [booking.line_id], []
        if MatchedLine.objects.filter(line=booking.line_id).exists():
            reds = list_reversed(booking.line).values_list("journal__reversed_by_journal", flat=True)
            lines, red = [], [reds.latest("pk")]
        keep_match(
            account, MatchKind.BOOKED, lines, [*red, booking.journal.pk], by=by,
            reason=booking.get_kind_display(),
        )  # fmt: skip
    return booking


def booking_blocker(booking: LineBooking, row: workflow.Transition, by: User) -> str:
    """Why this person may not take a step that their role allows, or ''."""
    if not {booking.asked_by_id, booking.asked_for_id}.isdisjoint(people_of(by)):
        return _("这笔补记是您提出的，要由另一位财务或审批人办理。")
    return ""


def _effect(step: workflow.Step[LineBooking]) -> None:
    booking = step.record
    booking.booked_for = stood_in_for(step.by)
    if step.row.action == "book":
        booking.journal = _post(booking, _keeper(booking, step.by))


def _keeper(booking: LineBooking, by: User) -> User:
    """Whose name the journal bears: the second person's if they keep the books, else whoever asked for it."""
    asked = booking.asked_for or booking.asked_by
    return by if by.has_role(Role.FINANCE) or asked is None else asked.at(booking.union)


def _post(booking: LineBooking, by: User) -> Journal:
    line, key = booking.line, uuid.uuid5(booking.uid, "book")
    on = max(line.on, get_signed_until(line.account) + ONE_DAY, get_open_from(booking.union))
    late = _("银行%(day)s ") % {"day": f"{line.on:%Y-%m-%d}"} if on != line.on else ""
    memo = f"{late}{line.summary or booking.get_kind_display()} {line.serial}".strip()[:200]
    if booking.is_interest and booking.fund is not None:
        return ledger.receive(
            fund_id=booking.fund.pk,
            amount=line.amount,
            by=by,
            key=key,
            on=on,
            memo=memo,
            is_unbounded=True,
        )
    return ledger.charge(
        line_id=booking.line_of_id or 0, amount=line.amount, by=by, key=key, on=on, memo=memo,
        source=f"books.linebooking:{booking.pk}",
    )  # fmt: skip
