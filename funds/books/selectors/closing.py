"""What of bank accounts and vouchers must hold before a month of the books is closed."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.books.models import BankAccount, Reconciliation, Voucher, VoucherEntry
from funds.books.rules.subjects import LENT, NAMES
from funds.books.selectors.balances import end_of
from funds.books.selectors.cash import list_undrawn_cash
from funds.books.selectors.goods import count_moved_goods
from funds.books.selectors.losses import get_lent_out, list_undrawn_losses
from funds.books.selectors.rosters import list_roster_gaps
from funds.books.selectors.vouchers import NET, ZERO, list_unchecked, list_undrawn
from funds.books.states import AccountState
from funds.ledgers.selectors.closing import CLOSING, MOST, ClosingCheck, Obstacle
from hardship.accounts.models import Union
from hardship.kernel.money import format_yuan


def find_unsigned(union: Union, month: date) -> Iterator[Obstacle]:
    """The accounts in use whose sheet of the month nobody has signed."""
    accounts = BankAccount.objects.filter(union=union, state=AccountState.OPEN, opening_on__lt=end_of(month))
    signed = Reconciliation.objects.filter(month=month).values("account")
    for account in accounts.exclude(pk__in=signed).order_by("pk"):
        said = {"account": account, "month": f"{month:%Y-%m}"}
        url = reverse("books:month", args=[account.pk, f"{month:%Y-%m}"])
        yield Obstacle(_("%(account)s %(month)s 的余额调节表没有签字") % said, url)


def find_undrawn(union: Union, month: date) -> Iterator[Obstacle]:
    """Once a union draws vouchers up: journals of the month without one, and vouchers nobody has checked."""
    if not Voucher.objects.filter(union=union).exists():
        return
    url = f"{reverse('books:vouchers')}?month={month:%Y-%m}"
    if undrawn := list_undrawn(union=union, month=month).count():
        yield Obstacle(_("%(n)s 笔收付没有记账凭证") % {"n": undrawn}, url)
    if cash := list_undrawn_cash(union=union, months=[month]).count():
        yield Obstacle(_("%(n)s 笔现金没有记账凭证") % {"n": cash}, url)
    if losses := list_undrawn_losses(union=union, months=[month]).count():
        yield Obstacle(_("%(n)s 笔核销没有记账凭证") % {"n": losses}, url)
    if goods := count_moved_goods(union=union, months=[month])[month]:
        yield Obstacle(_("%(n)s 张物资单据没有记账凭证") % {"n": goods}, url)
    if unchecked := list_unchecked(union=union, month=month).count():
        yield Obstacle(_("%(n)s 张记账凭证没有审核") % {"n": unchecked}, url)


def find_roster_gaps(union: Union, month: date) -> Iterator[Obstacle]:
    """The batches whose roster and bank results are not what the books hold, with the lines that differ."""
    for gap in list_roster_gaps(union, month):
        said = {
            "number": gap.number, "persons": gap.persons, "households": gap.households,
            "yuan": format_yuan(gap.yuan), "booked": gap.booked_persons, "homes": gap.booked_households,
            "sum": format_yuan(gap.booked_yuan),
            "lines": "、".join(str(line) if line else _("名册外") for line in gap.lines[:MOST]),
        }  # fmt: skip
        text = _(
            "批次 %(number)s：名册和银行结果 %(persons)s 人 %(households)s 户 %(yuan)s 元，"
            "账上 %(booked)s 人 %(homes)s 户 %(sum)s 元，不同的是第 %(lines)s 行"
        )
        yield Obstacle(text % said, reverse("payments:detail", args=[gap.batch_id]))


def find_lent_gap(union: Union, month: date) -> Iterator[Obstacle]:
    """其他应收款——周转金 at the end of the month beside the loans that were out then (their ledger_check says
    that the ledger holds what each loan does)."""
    out = get_lent_out(union, end_of(month))
    entries = VoucherEntry.objects.filter(voucher__union=union, voucher__month__lte=month, subject=LENT)
    booked = entries.aggregate(sum=Sum(NET))["sum"] or ZERO
    if out is not None and out != booked:
        said = {"booked": format_yuan(booked), "out": format_yuan(out), "subject": NAMES[LENT]}
        text = _("“%(subject)s”科目 %(booked)s 元，借款台账没有收回的 %(out)s 元，请核对记账凭证")
        yield Obstacle(text % said, reverse("loans:list"))


CLOSING.add("books.lent")(ClosingCheck(gettext_lazy("周转金科目与没有收回的借款相符"), find_lent_gap))
CLOSING.add("books.rosters")(ClosingCheck(gettext_lazy("人数、户数、金额与发放名册相符"), find_roster_gaps))
CLOSING.add("books.signed")(ClosingCheck(gettext_lazy("每个银行账户的余额调节表已签字"), find_unsigned))
CLOSING.add("books.vouchers")(ClosingCheck(gettext_lazy("记账凭证齐全，都已审核"), find_undrawn))
