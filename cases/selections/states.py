"""States of a list of those to be aided (帮扶对象名单) and of each household on it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import CASE_WORKERS, Role
from hardship.kernel.scope import Part
from hardship.kernel.workflow import Transition


class SelectionState(TextChoices):
    DRAFT = "draft", _("收集中")
    SUBMITTED = "submitted", _("待审定")
    RETURNED = "returned", _("退回补正")
    APPROVED = "approved", _("已审定")


class RowState(TextChoices):
    OPEN = "open", _("待审定")
    AGREED = "agreed", _("同意")
    REFUSED = "refused", _("不同意")
    BACK = "back", _("退回核实")


class Origin(TextChoices):
    """Where a household of the list comes from."""

    SURVEY = "survey", _("年度核查")
    NEW = "new", _("新建档")
    CHOSEN = "chosen", _("在档家庭")


SELECTION_TONES: dict[str, str] = {
    SelectionState.DRAFT: "muted",
    SelectionState.SUBMITTED: "info",
    SelectionState.RETURNED: "warning",
    SelectionState.APPROVED: "success",
}
ROW_TONES: dict[str, str] = {
    RowState.OPEN: "info",
    RowState.AGREED: "success",
    RowState.REFUSED: "muted",
    RowState.BACK: "warning",
}
OPEN_STATES = (SelectionState.DRAFT, SelectionState.RETURNED)
SETTLED = (RowState.AGREED, RowState.REFUSED)
MAKERS = (Role.CLERK, Role.REVIEWER)
# Who approves: the union that reviews the cases of the one that made the list; where that is the same union,
# the one that decides them (rules.approving_part).
APPROVERS = ((Role.REVIEWER, Part.REVIEW), (Role.APPROVER, Part.DECIDE))

# `level` is None where the union acts that made the list.
SELECTION_TRANSITIONS = (
    *(
        Transition("submit", OPEN_STATES, SelectionState.SUBMITTED, role, _("提交名单"))
        for role in MAKERS
    ),
    *(
        Transition("withdraw", (SelectionState.SUBMITTED,), SelectionState.DRAFT, role, _("撤回修改"))
        for role in MAKERS
    ),
    *(
        Transition(
            "approve", (SelectionState.SUBMITTED,), SelectionState.APPROVED, role, _("审定名单"), part=part,
            is_decision=True,
        )
        for role, part in APPROVERS
    ),
    *(
        Transition(
            "return", (SelectionState.SUBMITTED,), SelectionState.RETURNED, role, _("退回名单"), part=part,
            needs_comment=True, is_decision=True,
        )
        for role, part in APPROVERS
    ),
)  # fmt: skip
ROW_TRANSITIONS = (
    *(
        Transition(
            "agree", tuple(RowState.values), RowState.AGREED, role, _("同意"), part=part, is_decision=True
        )
        for role, part in APPROVERS
    ),
    *(
        Transition(
            "refuse", tuple(RowState.values), RowState.REFUSED, role, _("不同意"), part=part,
            needs_comment=True, is_decision=True,
        )
        for role, part in APPROVERS
    ),
    *(
        Transition(
            "back", tuple(RowState.values), RowState.BACK, role, _("退回核实"), part=part,
            needs_comment=True, is_decision=True,
        )
        for role, part in APPROVERS
    ),
)  # fmt: skip
READERS = tuple(sorted(CASE_WORKERS))
