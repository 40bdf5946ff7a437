"""What becomes of a union (更名、换上级、合并、分立), and the way of such a change; docs/adr/0043."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.kernel.workflow import Transition


class Kind(TextChoices):
    RENAME = "rename", _("更名")
    MOVE = "move", _("换上级")
    MERGE = "merge", _("合并")
    SPLIT = "split", _("分立")


class State(TextChoices):
    PLANNED = "planned", _("待确认")
    CONFIRMED = "confirmed", _("已确认，到日办理")
    DONE = "done", _("已完成")
    DECLINED = "declined", _("未同意")
    WITHDRAWN = "withdrawn", _("已撤回")


TONES: dict[str, str] = {
    State.PLANNED: "warning",
    State.CONFIRMED: "info",
    State.DONE: "success",
    State.DECLINED: "danger",
}
OPEN_STATES = (State.PLANNED, State.CONFIRMED)
# Who confirms what an administrator planned; both stand at a union above, if there is one.
CONFIRMERS = (Role.ADMINISTRATOR, Role.APPROVER)
READERS = (*CONFIRMERS, Role.DEPARTMENT, Role.AUDITOR)
WORKER = "worker"  # the chore that carries out what is due
TRANSITIONS = (
    *(
        Transition("confirm", (State.PLANNED,), State.CONFIRMED, role, _("确认"), is_decision=True)
        for role in CONFIRMERS
    ),
    *(
        Transition(
            "decline", (State.PLANNED,), State.DECLINED, role, _("不同意"), needs_comment=True, danger=True
        )
        for role in CONFIRMERS
    ),
    Transition("withdraw", OPEN_STATES, State.WITHDRAWN, Role.ADMINISTRATOR, _("撤回"), danger=True),
    Transition("carry_out", (State.CONFIRMED,), State.DONE, WORKER, _("办理完成")),
)
MOST_CHOSEN = 500  # rows of one kind that one split takes along
MOST_AHEAD = 366  # days between the plan of a change and its day
