"""周转金借款: money that is lent without interest, comes back in parts and is lent again."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.jobs.states import WORKER
from hardship.kernel.workflow import Transition

REVOLVING = "revolving"  # the use of the lines that lend
FEN = Decimal("0.01")
SOURCE = "loans.loan"  # how a loan's commitment and payable name it


class State(TextChoices):
    GRANTED = "granted", _("待发放")
    LENT = "lent", _("已借出")
    REPAID = "repaid", _("已还清")
    WRITTEN_OFF = "written", _("已核销")
    CANCELLED = "cancelled", _("已取消")


class Way(TextChoices):
    """How money came back. Cash is paid into the bank before it is written down, since the books and their
    vouchers know what comes back in the bank alone: the database refuses it."""

    BANK = "bank", _("银行转账")
    CASH = "cash", _("现金")


class Age(TextChoices):
    """How long what was due has not come: bounds of days."""

    DUE = "due", _("未到期")
    MONTH = "month", _("逾期 30 天以内")
    QUARTER = "quarter", _("逾期 31 至 90 天")
    LONGER = "longer", _("逾期 90 天以上")


AGES: Mapping[str, tuple[int, int]] = {Age.MONTH: (1, 30), Age.QUARTER: (31, 90), Age.LONGER: (91, 36_500)}
TONES: Mapping[str, str] = {
    State.GRANTED: "warning",
    State.LENT: "info",
    State.REPAID: "success",
    State.WRITTEN_OFF: "muted",
    State.CANCELLED: "muted",
}
OVERDUE, LATE_WORD = "overdue", _("逾期")


@dataclass(frozen=True)
class Standing:
    """How a loan reads on a day: its state, or that a part of it is overdue. The state does not change by the
    day, so no job has to run for it."""

    code: str

    @property
    def tone(self) -> str:
        return STANDING_TONES[self.code]

    def get_code_display(self) -> str:
        return str(LATE_WORD if self.code == OVERDUE else State(self.code).label)


STANDING_TONES: Mapping[str, str] = {**TONES, OVERDUE: "danger"}
READERS = (Role.FINANCE, Role.CASHIER, Role.REVIEWER, Role.APPROVER, Role.AUDITOR)

TRANSITIONS = (
    Transition("write_off", (State.LENT,), State.WRITTEN_OFF, Role.APPROVER, _("批准核销"), is_decision=True),
    Transition("cancel", (State.GRANTED,), State.CANCELLED, Role.APPROVER, _("取消借款"), needs_comment=True,
               danger=True),
    # What follows from the bank's answer and from a repayment.
    Transition("lend", (State.GRANTED,), State.LENT, WORKER, _("已到账")),
    Transition("bounce", (State.LENT,), State.GRANTED, WORKER, _("银行退汇")),
    Transition("settle", (State.LENT,), State.REPAID, WORKER, _("全部还清")),
)  # fmt: skip
