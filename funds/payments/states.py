"""States of what is owed and of what is paid; the steps of a batch as one table, taken by three people."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.kernel.workflow import Transition

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class PayableState(TextChoices):
    OPEN = "open", _("待发放")
    PAID = "paid", _("已发放")
    VOID = "void", _("已取消")


class BatchState(TextChoices):
    DRAFT = "draft", _("草稿")
    MADE = "made", _("待复核")
    CHECKED = "checked", _("待放行")
    RELEASED = "released", _("待送银行")
    SENT = "sent", _("已送银行")
    SETTLED = "settled", _("已办结")
    CLOSED = "closed", _("已关账")
    CANCELLED = "cancelled", _("已取消")


class PaymentState(TextChoices):
    READY = "ready", _("待发放")
    SENT = "sent", _("银行处理中")
    PAID = "paid", _("已到账")
    FAILED = "failed", _("发放失败")
    BOUNCED = "bounced", _("已退汇")
    CANCELLED = "cancelled", _("已取消")


class Method(TextChoices):
    """How the people of a batch get their money."""

    BANK = "bank", _("银行代发")
    CASH = "cash", _("现金发放")


class SendWay(TextChoices):
    """How a list went to the bank; of a batch in cash that the money was fetched."""

    ONLINE = "online", _("网上银行")
    COUNTER = "counter", _("银行柜台")
    DIRECT = "direct", _("银企直连")
    CASH = "cash", _("提取现金")


class OtherState(TextChoices):
    """What became of a request that somebody else is paid (代收)."""

    ASKED = "asked", _("待审批")
    APPROVED = "approved", _("已同意")
    DECLINED = "declined", _("不同意")
    VOID = "void", _("已撤销")


class OtherReason(TextChoices):
    MINOR = "minor", _("受助人未成年")
    NO_ACCOUNT = "no_account", _("本人没有银行账户")
    UNABLE = "unable", _("本人重病、失能，不能办理")
    AWAY = "away", _("本人不在当地，账户不能用")
    DIRECT = "direct", _("直接付给医院、学校")


class Party(TextChoices):
    """Who is paid instead, as they stand to whom the aid is for."""

    SPOUSE = "spouse", _("配偶")
    PARENT = "parent", _("父母")
    CHILD = "child", _("子女")
    GUARDIAN = "guardian", _("监护人")
    RELATIVE = "relative", _("其他亲属")
    HOSPITAL = "hospital", _("医院")
    SCHOOL = "school", _("学校")


class Severity(TextChoices):
    """What a finding of a check before the payment means."""

    BLOCK = "block", _("不能发")
    WARN = "warn", _("要核对")


BATCH_TONES: Mapping[str, str] = {
    BatchState.MADE: "warning",
    BatchState.CHECKED: "warning",
    BatchState.RELEASED: "warning",
    BatchState.SENT: "info",
    BatchState.SETTLED: "info",
    BatchState.CLOSED: "success",
}
PAYMENT_TONES: Mapping[str, str] = {
    PaymentState.READY: "warning",
    PaymentState.SENT: "info",
    PaymentState.PAID: "success",
    PaymentState.FAILED: "danger",
    PaymentState.BOUNCED: "danger",
}
OTHER_TONES: Mapping[str, str] = {
    OtherState.ASKED: "warning",
    OtherState.APPROVED: "success",
    OtherState.DECLINED: "danger",
}
INSTITUTIONS = (Party.HOSPITAL, Party.SCHOOL)  # known by a 统一社会信用代码 instead of an ID number
BANK_WAYS = (SendWay.ONLINE, SendWay.COUNTER, SendWay.DIRECT)
# What a state of a batch in cash and of its lines is called, where the bank has no part in it.
CASH_WORDS: Mapping[str, "StrOrPromise"] = {
    BatchState.RELEASED: _("待提取现金"),
    BatchState.SENT: _("现金发放中"),
}
CASH_LINE_WORDS: Mapping[str, "StrOrPromise"] = {
    PaymentState.SENT: _("待签领"),
    PaymentState.PAID: _("已签领"),
    PaymentState.FAILED: _("没有领取"),
}
ANSWER_TONES: Mapping[str, str] = {"waiting": "warning", "recorded": "success"}
# Who reads batches and payments, and who of them may have numbers in full in a workbook.
READERS = (Role.FINANCE, Role.CASHIER, Role.REVIEWER, Role.APPROVER, Role.AUDITOR)
FULL_NUMBERS = (Role.FINANCE, Role.CASHIER, Role.AUDITOR)
# Who has the bank's own files, in which numbers are whole: whoever releases a batch reads what it sends.
WHOLE_NUMBERS = (Role.FINANCE, Role.CASHIER, Role.APPROVER, Role.AUDITOR)
# Who sees what is wrong with money that waits: also who can put it right with the family.
CHECKERS = (Role.CLERK, *READERS)
ASKERS = (Role.CLERK, Role.FINANCE)  # for somebody else to be paid
# Who takes the list to the bank and enters what it answers. Books and payees' accounts are not the cashier's.
RECORDERS = (Role.FINANCE, Role.CASHIER)

# A payable has one payment in these states at the most.
LIVE_STATES = (PaymentState.READY, PaymentState.SENT, PaymentState.PAID)
# The money is at the bank or with the payee.
LEFT_STATES = (PaymentState.SENT, PaymentState.PAID)
# The bank gave the money back, at once or after it had confirmed it: another account may be tried.
RETURNED_STATES = (PaymentState.FAILED, PaymentState.BOUNCED)
# Neither made nor sent any more: nothing but a return of the bank (退汇) changes it.
ENDED_STATES = (PaymentState.PAID, *RETURNED_STATES, PaymentState.CANCELLED)
# A batch on its way to release; one that somebody still has in hand.
WAITING_STATES = (BatchState.DRAFT, BatchState.MADE, BatchState.CHECKED)
UNDER_WAY_STATES = (*WAITING_STATES, BatchState.RELEASED, BatchState.SENT)
# What a bank's list is made of, and what the bank may have answered.
ANSWERED_STATES = (BatchState.RELEASED, BatchState.SENT, BatchState.SETTLED, BatchState.CLOSED)

TRANSITIONS = (
    Transition("lock", (BatchState.DRAFT,), BatchState.MADE, Role.FINANCE, _("锁定，送复核")),
    Transition("check", (BatchState.MADE,), BatchState.CHECKED, Role.REVIEWER, _("复核无误"),
               is_decision=True),
    Transition("release", (BatchState.CHECKED,), BatchState.RELEASED, Role.APPROVER,
               _("放行并生成银行名单"), is_decision=True),
    Transition("reopen", (BatchState.MADE, BatchState.CHECKED), BatchState.DRAFT, Role.FINANCE,
               _("取回改单"), needs_comment=True),
    Transition("reopen", (BatchState.MADE,), BatchState.DRAFT, Role.REVIEWER, _("退回改单"),
               needs_comment=True),
    Transition("reopen", (BatchState.CHECKED,), BatchState.DRAFT, Role.APPROVER, _("退回改单"),
               needs_comment=True),
    Transition("cancel", WAITING_STATES, BatchState.CANCELLED, Role.FINANCE, _("取消批次"),
               needs_comment=True, danger=True),
    Transition("cancel", (BatchState.MADE,), BatchState.CANCELLED, Role.REVIEWER, _("退回，取消批次"),
               needs_comment=True, danger=True),
    Transition("cancel", (BatchState.CHECKED,), BatchState.CANCELLED, Role.APPROVER, _("不予放行，取消批次"),
               needs_comment=True, danger=True),
    Transition("send", (BatchState.RELEASED,), BatchState.SENT, Role.CASHIER, _("登记送银行")),
    Transition("send", (BatchState.RELEASED,), BatchState.SENT, Role.FINANCE, _("登记送银行")),
    Transition("unsend", (BatchState.SENT,), BatchState.RELEASED, Role.CASHIER, _("没有送，撤回登记"),
               needs_comment=True, danger=True),
    Transition("unsend", (BatchState.SENT,), BatchState.RELEASED, Role.FINANCE, _("没有送，撤回登记"),
               needs_comment=True, danger=True),
    Transition("settle", (BatchState.SENT,), BatchState.SETTLED, Role.FINANCE, _("全部有结果，办结")),
    Transition("settle", (BatchState.SENT,), BatchState.SETTLED, Role.CASHIER, _("全部有结果，办结")),
    Transition("close", (BatchState.SETTLED,), BatchState.CLOSED, Role.FINANCE, _("与账相符，关账")),
)  # fmt: skip

OTHER_TRANSITIONS = (
    Transition("approve", (OtherState.ASKED,), OtherState.APPROVED, Role.APPROVER, _("同意代收"),
               is_decision=True),
    Transition("decline", (OtherState.ASKED,), OtherState.DECLINED, Role.APPROVER, _("不同意代收"),
               is_decision=True, needs_comment=True),
    Transition("void", (OtherState.ASKED, OtherState.APPROVED), OtherState.VOID, Role.FINANCE,
               _("撤销代收"), needs_comment=True, danger=True),
    Transition("void", (OtherState.ASKED, OtherState.APPROVED), OtherState.VOID, Role.CLERK,
               _("撤销代收"), needs_comment=True, danger=True),
)  # fmt: skip


class Result(TextChoices):
    """What the bank answered for one line."""

    PAID = "paid", _("成功")
    FAILED = "failed", _("失败")


class Fit(TextChoices):
    """Why a row of the bank's answer does not fit the batch."""

    EXTRA = "extra", _("名单里没有")
    TWICE = "twice", _("重复")
    ANSWERED = "answered", _("已有结果")
    OTHER_BATCH = "other_batch", _("别的批次")
    UNCLEAR = "unclear", _("对不上是哪一笔")
    AMOUNT = "amount", _("金额不符")
    CARD = "card", _("账号不符")
    NAME = "name", _("户名不符")
    UNKNOWN = "unknown", _("结果不明")
    UNTIMELY = "untimely", _("日期不对")
    TOTAL = "total", _("合计不符")


class AnswerState(TextChoices):
    """What became of a file of results."""

    WAITING = "waiting", _("待确认")
    RECORDED = "recorded", _("已登记")
    DROPPED = "dropped", _("已放弃")


class Shape(TextChoices):
    """What kind of file a bank takes."""

    WORKBOOK = "workbook", _("Excel 工作簿")
    DELIMITED = "delimited", _("分隔符文本")
    FIXED = "fixed", _("定长文本")


class Encoding(TextChoices):
    """How a file of text writes characters, by the names that Python knows them by."""

    GBK = "gbk", "GBK"
    GB18030 = "gb18030", "GB 18030"
    UTF8 = "utf-8", "UTF-8"
    UTF8_BOM = "utf-8-sig", _("UTF-8（带 BOM）")


class Unit(TextChoices):
    YUAN = "yuan", _("元，两位小数")
    FEN = "fen", _("分，整数")


class Value(TextChoices):
    """What a column of a bank's list holds; a row of totals has BATCH_VALUES alone."""

    LINE = "line", _("序号")
    PAYEE = "payee", _("收款人户名")
    CARD = "card", _("收款账号")
    BANK = "bank", _("开户银行")
    BRANCH = "branch", _("支行名称")
    AMOUNT = "amount", _("金额")
    PURPOSE = "purpose", _("用途")
    NUMBER = "number", _("单据号")
    BATCH = "batch", _("批次号")
    DAY = "day", _("放行日期")
    COUNT = "count", _("总笔数")
    TOTAL = "total", _("总金额")
    TEXT = "text", _("固定文字")


NEEDED_VALUES = (Value.PAYEE, Value.CARD, Value.AMOUNT)
BATCH_VALUES = (Value.BATCH, Value.DAY, Value.COUNT, Value.TOTAL, Value.TEXT)
