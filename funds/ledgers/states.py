"""Where money comes from, the buckets it lies in, and the events that move it between them."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.kernel.workflow import Transition

# Money that has arrived and is not assigned to a use yet lies in the fund's pool; nobody is paid from it.
POOL = "pool"


class Source(TextChoices):
    """Sources of funds; the income subject of each is in INCOME_SUBJECTS."""

    CENTRAL = "central", _("中央财政专项")
    PROVINCIAL = "provincial", _("省级财政专项")
    UPPER_UNION = "upper_union", _("上级工会专项补助")
    FISCAL = "fiscal", _("同级财政拨款")
    OTHER_FISCAL = "other_fiscal", _("非同级财政拨款")
    DUES = "dues", _("拨缴经费")
    ADMINISTRATION = "administration", _("行政补助")
    DONATION = "donation", _("社会捐赠")
    ENTRUSTED = "entrusted", _("代管经费")
    INTEREST = "interest", _("账户利息")


# Special money of the treasury, for the six items of 《中央财政专项帮扶资金使用管理办法》（2015）, article 5;
# it reaches a union from the one above, and stays what it is on its way down.
FISCAL_SPECIAL = (Source.CENTRAL, Source.PROVINCIAL)


# Money that was given for a purpose, and is used before what a union may use as it likes.
BOUND = (
    Source.CENTRAL, Source.PROVINCIAL, Source.UPPER_UNION, Source.FISCAL, Source.OTHER_FISCAL,
    Source.DONATION, Source.ENTRUSTED,
)  # fmt: skip


class BeneficiaryClass(TextChoices):
    """Whom a document lets its money help, where it says so: the categories of files, model workers, and
    people without a file."""

    DEEP = "deep", _("深度困难职工")
    RELATIVE = "relative", _("相对困难职工")
    ACCIDENT = "accident", _("意外致困职工")
    OWN = "own", _("本级认定的困难职工")
    MODEL = "model", _("劳动模范")
    OTHER = "other", _("没有建档的职工")


class Leftover(TextChoices):
    """What becomes of money that is left at the end of the year."""

    CARRY = "carry", _("结转下年，用途不变")
    FREE = "free", _("结转下年，重新分配")
    RETURN = "return", _("退回上级")


IDLE_YEARS = 2  # whole years after which money that lies idle is to be given back or used for something else


# 工会会计制度（财会〔2021〕7号）, appendix 1.
INCOME_SUBJECTS = {
    Source.CENTRAL: "40302",
    Source.PROVINCIAL: "40302",
    Source.UPPER_UNION: "40302",
    Source.FISCAL: "40401",
    Source.OTHER_FISCAL: "40402",
    Source.DUES: "402",
    Source.ADMINISTRATION: "405",
    Source.DONATION: "408",
    Source.ENTRUSTED: "221",
    Source.INTEREST: "408",
}


class Bucket(TextChoices):
    """Where the money of a budget line lies. `source` is what the line was given; the others hold it."""

    SOURCE = "source", _("来源")
    AVAILABLE = "available", _("可用")
    COMMITTED = "committed", _("已占用")
    IN_TRANSIT = "in_transit", _("在途")
    PAID = "paid", _("已付")
    ALLOCATED = "allocated", _("已下拨")
    RETURNED = "returned", _("已退回")
    FROZEN = "frozen", _("冻结")
    CHARGED = "charged", _("银行扣费")


# What a line was given and what left it: debits less credits of these are what came into the bank account.
CASH_BUCKETS = (Bucket.SOURCE, Bucket.PAID, Bucket.ALLOCATED, Bucket.RETURNED, Bucket.CHARGED)


class Side(TextChoices):
    DEBIT = "D", _("借")
    CREDIT = "C", _("贷")


class Event(TextChoices):
    RECEIVE = "receive", _("到账")
    ASSIGN = "assign", _("编制指标")
    CARRY = "carry", _("年末结转")
    CARRY_HELD = "carry_held", _("占用结转")
    SHIFT = "shift", _("用途调剂")
    ALLOCATE = "allocate", _("下拨")
    ALLOCATE_IN = "allocate_in", _("收到下拨")
    RETURN = "return", _("退回上级")
    RETURN_IN = "return_in", _("收到退回")
    RETURN_OUT = "return_out", _("退回拨款单位")
    FREEZE = "freeze", _("冻结")
    THAW = "thaw", _("解冻")
    COMMIT = "commit", _("审批占用")
    RELEASE = "release", _("释放占用")
    SEND = "send", _("送盘")
    SETTLE = "settle", _("付讫")
    FAIL = "fail", _("付款失败")
    BOUNCE = "bounce", _("退汇")
    CHARGE = "charge", _("银行手续费")
    RECOVER = "recover", _("追回入账")
    SET_OFF = "set_off", _("抵扣发放")
    REVERSE = "reverse", _("冲销")


@dataclass(frozen=True)
class Entry:
    """What one event debits and credits on a line.

    With `mirrored` a second line of the same fund gets the opposite. `reversible` events may be reversed by
    hand; the others are undone by the business that made them."""

    debit: Bucket
    credit: Bucket
    mirrored: bool = False
    reversible: bool = False


EVENTS: dict[Event, Entry] = {
    Event.RECEIVE: Entry(Bucket.SOURCE, Bucket.AVAILABLE, reversible=True),
    Event.ASSIGN: Entry(Bucket.AVAILABLE, Bucket.SOURCE, mirrored=True, reversible=True),
    Event.CARRY: Entry(Bucket.AVAILABLE, Bucket.SOURCE, mirrored=True, reversible=True),
    Event.CARRY_HELD: Entry(Bucket.COMMITTED, Bucket.SOURCE, mirrored=True, reversible=True),
    Event.SHIFT: Entry(Bucket.AVAILABLE, Bucket.SOURCE, mirrored=True),
    Event.ALLOCATE: Entry(Bucket.AVAILABLE, Bucket.ALLOCATED, reversible=True),
    Event.ALLOCATE_IN: Entry(Bucket.SOURCE, Bucket.AVAILABLE),
    Event.RETURN: Entry(Bucket.AVAILABLE, Bucket.RETURNED, reversible=True),
    Event.RETURN_IN: Entry(Bucket.ALLOCATED, Bucket.AVAILABLE),
    Event.RETURN_OUT: Entry(Bucket.AVAILABLE, Bucket.RETURNED, reversible=True),
    Event.FREEZE: Entry(Bucket.AVAILABLE, Bucket.FROZEN),
    Event.THAW: Entry(Bucket.FROZEN, Bucket.AVAILABLE),
    Event.COMMIT: Entry(Bucket.AVAILABLE, Bucket.COMMITTED),
    Event.RELEASE: Entry(Bucket.COMMITTED, Bucket.AVAILABLE),
    Event.SEND: Entry(Bucket.COMMITTED, Bucket.IN_TRANSIT),
    Event.SETTLE: Entry(Bucket.IN_TRANSIT, Bucket.PAID),
    Event.FAIL: Entry(Bucket.IN_TRANSIT, Bucket.COMMITTED),
    Event.BOUNCE: Entry(Bucket.PAID, Bucket.COMMITTED),
    Event.CHARGE: Entry(Bucket.AVAILABLE, Bucket.CHARGED, reversible=True),
    Event.RECOVER: Entry(Bucket.PAID, Bucket.AVAILABLE),
    Event.SET_OFF: Entry(Bucket.COMMITTED, Bucket.PAID),
}


# What money that was handed from one union to another arrives as; the receiver confirms it.
ARRIVING = (Event.ALLOCATE_IN, Event.RETURN_IN)


class Direction(TextChoices):
    """Which way money goes between the books of two unions."""

    DOWN = "down", _("下拨")
    UP = "up", _("退回")


class HandingState(TextChoices):
    """How money stands that went from the books of one union to those of another."""

    SENT = "sent", _("待确认")
    ARRIVED = "arrived", _("已确认")
    REVERSED = "reversed", _("已冲销")


HANDING_TONES = {
    HandingState.SENT: "warning",
    HandingState.ARRIVED: "success",
    HandingState.REVERSED: "muted",
}


class OrderState(TextChoices):
    """用款次序 of a union: drawn up, agreed to or not."""

    ENTERED = "entered", _("待批准")
    IN_FORCE = "in_force", _("已批准")
    DROPPED = "dropped", _("未采用")


ORDER_TONES = {
    OrderState.ENTERED: "warning",
    OrderState.IN_FORCE: "success",
    OrderState.DROPPED: "muted",
}
ORDER_TRANSITIONS = (
    Transition("approve", (OrderState.ENTERED,), OrderState.IN_FORCE, Role.APPROVER, _("同意次序"),
               is_decision=True),
    Transition("decline", (OrderState.ENTERED,), OrderState.DROPPED, Role.APPROVER, _("不同意次序"),
               needs_comment=True, is_decision=True, danger=True),
    Transition("withdraw", (OrderState.ENTERED,), OrderState.DROPPED, Role.FINANCE, _("撤回次序"),
               needs_comment=True, danger=True),
)  # fmt: skip


class PeriodState(TextChoices):
    OPEN = "open", _("未结账")
    CLOSED = "closed", _("已结账")


class Holding(TextChoices):
    """Where the money of one commitment is now."""

    COMMITTED = "committed", _("已占用")
    IN_TRANSIT = "in_transit", _("在途")
    PAID = "paid", _("已付")
    RELEASED = "released", _("已释放")
