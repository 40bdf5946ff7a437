"""How leads, calls and questionnaires stand and who moves them; where a lead came from, why it is dropped."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import CASE_WORKERS, Role
from hardship.kernel.workflow import Transition


class LeadState(TextChoices):
    NEW = "new", _("待联系")
    CONTACTED = "contacted", _("已联系")
    WATCH = "watch", _("重点关注")
    FILE = "file", _("已建档")
    AID = "aid", _("已帮扶")
    NOTHING = "nothing", _("不需办理")


class Channel(TextChoices):
    """Where somebody heard of the hardship."""

    VISIT = "visit", _("走访")
    HOTLINE = "hotline", _("热线电话")
    RECEPTION = "reception", _("来访")
    MEDIA = "media", _("媒体")
    NEIGHBOUR = "neighbour", _("邻里、工友")
    EMPLOYER = "employer", _("所在单位")
    DEPARTMENT = "department", _("其他部门转来")
    QUESTIONNAIRE = "questionnaire", _("摸底问卷")
    SCAN = "scan", _("扫码填写")
    SELF = "self", _("本人")
    OTHER = "other", _("其他")


class Reason(TextChoices):
    """Why nothing is done about a lead."""

    NOT_POOR = "not_poor", _("不符合困难条件")
    DECLINED = "declined", _("本人不愿申请")
    UNREACHED = "unreached", _("多次联系不上")
    ON_FILE = "on_file", _("已在其他工会建档")
    NO_WORKER = "no_worker", _("不是职工，已告知去处")
    SOLVED = "solved", _("困难已解决")
    OTHER = "other", _("其他")


OPEN_STATES = (LeadState.NEW, LeadState.CONTACTED, LeadState.WATCH)
LEAD_TONES: dict[str, str] = {
    LeadState.NEW: "warning",
    LeadState.CONTACTED: "info",
    LeadState.WATCH: "info",
    LeadState.FILE: "success",
    LeadState.AID: "success",
    LeadState.NOTHING: "muted",
}
# Working days: from hearing of somebody, or taking a lead over, to the first talk; from there to an outcome.
CONTACT_DAYS, SETTLE_DAYS = 3, 10

# `level` is None in all of them: the union that has the lead.
LEAD_TRANSITIONS = (
    Transition(
        "contact", OPEN_STATES, LeadState.CONTACTED, Role.CLERK, _("登记联系情况"), needs_comment=True
    ),
    Transition("file", OPEN_STATES, LeadState.FILE, Role.CLERK, _("建立档案")),
    Transition("aid", OPEN_STATES, LeadState.AID, Role.CLERK, _("已给予帮扶"), needs_comment=True),
    Transition("watch", OPEN_STATES, LeadState.WATCH, Role.CLERK, _("列入重点关注"), needs_comment=True),
    Transition("pass", OPEN_STATES, LeadState.NEW, Role.CLERK, _("转给其他工会"), needs_comment=True),
    Transition("pass", OPEN_STATES, LeadState.NEW, Role.REVIEWER, _("转给其他工会"), needs_comment=True),
    Transition(
        "drop", OPEN_STATES, LeadState.NOTHING, Role.CLERK, _("不需办理"), needs_comment=True, danger=True
    ),
    Transition("reopen", (LeadState.NOTHING,), LeadState.NEW, Role.CLERK, _("重新办理"), needs_comment=True),
)  # fmt: skip


class CallState(TextChoices):
    DRAFT = "draft", _("未发出")
    OPEN = "open", _("收集中")
    CLOSED = "closed", _("已结束")


class AnswerState(TextChoices):
    OPEN = "open", _("未答复")
    ANSWERED = "answered", _("已答复")


CALL_TONES: dict[str, str] = {CallState.DRAFT: "muted", CallState.OPEN: "info", CallState.CLOSED: "muted"}
ANSWER_TONES: dict[str, str] = {AnswerState.OPEN: "warning", AnswerState.ANSWERED: "success"}
# `level` is None: the union that calls, and (ANSWER_TRANSITIONS) the one that is called on.
CALL_TRANSITIONS = (
    Transition("open", (CallState.DRAFT,), CallState.OPEN, Role.REVIEWER, _("发出通知")),
    Transition("close", (CallState.OPEN,), CallState.CLOSED, Role.REVIEWER, _("结束收集"), danger=True),
    Transition("reopen", (CallState.CLOSED,), CallState.OPEN, Role.REVIEWER, _("重新收集")),
)
ANSWER_TRANSITIONS = (
    Transition("answer", tuple(AnswerState.values), AnswerState.ANSWERED, Role.CLERK, _("答复")),
)


class QuestionnaireState(TextChoices):
    OPEN = "open", _("填写中")
    CLOSED = "closed", _("已关闭")


class Filler(TextChoices):
    """Who filled in a questionnaire on a telephone."""

    SELF = "self", _("职工本人")
    FAMILY = "family", _("家人")
    COLLEAGUE = "colleague", _("工友、邻居")
    OTHER = "other", _("其他人")


QUESTIONNAIRE_TONES: dict[str, str] = {QuestionnaireState.OPEN: "info", QuestionnaireState.CLOSED: "muted"}
# A closed address stays closed: a new one gets a new token. `level` is None: the union that opened it.
QUESTIONNAIRE_TRANSITIONS = (
    Transition(
        "close", (QuestionnaireState.OPEN,), QuestionnaireState.CLOSED, Role.CLERK, _("关闭"), danger=True
    ),
)
# Days that an address without a call stays open; answers that one takes; what is sent to it within an hour,
# by one client (a hall of workers sits behind one address) and by all.
MOST_DAYS, MOST_ANSWERS = 60, 5000
MOST_OF_CLIENT, MOST_OF_ALL = 60, 600
READERS = tuple(sorted(CASE_WORKERS))
WRITERS = (Role.CLERK, Role.REVIEWER)
