"""States of a survey (摸底调查、年度核查) and of each union's list in it; what a file's turn comes to."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.jobs.states import WORKER
from hardship.kernel.scope import Part
from hardship.kernel.workflow import Transition


class SurveyState(TextChoices):
    DRAFT = "draft", _("未启动")
    OPEN = "open", _("进行中")
    CLOSED = "closed", _("已结束")


# `level` is None: the union that made the survey.
SURVEY_TRANSITIONS = (
    Transition("open", (SurveyState.DRAFT,), SurveyState.OPEN, Role.REVIEWER, _("启动核查")),
    Transition("close", (SurveyState.OPEN,), SurveyState.CLOSED, Role.REVIEWER, _("结束核查"), danger=True),
    Transition(
        "reopen", (SurveyState.CLOSED,), SurveyState.OPEN, Role.REVIEWER, _("重新启动"), needs_comment=True
    ),
)


class UnitState(TextChoices):
    OPEN = "open", _("核查中")
    SUBMITTED = "submitted", _("待验收")
    RETURNED = "returned", _("退回重查")
    ACCEPTED = "accepted", _("已验收")


UNIT_TRANSITIONS = (
    Transition(
        "submit", (UnitState.OPEN, UnitState.RETURNED), UnitState.SUBMITTED, Role.CLERK, _("提交验收")
    ),
    # a file that still waits came from another union
    Transition(
        "receive", (UnitState.SUBMITTED, UnitState.ACCEPTED), UnitState.OPEN, WORKER, _("转入档案，继续核查")
    ),
    Transition("withdraw", (UnitState.SUBMITTED,), UnitState.OPEN, Role.CLERK, _("撤回继续核查")),
    Transition(
        "accept", (UnitState.SUBMITTED,), UnitState.ACCEPTED, Role.REVIEWER, _("验收通过"),
        part=Part.REVIEW, is_decision=True,
    ),
    Transition(
        "return", (UnitState.SUBMITTED, UnitState.ACCEPTED), UnitState.RETURNED, Role.REVIEWER, _("退回重查"),
        part=Part.REVIEW, needs_comment=True, is_decision=True,
    ),
)  # fmt: skip


class EntryStatus(TextChoices):
    """What became of one file in a survey. The database derives it from the file."""

    RETURNED = "returned", _("退回重查")
    OPEN = "open", _("未核查")
    PENDING = "pending", _("变更待审")
    EXCUSED = "excused", _("未能核查")
    VERIFIED = "verified", _("核查无变化")
    CHANGED = "changed", _("变更已完成")
    LEFT = "left", _("已退出")


ADDED = "added"  # the chip of files that were filed while the survey ran: not on the frozen list
UNDONE = (EntryStatus.RETURNED, EntryStatus.OPEN)
# What a clerk may verify, and what the county may send back.
VERIFIABLE = (*UNDONE, EntryStatus.EXCUSED)
RETURNABLE = (EntryStatus.VERIFIED, EntryStatus.CHANGED, EntryStatus.EXCUSED)
DONE = (EntryStatus.VERIFIED, EntryStatus.CHANGED, EntryStatus.LEFT)
# Steps of a file by which somebody vouches for what it says.
VERIFYING = ("file", "verify", "reassess", "confirm", "relieve", "resume")
