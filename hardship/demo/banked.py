"""The bank account of the demo's first city: three months of statements and vouchers, two of them signed and
checked, the third with lines that nobody has matched yet."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db.models import Case, F, Sum, When
from PIL import Image, ImageDraw

from funds.books import services
from funds.books.models import BankAccount
from funds.books.selectors.accounts import list_fee_lines, list_interest_funds
from funds.books.selectors.balances import end_of, get_bank_balance, get_covered_until
from funds.books.selectors.movements import (
    bookable,
    list_cancelled,
    list_open_lines,
    list_open_movements,
    suggest_matches,
)
from funds.books.selectors.vouchers import list_undrawn
from funds.books.services import AccountTold
from funds.ledgers import services as ledger
from funds.ledgers.models import Fund, Posting, Use
from funds.ledgers.states import CASH_BUCKETS, POOL, Side, Source
from hardship.accounts.models import User
from hardship.demo import clock
from hardship.kernel.files import Accepted, accept_upload

Row = tuple[date, Decimal, str, str]
INTEREST, FEE = Decimal("386.42"), Decimal("30.00")


def build_account(*, people: Mapping[str, User], today: date) -> int:
    """Returns how many lines of the bank there are."""
    finance, cashier, second = people["nt.finance"], people["nt.cashier"], people["nt.approver"]
    months = _months(today)
    account = _open(finance, second, months[0] - timedelta(days=1), today)
    for month in months[:-1]:
        _import(account, month, cashier, today)
        with clock.at(end_of(month) + timedelta(days=5), 10):
            _match(account, finance)
            _book(account, finance, second)
            services.sign_month(account_id=account.pk, month=month, by=second)
            _draw(finance, month)
            services.check_vouchers(union=finance.union, month=month, by=second)
    _import(account, months[-1], cashier, today, leave_out=1)
    with clock.at(min(end_of(months[-1]) + timedelta(days=5), today), 10):
        _draw(finance, months[-1])
    return account.lines.count()


def _months(today: date) -> list[date]:
    """The first days of the three months before today's."""
    firsts = [today.replace(day=1)]
    for _month in range(3):
        firsts.append((firsts[-1] - timedelta(days=1)).replace(day=1))
    return firsts[:0:-1]


def _open(finance: User, second: User, opening_on: date, today: date) -> BankAccount:
    """All the funds of the city lie in it, and one for the interest."""
    with clock.at(opening_on):
        ledger.create_fund(
            union=finance.union, source=Source.INTEREST, name=f"{today.year}年账户利息",
            document_no=f"利息〔{today.year}〕", document_on=opening_on, total=Decimal("0.01"),
            uses=[Use.objects.exclude(code=POOL).order_by("pk")[0].pk], by=finance,
        )  # fmt: skip
    funds = list(Fund.objects.filter(union=finance.union).values_list("pk", flat=True))
    told = AccountTold(
        kind="special", name="南通市总工会困难职工帮扶资金专户", bank_name="江海农村商业银行",
        bank_branch="青年中路支行", number="3206010014300012587", opening=_balance(funds, opening_on),
        opening_on=opening_on,
    )  # fmt: skip
    with clock.at(opening_on + timedelta(days=1), 10):
        account = services.enter_account(told=told, funds=funds, proof=_proof(told), by=finance)
    with clock.at(opening_on + timedelta(days=2), 10):
        return services.take_account_step(account_id=account.pk, action="confirm", by=second)


def _balance(funds: Sequence[int], on: date) -> Decimal:
    """Yuan of these funds at the end of a day, as the account will be asked for them."""
    moved = Posting.objects.filter(
        account__line__fund__in=funds, account__bucket__in=CASH_BUCKETS, journal__on__lte=on
    )
    signed = Case(When(side=Side.DEBIT, then=F("amount")), default=-F("amount"))
    return Decimal(moved.aggregate(sum=Sum(signed))["sum"] or 0)


def _proof(told: AccountTold) -> Accepted:
    """A sheet of paper that stands for the bank's."""
    image = Image.new("RGB", (900, 520), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((20, 20, 880, 500), outline="black", width=3)
    draw.text((60, 60), f"BALANCE {told.opening_on}  CNY {told.opening}", fill="black")
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return accept_upload(ContentFile(stream.getvalue(), name="余额证明.png"))


def _import(account: BankAccount, month: date, cashier: User, today: date, *, leave_out: int = 0) -> None:
    """What the bank says of the month, a day after the books; of the last month it misses something."""
    until = end_of(month)
    moved = [row for row in list_open_movements(account, until=until) if row.journal.on >= month]
    cancelled = {row.journal.pk for pair in list_cancelled(moved) for row in pair}
    moved = [row for row in moved if row.journal.pk not in cancelled]
    rows: list[Row] = [
        (min(row.journal.on + timedelta(days=1), until), row.amount, "转账" if row.is_in else "批量代发", "")
        for row in moved[: len(moved) - leave_out]
    ]
    rows.append((month.replace(day=21), INTEREST, "结息", ""))
    rows.append((month.replace(day=22), -FEE, "对公账户管理费", ""))
    if leave_out:
        rows.append((month.replace(day=26), Decimal(2000), "转账", "崇川万家超市有限公司"))
    _upload(account, sorted(rows), until, cashier, today)


def _upload(account: BankAccount, rows: Sequence[Row], until: date, cashier: User, today: date) -> None:
    balance = get_bank_balance(account, until=get_covered_until(account))
    lines = ["交易日期,收入,支出,余额,摘要,对方户名,流水号"]
    for place, (on, amount, summary, party) in enumerate(rows, 1):
        balance += amount
        sides = f"{amount}," if amount > 0 else f",{-amount}"
        lines.append(f"{on},{sides},{balance},{summary},{party},{on:%Y%m%d}{place:04d}")
    with clock.at(min(until + timedelta(days=3), today), 9):
        waiting = services.receive_statement(
            account_id=account.pk, name=f"对账单{until:%Y%m}.csv", content="\n".join(lines).encode("gb18030"),
            until_on=until, closing=balance, by=cashier,
        )  # fmt: skip
        services.take_statement(statement_id=waiting.pk, by=cashier)


def _match(account: BankAccount, finance: User) -> None:
    """What is certain at once; the rest finance looks at, and takes."""
    if any(one.is_certain for one in suggest_matches(account)):
        services.match_certain(account_id=account.pk, by=finance)
    for one in suggest_matches(account):
        services.match_by_hand(
            account_id=account.pk, lines=[item.key for item in one.lines],
            journals=[item.key for item in one.movements], reason=one.reason, by=finance,
        )  # fmt: skip


def _draw(finance: User, month: date) -> None:
    if list_undrawn(union=finance.union, month=month).exists():
        services.draw_vouchers(union=finance.union, month=month, by=finance)


def _book(account: BankAccount, finance: User, second: User) -> None:
    """The interest goes into its fund, the fee comes out of the city's own money."""
    fund, bearer = list_interest_funds(account).first(), list_fee_lines(account).first()
    lines = list(list_open_lines(account))
    kinds = bookable(lines)
    for line in (line for line in lines if line.pk in kinds):
        if line.is_in:
            asked = services.ask_booking(line_id=line.pk, kind="interest", fund=fund, by=finance)
        else:
            asked = services.ask_booking(line_id=line.pk, kind="fee", budget_line=bearer, by=finance)
        services.take_booking_step(booking_id=asked.pk, action="book", by=second)
