"""Verdicts of a condition, and the states of a manual override (人工认定) with its transitions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.kernel.workflow import Transition


class Answer(TextChoices):
    """What can be said of one condition."""

    YES = "yes", _("满足")
    NO = "no", _("不满足")
    UNKNOWN = "unknown", _("无法判断")


class OverrideState(TextChoices):
    REQUESTED = "requested", _("待上级审批")
    APPROVED = "approved", _("上级同意")
    REFUSED = "refused", _("上级不同意")
    WITHDRAWN = "withdrawn", _("已撤回")


# Whoever decides works for a union above the one that asks, or is another person of one that has none above;
# the service holds to that.
OVERRIDE_TRANSITIONS = (
    Transition(
        "approve", (OverrideState.REQUESTED,), OverrideState.APPROVED, Role.REVIEWER, _("同意人工认定"),
        is_decision=True,
    ),
    Transition(
        "approve", (OverrideState.REQUESTED,), OverrideState.APPROVED, Role.APPROVER, _("同意人工认定"),
        is_decision=True,
    ),
    Transition(
        "refuse", (OverrideState.REQUESTED,), OverrideState.REFUSED, Role.REVIEWER, _("不同意"),
        needs_comment=True, is_decision=True,
    ),
    Transition(
        "refuse", (OverrideState.REQUESTED,), OverrideState.REFUSED, Role.APPROVER, _("不同意"),
        needs_comment=True, is_decision=True,
    ),
    Transition("withdraw", (OverrideState.REQUESTED,), OverrideState.WITHDRAWN, Role.REVIEWER, _("撤回")),
)  # fmt: skip
