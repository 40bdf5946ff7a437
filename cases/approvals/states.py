"""The route of an application as one table, and the working days that each stage may take."""

from django.utils.translation import gettext_lazy as _

from cases.applications.states import State
from hardship.accounts.states import Role
from hardship.kernel.scope import Part
from hardship.kernel.workflow import Transition

# Leaving the notice early (an objection was upheld, the file changed) is no second opinion on the case: the
# reviewer who passed it may take it down again. Nor is taking back an approval whose money has not left: the
# file was closed since, or nobody can be paid.
TRANSITIONS = (
    Transition("submit", (State.DRAFT, State.RETURNED), State.REVIEW, Role.CLERK, _("提交申请")),
    Transition("withdraw", (State.DRAFT,), State.WITHDRAWN, Role.CLERK, _("作废草稿"), danger=True),
    Transition("withdraw", (State.RETURNED, State.REVIEW), State.WITHDRAWN, Role.CLERK, _("撤回申请"),
               danger=True),
    Transition("pass", (State.REVIEW,), State.PUBLIC_NOTICE, Role.REVIEWER, _("审核通过，公示"),
               part=Part.REVIEW, is_decision=True),
    Transition("forward", (State.REVIEW,), State.APPROVAL, Role.REVIEWER, _("审核通过，报审批"),
               part=Part.REVIEW, is_decision=True),
    Transition("return", (State.REVIEW,), State.RETURNED, Role.REVIEWER, _("退回补正"),
               part=Part.REVIEW, needs_comment=True, is_decision=True),
    Transition("reject", (State.REVIEW,), State.REJECTED, Role.REVIEWER, _("不予帮扶"),
               part=Part.REVIEW, needs_comment=True, is_decision=True, danger=True),
    Transition("conclude", (State.PUBLIC_NOTICE,), State.APPROVAL, Role.REVIEWER,
               _("公示期满，报审批"), part=Part.REVIEW),
    Transition("return", (State.PUBLIC_NOTICE,), State.RETURNED, Role.REVIEWER, _("退回补正"),
               part=Part.REVIEW, needs_comment=True),
    Transition("approve", (State.APPROVAL,), State.APPROVED, Role.APPROVER, _("批准"),
               part=Part.DECIDE, is_decision=True),
    Transition("return", (State.APPROVAL,), State.RETURNED, Role.APPROVER, _("退回补正"),
               part=Part.DECIDE, needs_comment=True, is_decision=True),
    Transition("reject", (State.APPROVAL,), State.REJECTED, Role.APPROVER, _("不予帮扶"),
               part=Part.DECIDE, needs_comment=True, is_decision=True, danger=True),
    Transition("revoke", (State.APPROVED,), State.REVOKED, Role.APPROVER, _("撤销批准，释放资金"),
               part=Part.DECIDE, needs_comment=True, danger=True),
)  # fmt: skip

# Steps that put their name under the content: it must be what was submitted, unchanged.
BINDING = ("pass", "forward", "reject", "conclude", "approve")
# Which step ends the review: the notice where the programme wants one, else on to the decision at once.
PASSING = {True: "pass", False: "forward"}
# Working days that a stage may take before it is late.
STAGE_WORKDAYS = {State.REVIEW: 5, State.APPROVAL: 5, State.RETURNED: 10}
