"""States of a change to a filed household."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.kernel.scope import Part
from hardship.kernel.workflow import Transition


class ChangeState(TextChoices):
    PENDING = "pending", _("待审核")
    ACCEPTED = "accepted", _("已同意")
    REJECTED = "rejected", _("不同意")
    WITHDRAWN = "withdrawn", _("已撤回")


CHANGE_TONES = {
    ChangeState.PENDING: "warning",
    ChangeState.ACCEPTED: "success",
    ChangeState.REJECTED: "danger",
}
CHANGE_TRANSITIONS = (
    Transition(
        "accept", (ChangeState.PENDING,), ChangeState.ACCEPTED, Role.REVIEWER, _("同意变更"),
        part=Part.REVIEW, is_decision=True,
    ),
    Transition(
        "reject", (ChangeState.PENDING,), ChangeState.REJECTED, Role.REVIEWER, _("不同意"),
        part=Part.REVIEW, needs_comment=True, is_decision=True,
    ),
    Transition("withdraw", (ChangeState.PENDING,), ChangeState.WITHDRAWN, Role.CLERK, _("撤回变更")),
)  # fmt: skip
