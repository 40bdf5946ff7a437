"""结对帮扶: what a pairing can be, who moves it, and the words of it."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.jobs.states import WORKER
from hardship.kernel.scope import Part
from hardship.kernel.workflow import Transition


class State(TextChoices):
    PROPOSED = "proposed", _("待审核")
    AGREED = "agreed", _("待开始")
    RUNNING = "running", _("结对中")
    ENDED = "ended", _("已结束")
    HANDED_OVER = "handed_over", _("已移交")


TONES: Mapping[str, str] = {
    State.PROPOSED: "warning",
    State.AGREED: "info",
    State.RUNNING: "success",
    State.ENDED: "muted",
    State.HANDED_OVER: "muted",
}
LIVE_STATES = (State.PROPOSED, State.AGREED, State.RUNNING)
HELD_STATES = (State.AGREED, State.RUNNING)


class HelperKind(TextChoices):
    """Who helps: one person, or an office as a whole (SD3 篇8)."""

    PERSON = "person", _("个人")
    OFFICE = "office", _("科室、单位")


class Help(TextChoices):
    """What was agreed: five kinds of the trade, and thoughts, school and doctor (SD3 篇7)."""

    WORK = "work", _("就业")
    PROJECT = "project", _("项目")
    FUNDS = "funds", _("资金")
    SKILLS = "skills", _("技能")
    POLICY = "policy", _("政策")
    THOUGHTS = "thoughts", _("思想")
    SCHOOLING = "schooling", _("助学")
    DOCTOR = "doctor", _("就医")


class Way(TextChoices):
    AT_HOME = "at_home", _("上门")
    AT_WORK = "at_work", _("到单位")
    PHONE = "phone", _("电话")


# 走访: somebody went there. A call keeps in touch and is no visit.
VISIT_WAYS = (Way.AT_HOME, Way.AT_WORK)


class Effect(TextChoices):
    """成效 of one year."""

    LIFTED = "lifted", _("已脱困")
    BETTER = "better", _("明显改善")
    SOME = "some", _("有所改善")
    NOTHING = "nothing", _("没有成效")


EFFECT_TONES: Mapping[str, str] = {
    Effect.LIFTED: "success",
    Effect.BETTER: "success",
    Effect.SOME: "info",
    Effect.NOTHING: "danger",
}


class MentionKind(TextChoices):
    PRAISE = "praise", _("表扬")
    ADVANCED = "advanced", _("评为先进")
    CRITICISM = "criticism", _("批评")


MENTION_TONES: Mapping[str, str] = {
    MentionKind.PRAISE: "success",
    MentionKind.ADVANCED: "success",
    MentionKind.CRITICISM: "danger",
}

# Of the clerks of the household's union; agreed to, or declined, by the union that reviews its files.
TRANSITIONS = (
    Transition("agree", (State.PROPOSED,), State.AGREED, Role.REVIEWER, _("同意结对"), part=Part.REVIEW,
               is_decision=True),
    Transition("decline", (State.PROPOSED,), State.ENDED, Role.REVIEWER, _("不同意结对"), part=Part.REVIEW,
               is_decision=True, needs_comment=True, danger=True),
    Transition("begin", (State.AGREED,), State.RUNNING, Role.CLERK, _("已和家庭见面，开始结对")),
    Transition("end", LIVE_STATES, State.ENDED, Role.CLERK, _("结束结对"), needs_comment=True, danger=True),
    # On a page of its own, which asks to whom; or when a colleague receives what somebody hands over.
    Transition("hand_over", HELD_STATES, State.HANDED_OVER, Role.CLERK, _("换人结对"), needs_comment=True),
    Transition("hand_over", HELD_STATES, State.HANDED_OVER, WORKER, _("工作移交，换人结对")),
)  # fmt: skip
HAND_OVER = "hand_over"
HELPING = (Role.CLERK, Role.DEPARTMENT, Role.REVIEWER, Role.APPROVER)  # who of the system's people may help
