"""States of an instalment, and who looks at it again before its money goes."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.kernel.workflow import Transition


class State(TextChoices):
    """What is paid of a confirmed one is a fact of its payments."""

    PLANNED = "planned", _("计划中")
    CONFIRMED = "confirmed", _("可以发放")
    SUSPENDED = "suspended", _("暂停")
    ENDED = "ended", _("停发")


TONES: Mapping[str, str] = {
    State.PLANNED: "info",
    State.CONFIRMED: "success",
    State.SUSPENDED: "warning",
    State.ENDED: "muted",
}
# States in which an instalment holds its money on a budget line.
HOLDING = (State.PLANNED, State.CONFIRMED)
# What still waits for somebody.
OPEN = (State.PLANNED, State.SUSPENDED)

TRANSITIONS = (
    Transition("confirm", (State.PLANNED,), State.CONFIRMED, Role.REVIEWER, _("复核通过，可以发放"),
               is_decision=True),
    Transition("confirm", (State.SUSPENDED,), State.CONFIRMED, Role.REVIEWER, _("恢复发放"),
               needs_comment=True, is_decision=True),
    Transition("suspend", (State.PLANNED,), State.SUSPENDED, Role.REVIEWER, _("暂停这一期"),
               needs_comment=True, is_decision=True),
    Transition("end", (State.PLANNED, State.SUSPENDED, State.CONFIRMED), State.ENDED, Role.REVIEWER,
               _("停发这一期和以后各期"), needs_comment=True, is_decision=True, danger=True),
)  # fmt: skip
