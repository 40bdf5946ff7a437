"""Bank accounts and how they come into use, statements, what a line of one is matched with, and who does
what: whoever brings the bank's statement in does not sign the reconciliation."""

from collections.abc import Mapping
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.kernel.workflow import Transition


class Kind(TextChoices):
    """A special account holds aid money alone; what else lies in a basic account is no matter of this
    ledger, and its lines are set aside with a reason."""

    SPECIAL = "special", _("专户")
    BASIC = "basic", _("基本户")


class AccountState(TextChoices):
    ENTERED = "entered", _("待确认")
    OPEN = "open", _("使用中")
    CLOSED = "closed", _("已销户")
    DROPPED = "dropped", _("未启用")


ACCOUNT_TONES: Mapping[str, str] = {
    AccountState.ENTERED: "warning",
    AccountState.OPEN: "success",
    AccountState.CLOSED: "muted",
    AccountState.DROPPED: "muted",
}


class StatementState(TextChoices):
    WAITING = "waiting", _("待确认")
    TAKEN = "taken", _("已导入")
    DROPPED = "dropped", _("未采用")


STATEMENT_TONES: Mapping[str, str] = {
    StatementState.WAITING: "warning",
    StatementState.TAKEN: "success",
    StatementState.DROPPED: "muted",
}


class Way(TextChoices):
    """Which way money went, as the holder of the account sees it."""

    IN = "in", _("收入")
    OUT = "out", _("支出")


class MatchKind(TextChoices):
    RULE = "rule", _("按规则对上")
    HAND = "hand", _("手工对上")
    BOOKED = "booked", _("补记入账")
    ASIDE = "aside", _("非帮扶资金")


class BookingKind(TextChoices):
    """What the bank does by itself, which the books learn of from its statement."""

    INTEREST = "interest", _("账户利息")
    FEE = "fee", _("银行手续费")


class BookingState(TextChoices):
    ASKED = "asked", _("待确认")
    BOOKED = "booked", _("已入账")
    DROPPED = "dropped", _("未入账")


BOOKING_TONES: Mapping[str, str] = {
    BookingState.ASKED: "warning",
    BookingState.BOOKED: "success",
    BookingState.DROPPED: "muted",
}


class CashKind(TextChoices):
    WITHDRAW = "withdraw", _("提取现金")
    PAYOUT = "payout", _("按名册发放")
    GIFT = "gift", _("收到现金捐款")
    DEPOSIT = "deposit", _("存回银行")
    OVER = "over", _("盘点长款")
    SHORT = "short", _("盘点短款")
    UNDO_IN = "undo_in", _("冲销支出")
    UNDO_OUT = "undo_out", _("冲销收入")


CASH_COUNTED = (CashKind.OVER, CashKind.SHORT)  # what a count found
OF_JOURNAL = (CashKind.PAYOUT, CashKind.GIFT)  # their sum and their voucher are those of a journal
CASH_IN = (CashKind.WITHDRAW, CashKind.GIFT, CashKind.OVER, CashKind.UNDO_IN)
# What takes an entry back that was a mistake; what a count found more or less stays.
CASH_UNDONE: Mapping[str, CashKind] = {
    CashKind.WITHDRAW: CashKind.UNDO_OUT,
    CashKind.PAYOUT: CashKind.UNDO_IN,
    CashKind.GIFT: CashKind.UNDO_OUT,
    CashKind.DEPOSIT: CashKind.UNDO_IN,
}


class PaperOrigin(TextChoices):
    """Where a paper of a voucher is known from."""

    DERIVED = "derived", _("由来源单据带出")
    ADDED = "added", _("财务补记")


class CountState(TextChoices):
    COUNTED = "counted", _("待监盘确认")
    CONFIRMED = "confirmed", _("已确认")
    REFUSED = "refused", _("重新盘点")


COUNT_TONES: Mapping[str, str] = {CountState.COUNTED: "warning", CountState.CONFIRMED: "success"}


class Transit(TextChoices):
    """The four kinds of items in transit (未达账项), in the order of the sheet."""

    BANK_IN = "bank_in", _("银行已收、企业未收")
    BANK_OUT = "bank_out", _("银行已付、企业未付")
    BOOK_IN = "book_in", _("企业已收、银行未收")
    BOOK_OUT = "book_out", _("企业已付、银行未付")


# Yuan up to which a line that does not call itself interest or a fee may be booked as one, with a reason;
# and above which one that calls itself a fee is explained too.
MOST_UNNAMED, MOST_PLAIN_FEE = Decimal(200), Decimal(1000)
LONGEST_TRANSIT = 30  # days after which an item in transit keeps a month from being signed
NEAR_DAYS = 5  # between the books and the bank, where nothing else can be meant
FAR_DAYS = 31

READERS = (Role.FINANCE, Role.CASHIER, Role.APPROVER, Role.AUDITOR, Role.REVIEWER)
IMPORTERS = (Role.FINANCE, Role.CASHIER)  # who brings the bank's statement in
SECOND = (Role.FINANCE, Role.APPROVER)  # who confirms what another one entered, and signs


def _second(action: str, source: str, target: str, label: object, **more: bool) -> tuple[Transition, ...]:
    return tuple(Transition(action, (source,), target, role, label, **more) for role in SECOND)  # type: ignore[arg-type]


ACCOUNT_TRANSITIONS = (
    *_second("confirm", AccountState.ENTERED, AccountState.OPEN, _("核对无误，启用"), is_decision=True),
    *_second(
        "decline", AccountState.ENTERED, AccountState.DROPPED, _("退回"), needs_comment=True, danger=True
    ),
    *_second("close", AccountState.OPEN, AccountState.CLOSED, _("销户"), needs_comment=True, danger=True),
)
COUNT_TRANSITIONS = (
    *_second(
        "confirm_count", CountState.COUNTED, CountState.CONFIRMED, _("监盘无误，确认"), is_decision=True
    ),
    *_second(
        "recount", CountState.COUNTED, CountState.REFUSED, _("重新盘点"), needs_comment=True, danger=True
    ),
)
BOOKING_TRANSITIONS = (
    *_second("book", BookingState.ASKED, BookingState.BOOKED, _("确认入账"), is_decision=True),
    *_second("refuse", BookingState.ASKED, BookingState.DROPPED, _("退回"), needs_comment=True, danger=True),
)
