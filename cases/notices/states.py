"""How a notice, each of its lines and boards, and an objection stand."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.policies.rules.noticing import NAME_MASKS, NOTICE_TOPICS
from hardship.accounts.states import Role
from hardship.kernel.scope import Part
from hardship.kernel.workflow import Transition

MOST_EXTENDED = 30  # days of one extension
MOST_UNCHECKED = 200  # objections of one notice that nobody has looked at


TOPICS, MASKS = tuple(NOTICE_TOPICS.items()), tuple(NAME_MASKS.items())
# What stands above a notice unless its union writes something else, and how its first sentence ends.
TITLES = {
    "intended": _("困难职工帮扶公示"),
    "filing": _("困难职工建档公示"),
    "schooling": _("困难职工子女助学公示"),
    "visits": _("走访慰问名单公示"),
    "money": _("帮扶资金使用公示"),
}
PURPOSES = {
    "intended": _("拟给予帮扶"),
    "filing": _("拟建立困难职工档案"),
    "schooling": _("拟给予助学"),
    "visits": _("拟走访慰问"),
    "money": _("发放帮扶资金"),
}
TITLE_LENGTH = 40


class NoticeState(TextChoices):
    RUNNING = "running", _("公示中")
    CONCLUDED = "concluded", _("已结束")
    TAKEN_DOWN = "taken_down", _("已取下")
    CANCELLED = "cancelled", _("提前撤下")


# A notice ends by itself with its last line; it is taken down with its last board.
NOTICE_TRANSITIONS = (
    Transition("conclude", (NoticeState.RUNNING,), NoticeState.CONCLUDED, Role.REVIEWER, _("公示结束"),
               part=Part.REVIEW),
    Transition("take_down", (NoticeState.CONCLUDED,), NoticeState.TAKEN_DOWN, Role.REVIEWER, _("全部取下"),
               part=Part.REVIEW),
    Transition("cancel", (NoticeState.RUNNING,), NoticeState.CANCELLED, Role.REVIEWER, _("提前撤下"),
               part=Part.REVIEW, needs_comment=True, danger=True),
)  # fmt: skip


class BoardPlace(TextChoices):
    BOARD = "board", _("单位公示栏")
    GATE = "gate", _("厂门口")
    HALL = "hall", _("办事大厅")
    COMMUNITY = "community", _("社区（村）公告栏")
    WEB = "web", _("网站、工作群")
    OTHER = "other", _("其他")


class Moment(TextChoices):
    """When a photo of a board was taken."""

    START = "start", _("张贴时")
    END = "end", _("取下时")


class EndReason(TextChoices):
    """Why a notice ends later than it was published to."""

    POSTER = "poster", _("张贴晚于发布")
    EXTENDED = "extended", _("延长")
    CALENDAR = "calendar", _("放假安排调整")


class EntryState(TextChoices):
    ON = "on", _("公示中")
    PASSED = "passed", _("已报批")
    WITHDRAWN = "withdrawn", _("已撤下")


ENTRY_TONES: dict[str, str] = {
    EntryState.ON: "info",
    EntryState.PASSED: "success",
    EntryState.WITHDRAWN: "muted",
}


class ObjectionState(TextChoices):
    TO_CHECK = "to_check", _("待核对")
    OPEN = "open", _("待调查答复")
    ANSWERED = "answered", _("已答复")
    RETRACTED = "retracted", _("已撤回")
    DISMISSED = "dismissed", _("不作为异议")


OBJECTION_TONES: dict[str, str] = {
    ObjectionState.TO_CHECK: "warning",
    ObjectionState.OPEN: "danger",
    ObjectionState.ANSWERED: "success",
    ObjectionState.RETRACTED: "muted",
    ObjectionState.DISMISSED: "muted",
}
ANSWER_WORKDAYS = 5  # within which an objection is answered


class Channel(TextChoices):
    VISIT = "visit", _("来人")
    PHONE = "phone", _("电话")
    LETTER = "letter", _("来信")
    PAGE = "page", _("公示网页")


class Outcome(TextChoices):
    UNFOUNDED = "unfounded", _("异议不成立，继续办理")
    UPHELD = "upheld", _("异议成立，退回申请")
    REFUSED = "refused", _("异议成立，不予帮扶")


# What the investigator found right, whatever follows from it.
FOUND_RIGHT = (Outcome.UPHELD, Outcome.REFUSED)


class Told(TextChoices):
    """How whoever objected was told of the answer."""

    HANDED = "handed", _("书面当面交付")
    POSTED = "posted", _("书面寄送")
    PHONE = "phone", _("电话告知，书面留存")
    NOBODY = "nobody", _("匿名，书面留存")


# What came through the public page holds nothing up before somebody of the house has looked at it. Whoever
# answers or drops one is of the union of the notice or of one above, had no hand in the row and need not
# stay out of it (selectors.objections).
OBJECTION_TRANSITIONS = (
    *(
        Transition("accept", (ObjectionState.TO_CHECK,), ObjectionState.OPEN, role, _("作为异议办理"))
        for role in (Role.REVIEWER, Role.CLERK)
    ),
    *(
        Transition("dismiss", (ObjectionState.TO_CHECK,), ObjectionState.DISMISSED, role, _("不作为异议"),
                   needs_comment=True, is_decision=True, danger=True)
        for role in (Role.REVIEWER, Role.CLERK)
    ),
    *(
        Transition("answer", (ObjectionState.OPEN,), ObjectionState.ANSWERED, role, _("答复"),
                   is_decision=True)
        for role in (Role.REVIEWER, Role.APPROVER, Role.CLERK)
    ),
    *(
        Transition("retract", (ObjectionState.OPEN,), ObjectionState.RETRACTED, role, _("异议人撤回"),
                   needs_comment=True, is_decision=True)
        for role in (Role.REVIEWER, Role.CLERK)
    ),
)  # fmt: skip
