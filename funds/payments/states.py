"""States of what is owed and of what is paid; the steps of a batch as one table, taken by three people."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.kernel.workflow import Transition


class PayableState(TextChoices):
    OPEN = "open", _("待发放")
    PAID = "paid", _("已发放")
    VOID = "void", _("已取消")


class BatchState(TextChoices):
    MADE = "made", _("待复核")
    CHECKED = "checked", _("待放行")
    RELEASED = "released", _("已送银行")
    SETTLED = "settled", _("已办结")
    CANCELLED = "cancelled", _("已取消")


class PaymentState(TextChoices):
    READY = "ready", _("待发放")
    SENT = "sent", _("银行处理中")
    PAID = "paid", _("已到账")
    FAILED = "failed", _("发放失败")
    CANCELLED = "cancelled", _("已取消")


BATCH_TONES: Mapping[str, str] = {
    BatchState.MADE: "warning",
    BatchState.CHECKED: "warning",
    BatchState.RELEASED: "info",
    BatchState.SETTLED: "success",
}
PAYMENT_TONES: Mapping[str, str] = {
    PaymentState.READY: "warning",
    PaymentState.SENT: "info",
    PaymentState.PAID: "success",
    PaymentState.FAILED: "danger",
}
# Who reads batches and payments, and who of them may have numbers in full in a workbook.
READERS = (Role.FINANCE, Role.CASHIER, Role.REVIEWER, Role.APPROVER, Role.AUDITOR)
FULL_NUMBERS = (Role.FINANCE, Role.CASHIER, Role.AUDITOR)
# Who takes the list to the bank and enters what it answers. Books and payees' accounts are not the cashier's.
RECORDERS = (Role.FINANCE, Role.CASHIER)

# A payable has one payment in these states at the most.
LIVE_STATES = (PaymentState.READY, PaymentState.SENT, PaymentState.PAID)
# The money is at the bank or with the payee.
LEFT_STATES = (PaymentState.SENT, PaymentState.PAID)

TRANSITIONS = (
    Transition("check", (BatchState.MADE,), BatchState.CHECKED, Role.REVIEWER, _("复核无误"),
               is_decision=True),
    Transition("release", (BatchState.CHECKED,), BatchState.RELEASED, Role.APPROVER,
               _("放行并生成银行名单"), is_decision=True),
    Transition("cancel", (BatchState.MADE, BatchState.CHECKED), BatchState.CANCELLED, Role.FINANCE,
               _("取消批次"), needs_comment=True, danger=True),
    Transition("cancel", (BatchState.MADE,), BatchState.CANCELLED, Role.REVIEWER, _("退回，取消批次"),
               needs_comment=True, danger=True),
    Transition("cancel", (BatchState.CHECKED,), BatchState.CANCELLED, Role.APPROVER, _("不予放行，取消批次"),
               needs_comment=True, danger=True),
    Transition("settle", (BatchState.RELEASED,), BatchState.SETTLED, Role.FINANCE, _("全部有结果，办结")),
    Transition("settle", (BatchState.RELEASED,), BatchState.SETTLED, Role.CASHIER, _("全部有结果，办结")),
)  # fmt: skip


class Result(TextChoices):
    """What the bank answered for one line."""

    PAID = "paid", _("成功")
    FAILED = "failed", _("失败")
