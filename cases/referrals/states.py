"""How a referral to a department stands, and who makes one."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import CASE_WORKERS, Role
from hardship.kernel.workflow import Transition

SOURCE = "referrals.servicereferral"


class State(TextChoices):
    SENT = "sent", _("等答复")
    ANSWERED = "answered", _("已答复")
    WON = "won", _("办成")
    REFUSED = "refused", _("未办成")
    DROPPED = "dropped", _("放弃")


OPEN = (State.SENT, State.ANSWERED)
SETTLED = (State.WON, State.REFUSED, State.DROPPED)
TONES: dict[str, str] = {
    State.SENT: "warning",
    State.ANSWERED: "info",
    State.WON: "success",
    State.REFUSED: "danger",
    State.DROPPED: "muted",
}
MOST_DAYS = 90  # working days within which a department answers
USUAL_DAYS = 20
MOST_BACK = 365  # days; what was sent before that is no referral to enter now
WRITERS = (Role.CLERK,)  # what a department gives becomes a record of aid, which clerks write
KEEPERS = (Role.CLERK, Role.REVIEWER)  # of the list of services
READERS = tuple(sorted(CASE_WORKERS))

# Taken by whoever has the referral in hand (`selectors.step_blocker`). A result is taken back to where the
# referral stood: one that was dropped without an answer waits for it again.
TRANSITIONS = (
    Transition("answer", (State.SENT,), State.ANSWERED, Role.CLERK, _("登记答复"), needs_comment=True),
    Transition("win", (State.ANSWERED,), State.WON, Role.CLERK, _("登记办成")),
    Transition("refuse", (State.ANSWERED,), State.REFUSED, Role.CLERK, _("登记未办成"), needs_comment=True),
    Transition("drop", OPEN, State.DROPPED, Role.CLERK, _("登记放弃"), needs_comment=True, danger=True),
    Transition("take_back", SETTLED, State.ANSWERED, Role.CLERK, _("撤回结果"), needs_comment=True),
    Transition("take_back", (State.DROPPED,), State.SENT, Role.CLERK, _("撤回结果"), needs_comment=True),
)
