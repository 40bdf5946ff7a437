"""The way of a campaign (慰问活动): drawn up, opened by a leader, its lists gathered and approved, carried
out, reported, closed."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import CASE_WORKERS, Role
from hardship.kernel.workflow import Transition

MOST_GROUPS = 30


class Kind(TextChoices):
    FESTIVALS = "festivals", _("两节送温暖")
    SUMMER = "summer", _("夏送清凉")
    TUITION = "tuition", _("金秋助学")
    NATIONAL_DAY = "national_day", _("国庆慰问")
    DISASTER = "disaster", _("重大灾害或疫情慰问")
    JOBS = "jobs", _("春送岗位")
    HOME = "home", _("平安返乡")
    MODELS = "models", _("劳模春节慰问")
    WOMEN = "women", _("三八慰问")
    LABOUR_DAY = "labour_day", _("五一慰问")
    DRAGON_BOAT = "dragon_boat", _("端午慰问")
    FOUNDING = "founding", _("七一慰问")
    MID_AUTUMN = "mid_autumn", _("中秋慰问")
    OTHER = "other", _("其他慰问")


USES = ("warmth", "tuition")  # what money of campaigns may be for


def use_of(kind: str) -> str:
    """The use of the budget lines that may pay the cash of a campaign of this kind."""
    return "tuition" if kind == Kind.TUITION else "warmth"


class ApprovedBy(TextChoices):
    """Who approves the list of a union."""

    ORGANISER = "organiser", _("组织活动的工会")
    OWN = "own", _("上报名单的工会自己")


class Twice(TextChoices):
    """What becomes of somebody who is to stand on the lists of one campaign twice."""

    REFUSE = "refuse", _("不准，第二次列入时拒绝")
    WARN = "warn", _("可以，但在名单上提示")


class State(TextChoices):
    DRAFT = "draft", _("起草中")
    OPEN = "open", _("名单上报中")
    SUBMITTED = "submitted", _("名单已上报")
    APPROVED = "approved", _("名单已批准")
    CARRIED_OUT = "carried_out", _("慰问中")
    REPORTED = "reported", _("已总结")
    CLOSED = "closed", _("已结束")
    DROPPED = "dropped", _("已作废")


TONES: Mapping[str, str] = {
    State.OPEN: "info",
    State.SUBMITTED: "warning",
    State.APPROVED: "info",
    State.CARRIED_OUT: "info",
    State.REPORTED: "warning",
    State.CLOSED: "success",
}
WRITABLE = (State.DRAFT,)  # what was planned may change
SHARED = (State.DRAFT, State.OPEN)  # quotas may change
GATHERING = (State.OPEN, State.SUBMITTED)  # lists come in
LIVE = (State.OPEN, State.SUBMITTED, State.APPROVED, State.CARRIED_OUT, State.REPORTED)

VISITING = (State.APPROVED, State.CARRIED_OUT)  # teams are sent out: nothing is given before it is approved

WRITERS = (Role.CLERK,)
READERS = (Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.FINANCE, Role.AUDITOR, Role.DEPARTMENT)
HEARERS = tuple(role for role in READERS if role in CASE_WORKERS)  # what was heard and seen at a visit

TRANSITIONS = (
    Transition("open", (State.DRAFT,), State.OPEN, Role.APPROVER, _("批准，开始上报名单"), is_decision=True),
    Transition("submit_lists", (State.OPEN,), State.SUBMITTED, Role.CLERK, _("名单收齐，报批")),
    Transition("approve_lists", (State.SUBMITTED,), State.APPROVED, Role.APPROVER, _("批准名单"),
               is_decision=True),
    Transition("return", (State.SUBMITTED,), State.OPEN, Role.APPROVER, _("退回重报"), needs_comment=True,
               danger=True),
    Transition("carry_out", (State.APPROVED,), State.CARRIED_OUT, Role.CLERK, _("开始慰问")),
    Transition("report", (State.CARRIED_OUT,), State.REPORTED, Role.CLERK, _("提交总结"), needs_comment=True),
    Transition("close", (State.REPORTED,), State.CLOSED, Role.APPROVER, _("结束活动"), is_decision=True),
    Transition("cancel", (State.OPEN, State.SUBMITTED, State.APPROVED, State.CARRIED_OUT), State.DROPPED,
               Role.APPROVER, _("取消活动"), is_decision=True, needs_comment=True, danger=True),
    Transition("drop", (State.DRAFT,), State.DROPPED, Role.CLERK, _("作废"), needs_comment=True, danger=True),
)  # fmt: skip


class VisitKind(TextChoices):
    """Where somebody of a list was seen."""

    HOME = "home", _("入户")
    POST = "post", _("岗位慰问")
    MEETING = "meeting", _("座谈会")
    GATHERING = "gathering", _("集中发放")


class Met(TextChoices):
    """Who was met; nobody is seen again another day."""

    SELF = "self", _("见到本人（单位的，见到负责人）")
    FAMILY = "family", _("见到家属")
    PROXY = "proxy", _("由邻居、同事等代收")
    NOBODY = "nobody", _("没有见到，改日再去")


class Handed(TextChoices):
    """What became of that which somebody was to get."""

    ISSUED = "issued", _("已交到，签了字")
    REFUSED = "refused", _("本人谢绝")
    NOT_REACHED = "not_reached", _("没有送到")


HANDED_TONES: Mapping[str, str] = {
    Handed.ISSUED: "success",
    Handed.REFUSED: "muted",
    Handed.NOT_REACHED: "danger",
}
WISH_DAYS = 30  # for what somebody wished, unless another day is said


class Spread(TextChoices):
    """How those whom no team sees yet are spread over the teams at once."""

    ROWS = "rows", _("按区划顺序平均分，各组相差最多一个")
    UNIONS = "unions", _("一个工会不拆开，各组尽量平均")


class ListState(TextChoices):
    """The way of one union's list (慰问名单)."""

    DRAFT = "draft", _("编制中")
    SUBMITTED = "submitted", _("待批准")
    RETURNED = "returned", _("已退回")
    APPROVED = "approved", _("已批准")


LIST_TONES: Mapping[str, str] = {
    ListState.SUBMITTED: "warning",
    ListState.RETURNED: "danger",
    ListState.APPROVED: "success",
}
LIST_OPEN = (ListState.DRAFT, ListState.RETURNED)  # people are put on it and taken off
HANDED_IN = (ListState.SUBMITTED, ListState.APPROVED)
SOURCE = "campaigns.beneficiary"  # what the ledger and payments call somebody on a list
LIST_SOURCE = "campaigns.campaignlist"  # what stores call a list whose goods they hand out
GIFTS = "campaigns.gifts"  # the scope of the cap of a year

LIST_TRANSITIONS = (
    Transition("submit", LIST_OPEN, ListState.SUBMITTED, Role.CLERK, _("上报名单")),
    Transition("withdraw", (ListState.SUBMITTED,), ListState.DRAFT, Role.CLERK, _("撤回修改")),
    Transition("approve", (ListState.SUBMITTED,), ListState.APPROVED, Role.APPROVER, _("批准名单"),
               is_decision=True),
    Transition("return", (ListState.SUBMITTED,), ListState.RETURNED, Role.APPROVER, _("退回修改"),
               needs_comment=True, danger=True, is_decision=True),
    Transition("revoke", (ListState.APPROVED,), ListState.RETURNED, Role.APPROVER, _("撤销批准"),
               needs_comment=True, danger=True, is_decision=True),
)  # fmt: skip


class PartState(TextChoices):
    """The way of what one union reports (总结)."""

    SUBMITTED = "submitted", _("待上级收下")
    RETURNED = "returned", _("已退回")
    ACCEPTED = "accepted", _("已收下")


PART_TONES: Mapping[str, str] = {
    PartState.SUBMITTED: "warning",
    PartState.RETURNED: "danger",
    PartState.ACCEPTED: "success",
}
PART_TRANSITIONS = (
    Transition("submit", (PartState.RETURNED,), PartState.SUBMITTED, Role.CLERK, _("重新上报")),
    Transition("accept", (PartState.SUBMITTED,), PartState.ACCEPTED, Role.CLERK, _("收下总结"),
               is_decision=True),
    Transition("return", (PartState.SUBMITTED, PartState.ACCEPTED), PartState.RETURNED, Role.CLERK,
               _("退回总结"), needs_comment=True, danger=True, is_decision=True),
)  # fmt: skip
