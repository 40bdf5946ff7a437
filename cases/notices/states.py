"""How a notice, each of its lines and each of its boards stand."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.kernel.scope import Part
from hardship.kernel.workflow import Transition

MOST_EXTENDED = 30  # days of one extension


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
