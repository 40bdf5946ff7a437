"""How a petition stands and who moves it; how it came in, what it is about, how it was taken."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import CASE_WORKERS, Role
from hardship.kernel.workflow import Transition

SOURCE = "petitions.petition"


class State(TextChoices):
    REGISTERED = "registered", _("待受理")
    TRANSFERRED = "transferred", _("转办待接收")
    ACCEPTED = "accepted", _("待交办")
    ASSIGNED = "assigned", _("办理中")
    ANSWERED = "answered", _("已答复")
    CLOSED = "closed", _("已办结")
    REOPENED = "reopened", _("重新办理")
    JOINED = "joined", _("已并入")


class Channel(TextChoices):
    VISIT = "visit", _("来访")
    LETTER = "letter", _("来信")
    HOTLINE = "hotline", _("12351 热线")
    NETWORK = "network", _("网络")
    PASSED = "passed", _("转办")
    TOUR = "tour", _("巡访")


class Matter(TextChoices):
    HELP = "help", _("求助")
    WORK = "work", _("求职")
    LAW = "law", _("法律")
    POLICY = "policy", _("政策")
    COMPLAINT = "complaint", _("投诉")
    REPORT = "report", _("举报")
    SUGGESTION = "suggestion", _("建议")
    OTHER = "other", _("其他")


class Urgency(TextChoices):
    NORMAL = "normal", _("一般")
    URGENT = "urgent", _("紧急（当天办）")


class Satisfaction(TextChoices):
    """What whoever came said of the answer."""

    CONTENT = "content", _("满意")
    FAIR = "fair", _("基本满意")
    DISCONTENT = "discontent", _("不满意")
    UNREACHED = "unreached", _("联系不上")


class ToldBy(TextChoices):
    """How the answer reached whoever came."""

    PERSON = "person", _("当面")
    TELEPHONE = "telephone", _("电话")
    LETTER = "letter", _("书面")
    NETWORK = "network", _("网络")
    NOBODY = "nobody", _("无法联系，存档备查")


# The matters that are about what somebody did.
ACCUSING = (Matter.COMPLAINT, Matter.REPORT)
TO_ASSIGN = (State.REGISTERED, State.ACCEPTED, State.REOPENED)
HANDLED = (State.ASSIGNED, State.ANSWERED)
# There is a day by which the next thing is to be done.
DUE = (State.REGISTERED, State.TRANSFERRED, State.ACCEPTED, State.ASSIGNED, State.REOPENED)
OPEN = (*DUE, State.ANSWERED)
SETTLED = (State.CLOSED, State.JOINED)
TONES: dict[str, str] = {
    State.REGISTERED: "warning",
    State.TRANSFERRED: "warning",
    State.ACCEPTED: "warning",
    State.ASSIGNED: "info",
    State.ANSWERED: "info",
    State.CLOSED: "success",
    State.REOPENED: "danger",
    State.JOINED: "muted",
}
WRITERS = (Role.CLERK, Role.REVIEWER)
HANDLERS = (*WRITERS, Role.DEPARTMENT)
SETTERS = (Role.REVIEWER, Role.APPROVER)
READERS = tuple(sorted(CASE_WORKERS))
_MOVABLE = (State.REGISTERED, State.ACCEPTED, State.ASSIGNED, State.REOPENED)


def _rows(
    action: str, source: tuple[str, ...], target: str, label: object, roles: tuple[str, ...] = WRITERS,
    *, needs_comment: bool = False, danger: bool = False,
) -> tuple[Transition, ...]:  # fmt: skip
    """One row for each role; `level` is None: whose turn it is says `services.steps.step_blocker`."""
    return tuple(
        Transition(
            action, source, target, role, label, needs_comment=needs_comment, danger=danger  # type: ignore[arg-type]
        )
        for role in roles
    )  # fmt: skip


TRANSITIONS = (
    *_rows("accept", (State.REGISTERED,), State.ACCEPTED, _("受理")),
    *_rows("answer", (State.ASSIGNED,), State.ANSWERED, _("答复"), HANDLERS, needs_comment=True),
    *_rows("assign", (*TO_ASSIGN, State.ASSIGNED), State.ASSIGNED, _("交办")),
    *_rows("return", (State.ASSIGNED,), State.ACCEPTED, _("退回重新交办"), HANDLERS, needs_comment=True),
    *_rows("close", (State.ANSWERED,), State.CLOSED, _("回访办结"), HANDLERS),
    *_rows("transfer", _MOVABLE, State.TRANSFERRED, _("转办"), needs_comment=True),
    *_rows("take", (State.TRANSFERRED,), State.ACCEPTED, _("接收")),
    *_rows("send_back", (State.TRANSFERRED,), State.REGISTERED, _("退回转办"), needs_comment=True),
    *_rows("recall", (State.TRANSFERRED,), State.REGISTERED, _("收回")),
    *_rows("join", _MOVABLE, State.JOINED, _("并入同一事项"), danger=True),
    *_rows("reopen", (State.ANSWERED, State.CLOSED), State.REOPENED, _("重新办理"), needs_comment=True),
)
