"""到账回访: how it stands, what is asked, what may follow what."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.jobs.states import WORKER
from hardship.kernel.workflow import Transition


class State(TextChoices):
    DUE = "due", _("待回访")
    UNREACHED = "unreached", _("多次联系不上")
    DONE = "done", _("已回访")
    ENDED = "ended", _("不再回访")


class Mode(TextChoices):
    PHONE = "phone", _("电话")
    HOME = "home", _("上门")


class Miss(TextChoices):
    """Why a try reached nobody."""

    NO_ANSWER = "no_answer", _("没有人接")
    WRONG = "wrong", _("号码不对或者停机")
    ABSENT = "absent", _("家里没有人")
    LATER = "later", _("请改日再联系")


class Collector(TextChoices):
    SELF = "self", _("本人")
    FAMILY = "family", _("家里人")
    OTHER = "other", _("别人代领")
    NOBODY = "nobody", _("没有收到")


class Effect(TextChoices):
    SOLVED = "solved", _("困难解决了")
    EASED = "eased", _("困难缓解了")
    SAME = "same", _("没有什么变化")


class DifferenceState(TextChoices):
    OPEN = "open", _("待查明")
    SETTLED = "settled", _("已查明")


class Outcome(TextChoices):
    """What an auditor found behind a difference."""

    MISTAKEN = "mistaken", _("本人记错，账上无误")
    PART = "part", _("分几次到账，账上无误")
    MISSING = "missing", _("确实没有收到或者少收")
    KEPT = "kept", _("被人截留、代领没有转交")


MOST_TRIES = 3  # after so many that reached nobody it is on the list of those
UNHAPPY = 2  # satisfaction of so much or less
MOST_SCORE = 5
CALLABLE = (State.DUE, State.UNREACHED)
TONES: Mapping[str, str] = {
    State.DUE: "warning",
    State.UNREACHED: "danger",
    State.DONE: "success",
    State.ENDED: "muted",
}
DIFFERENCE_TONES: Mapping[str, str] = {DifferenceState.OPEN: "danger", DifferenceState.SETTLED: "success"}
READERS = (Role.CLERK, Role.DEPARTMENT, Role.REVIEWER, Role.APPROVER, Role.AUDITOR)
CALLERS = (Role.CLERK, Role.DEPARTMENT, Role.REVIEWER)

TRANSITIONS = (
    *(Transition("record", CALLABLE, State.DONE, role, _("登记回访")) for role in CALLERS),
    Transition("give_up", (State.DUE,), State.UNREACHED, WORKER, _("多次联系不上")),
    Transition("end", CALLABLE, State.ENDED, WORKER, _("退汇，不再回访")),
    Transition(
        "end", (State.UNREACHED,), State.ENDED, Role.REVIEWER, _("不再回访"), needs_comment=True, danger=True
    ),
)
DIFFERENCE_TRANSITIONS = (
    Transition(
        "settle", (DifferenceState.OPEN,), DifferenceState.SETTLED, Role.AUDITOR, _("写明查明的情况"),
        needs_comment=True, is_decision=True,
    ),
)  # fmt: skip
