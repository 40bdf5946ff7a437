"""States of an application; only cases.approvals moves it from one to another."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.jobs.states import WORKER
from hardship.kernel.workflow import Transition


class State(TextChoices):
    DRAFT = "draft", _("草稿")
    REVIEW = "review", _("待审核")
    RETURNED = "returned", _("退回补正")
    PUBLIC_NOTICE = "public_notice", _("公示中")
    APPROVAL = "approval", _("待审批")
    SUSPENDED = "suspended", _("挂起")
    APPROVED = "approved", _("已批准")
    REJECTED = "rejected", _("不予帮扶")
    WITHDRAWN = "withdrawn", _("已撤回")
    REVOKED = "revoked", _("已撤销")
    LAPSED = "lapsed", _("已失效")


class Channel(TextChoices):
    """How an application came in."""

    IN_PERSON = "in_person", _("本人到场")
    PAPER = "paper", _("书面材料")
    PHONE = "phone", _("电话")
    AGENT = "agent", _("代办")


class EntrySection(TextChoices):
    """A part of the form, as it is filled in one after the other."""

    WHO = "who", _("家庭与对象")
    CASE = "case", _("事由与数据")
    PAPERS = "papers", _("材料")
    MONEY = "money", _("金额与领款")


class ContactAct(TextChoices):
    """What happens to the one who has an application in hand (首问责任人)."""

    RECEIVED = "received", _("首问接待")
    OFFERED = "offered", _("请同事接手")
    TAKEN = "taken", _("接手")
    KEPT = "kept", _("收回移交")


STATE_TONES: Mapping[str, str] = {
    State.DRAFT: "muted",
    State.REVIEW: "info",
    State.RETURNED: "warning",
    State.PUBLIC_NOTICE: "info",
    State.APPROVAL: "info",
    State.SUSPENDED: "warning",
    State.APPROVED: "success",
    State.REJECTED: "danger",
    State.WITHDRAWN: "muted",
    State.REVOKED: "danger",
    State.LAPSED: "muted",
}
EDITABLE_STATES = (State.DRAFT, State.RETURNED)
OPEN_STATES = (
    State.DRAFT, State.REVIEW, State.RETURNED, State.PUBLIC_NOTICE, State.APPROVAL, State.SUSPENDED,
)  # fmt: skip
# States in which somebody has it in hand (首问责任人): until the family has heard how it ended.
HELD_STATES = (*OPEN_STATES, State.APPROVED)
# States in which an application holds a part of the year's cap.
HOLDING_STATES = (State.REVIEW, State.PUBLIC_NOTICE, State.APPROVAL, State.SUSPENDED, State.APPROVED)
# Working days after its receipt until the family hears what the review found, where no route says so.
REPLY_WORKDAYS = 5
FILE_WITHIN_DAYS = 30  # after the approval, until somebody without a file has one
# Usual words of an opinion, to be chosen; a paper marks them as chosen.
PRESETS: Mapping[str, tuple[str, ...]] = {
    "submit": ("情况属实，同意申报。",),
    "pass": ("材料齐全，金额核对无误，同意。",),
    "return": ("材料不齐，请补充后重新提交。", "金额与票据不符，请核对后重新提交。"),
    "reject": ("不符合帮扶条件。",),
    "suspend": ("等申请人补交材料。",),
    "approve": ("同意帮扶。",),
}
# Parts that can be sent back besides the fields of the form; "paper:" leads a kind of document.
EVERYTHING, FILE, RECEIVED, GOODS, PAPER = "all", "file", "received", "goods", "paper:"
WAIVED = "waived"


class GuideState(TextChoices):
    """Whether anybody may read a guide (办事指南) without login."""

    OPEN = "open", _("公开中")
    ENDED = "ended", _("已停止公开")


GUIDE_TONES: Mapping[str, str] = {GuideState.OPEN: "success", GuideState.ENDED: "muted"}
# Who shows a guide of their own union to anybody, and ends that.
GUIDE_ROLES = (Role.ADMINISTRATOR, Role.APPROVER)
GUIDE_TRANSITIONS = tuple(
    Transition("end", (GuideState.OPEN,), GuideState.ENDED, role, _("停止公开"), danger=True)
    for role in GUIDE_ROLES
)


class WaiverState(TextChoices):
    """免交材料: a paper that an application goes on without."""

    ASKED = "asked", _("待批")
    GRANTED = "granted", _("同意免交")
    REFUSED = "refused", _("不同意免交")
    UNDONE = "undone", _("已撤销")


WAIVER_TONES: Mapping[str, str] = {
    WaiverState.ASKED: "warning",
    WaiverState.GRANTED: "success",
    WaiverState.REFUSED: "danger",
    WaiverState.UNDONE: "muted",
}
WAIVER_TRANSITIONS = (
    Transition(
        "grant",
        (WaiverState.ASKED,),
        WaiverState.GRANTED,
        Role.APPROVER,
        _("同意免交"),
        needs_comment=True,
        is_decision=True,
    ),
    Transition(
        "refuse",
        (WaiverState.ASKED,),
        WaiverState.REFUSED,
        Role.APPROVER,
        _("不同意免交"),
        needs_comment=True,
        is_decision=True,
    ),
    # until the application is decided
    Transition(
        "undo",
        (WaiverState.GRANTED,),
        WaiverState.UNDONE,
        Role.APPROVER,
        _("撤销免交"),
        needs_comment=True,
        danger=True,
    ),
    Transition("leave", (WaiverState.ASKED,), WaiverState.UNDONE, WORKER, _("档案转出，不再批免交")),
)
