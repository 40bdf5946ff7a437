"""Where money comes from, the buckets it lies in, and the events that move it between them."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# Money that has arrived and is not assigned to a use yet lies in the fund's pool; nobody is paid from it.
POOL = "pool"


class Source(TextChoices):
    """Sources of funds; the income subject of each is in INCOME_SUBJECTS."""

    UPPER_UNION = "upper_union", _("上级工会专项补助")
    FISCAL = "fiscal", _("同级财政拨款")
    OTHER_FISCAL = "other_fiscal", _("非同级财政拨款")
    DUES = "dues", _("拨缴经费")
    ADMINISTRATION = "administration", _("行政补助")
    DONATION = "donation", _("社会捐赠")
    ENTRUSTED = "entrusted", _("代管经费")


# 工会会计制度（财会〔2021〕7号）, appendix 1.
INCOME_SUBJECTS = {
    Source.UPPER_UNION: "40302",
    Source.FISCAL: "40401",
    Source.OTHER_FISCAL: "40402",
    Source.DUES: "402",
    Source.ADMINISTRATION: "405",
    Source.DONATION: "408",
    Source.ENTRUSTED: "221",
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


class Side(TextChoices):
    DEBIT = "D", _("借")
    CREDIT = "C", _("贷")


class Event(TextChoices):
    RECEIVE = "receive", _("到账")
    ASSIGN = "assign", _("编制指标")
    ALLOCATE = "allocate", _("下拨")
    ALLOCATE_IN = "allocate_in", _("收到下拨")
    COMMIT = "commit", _("审批占用")
    RELEASE = "release", _("释放占用")
    SEND = "send", _("送盘")
    SETTLE = "settle", _("付讫")
    FAIL = "fail", _("付款失败")
    BOUNCE = "bounce", _("退汇")
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
    Event.ALLOCATE: Entry(Bucket.AVAILABLE, Bucket.ALLOCATED, reversible=True),
    Event.ALLOCATE_IN: Entry(Bucket.SOURCE, Bucket.AVAILABLE),
    Event.COMMIT: Entry(Bucket.AVAILABLE, Bucket.COMMITTED),
    Event.RELEASE: Entry(Bucket.COMMITTED, Bucket.AVAILABLE),
    Event.SEND: Entry(Bucket.COMMITTED, Bucket.IN_TRANSIT),
    Event.SETTLE: Entry(Bucket.IN_TRANSIT, Bucket.PAID),
    Event.FAIL: Entry(Bucket.IN_TRANSIT, Bucket.COMMITTED),
    Event.BOUNCE: Entry(Bucket.PAID, Bucket.COMMITTED),
}


class PeriodState(TextChoices):
    OPEN = "open", _("未结账")
    CLOSED = "closed", _("已结账")


class Holding(TextChoices):
    """Where the money of one commitment is now."""

    COMMITTED = "committed", _("已占用")
    IN_TRANSIT = "in_transit", _("在途")
    PAID = "paid", _("已付")
    RELEASED = "released", _("已释放")
