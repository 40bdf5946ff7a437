"""What can be done with an application, as one table."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from cases.applications.states import State
from hardship.accounts.states import Role
from hardship.jobs.states import WORKER
from hardship.kernel.workflow import Transition

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Whose staff signs where is in the route of the application (cases.policies.rules.document.routes), frozen at
# its submission: a row says what a step does, the route by whom it is done and whether it is the next one.
SIGNERS = (Role.REVIEWER, Role.APPROVER, Role.DEPARTMENT)
SUPERVISORS = (Role.REVIEWER, Role.APPROVER)  # who does something about what is late below (督办, 接办)


def _signed(
    action: str, source: State, target: State, label: "StrOrPromise", **more: Any
) -> tuple[Transition, ...]:
    return tuple(Transition(action, (source,), target, role, label, **more) for role in SIGNERS)


# Leaving the notice early (an objection was upheld, the file changed) is no second opinion on the case:
# whoever passed it may take it down again. Nor is taking back an approval whose money has not left: the file
# was closed since, or nobody can be paid.
TRANSITIONS = (
    Transition("submit", (State.DRAFT, State.RETURNED), State.REVIEW, Role.CLERK, _("提交申请")),
    # what is urgent and has a route of one step, a decision by somebody who did not enter it
    Transition("submit", (State.DRAFT, State.RETURNED), State.APPROVAL, Role.CLERK, _("提交申请")),
    Transition("withdraw", (State.DRAFT,), State.WITHDRAWN, Role.CLERK, _("作废草稿"), danger=True),
    # at APPROVAL only what is urgent, of one step, and looked at by nobody (selectors.permits)
    Transition("withdraw", (State.RETURNED, State.REVIEW, State.APPROVAL, State.SUSPENDED), State.WITHDRAWN,
               Role.CLERK, _("撤回申请"), danger=True),
    # before anybody acted on it; then it can only be given up
    Transition("recall", (State.REVIEW, State.APPROVAL), State.DRAFT, Role.CLERK, _("撤回修改")),
    *_signed("pass", State.REVIEW, State.PUBLIC_NOTICE, _("审核通过，公示"), is_decision=True),
    *_signed("pass", State.REVIEW, State.APPROVAL, _("审核通过，报审批"), is_decision=True),
    *_signed("pass", State.REVIEW, State.REVIEW, _("同意，转下一环节"), is_decision=True),
    *_signed("return", State.REVIEW, State.RETURNED, _("退回补正"), needs_comment=True, is_decision=True),
    *_signed("send_back", State.REVIEW, State.REVIEW, _("退回前面环节"), needs_comment=True,
             is_decision=True),
    *_signed("reject", State.REVIEW, State.REJECTED, _("不予帮扶"), needs_comment=True, is_decision=True,
             danger=True),
    *_signed("conclude", State.PUBLIC_NOTICE, State.APPROVAL, _("公示期满，报审批")),
    *_signed("return", State.PUBLIC_NOTICE, State.RETURNED, _("退回补正"), needs_comment=True),
    *_signed("reject", State.PUBLIC_NOTICE, State.REJECTED, _("不予帮扶"), needs_comment=True,
             is_decision=True, danger=True),
    *_signed("approve", State.APPROVAL, State.APPROVED, _("批准"), is_decision=True),
    *_signed("approve", State.APPROVAL, State.APPROVAL, _("同意，转下一环节"), is_decision=True),
    *_signed("return", State.APPROVAL, State.RETURNED, _("退回补正"), needs_comment=True, is_decision=True),
    *_signed("send_back", State.APPROVAL, State.REVIEW, _("退回前面环节"), needs_comment=True,
             is_decision=True),
    *_signed("send_back", State.APPROVAL, State.APPROVAL, _("退回前面环节"), needs_comment=True,
             is_decision=True),
    *_signed("reject", State.APPROVAL, State.REJECTED, _("不予帮扶"), needs_comment=True, is_decision=True,
             danger=True),
    *_signed("suspend", State.REVIEW, State.SUSPENDED, _("挂起，等申请人"), needs_comment=True),
    *_signed("suspend", State.APPROVAL, State.SUSPENDED, _("挂起，等申请人"), needs_comment=True),
    *_signed("hand_on", State.REVIEW, State.REVIEW, _("转给同事办"), needs_comment=True),
    *_signed("hand_on", State.APPROVAL, State.APPROVAL, _("转给同事办"), needs_comment=True),
    *_signed("consult", State.REVIEW, State.REVIEW, _("请人出意见（加签）"), needs_comment=True),
    *_signed("consult", State.APPROVAL, State.APPROVAL, _("请人出意见（加签）"), needs_comment=True),
    *_signed("opine", State.REVIEW, State.REVIEW, _("出具意见"), needs_comment=True),
    *_signed("opine", State.APPROVAL, State.APPROVAL, _("出具意见"), needs_comment=True),
    *_signed("take_back", State.REVIEW, State.REVIEW, _("撤回加签")),
    *_signed("take_back", State.APPROVAL, State.APPROVAL, _("撤回加签")),
    *_signed("resume", State.SUSPENDED, State.REVIEW, _("恢复办理")),
    *_signed("resume", State.SUSPENDED, State.APPROVAL, _("恢复办理")),
    *_signed("revoke", State.APPROVED, State.REVOKED, _("撤销批准"), needs_comment=True,
             danger=True),
    # by the clock alone, once the last day to collect is past (cases.outcomes)
    Transition("lapse", (State.APPROVED,), State.LAPSED, WORKER, _("到期未领，批准失效"), needs_comment=True),
    *_signed("reopen", State.REJECTED, State.RETURNED, _("复核改变原决定，重新办理"), needs_comment=True),
    *_signed("reopen", State.APPROVED, State.RETURNED, _("复核改变原决定，重新办理"), needs_comment=True),
    *_signed("prolong", State.REVIEW, State.REVIEW, _("延长全程时限"), needs_comment=True),
    *_signed("prolong", State.APPROVAL, State.APPROVAL, _("延长全程时限"), needs_comment=True),
    # by somebody of a union above, once it is late there (selectors.taking_over)
    *(Transition("take_over", (state,), state, role, _("由上级接办"), needs_comment=True)
      for state in (State.REVIEW, State.APPROVAL) for role in SUPERVISORS),
    # by somebody of a union above, once, while it is late or nearly so (selectors.extending)
    *(Transition("extend", (state,), state, role, _("延长这个环节的时限"), needs_comment=True)
      for state in (State.REVIEW, State.APPROVAL) for role in SUPERVISORS),
    # the signature that was the last thing done, by whose it is (selectors.retracting)
    *_signed("retract", State.REVIEW, State.REVIEW, _("撤回我的意见"), needs_comment=True),
    *_signed("retract", State.APPROVAL, State.REVIEW, _("撤回我的意见"), needs_comment=True),
    *_signed("retract", State.APPROVAL, State.APPROVAL, _("撤回我的意见"), needs_comment=True),
    *_signed("retract", State.APPROVED, State.APPROVAL, _("撤回我的意见"), needs_comment=True),
)  # fmt: skip

# A refusal names the rule that it rests on.
REJECT = "reject"
# What the clerks of the applying union do; everything else is done by whom the route names.
OF_CLERKS = frozenset({"submit", "withdraw", "recall"})
# Back into the draft; what was submitted in that round was read by nobody who decides.
RECALL = "recall"
# Leads to a stage of the route that was passed already, whose signatures, and those since, are void.
SEND_BACK = "send_back"
# While it waits for the applicant its clock stands still; it goes on by itself on the last day.
SUSPEND, RESUME = "suspend", "resume"
MOST_SUSPENDED, MOST_SUSPENDED_DAYS = 30, 60  # working days, and days, in all at one stay at a stage
# The case stays where it is and is one colleague's, who holds the same post.
HAND_ON = "hand_on"
# 接办: the stage is from now on that of somebody at a union above; it stays late of the union below.
TAKE_OVER = "take_over"
# A review came out different: the case begins a new round, without whoever took that decision. It has no
# button, it is taken with the answer to the review (cases.outcomes).
REOPEN = "reopen"
# 失效: nobody came for what was approved; what it gave goes back as with a revocation.
LAPSE = "lapse"
# 撤回: the case stands again where it stood before the signature that is taken back, which is void.
RETRACT = "retract"
# With a reason the whole way may take longer, once.
PROLONG = "prolong"
# 上级延长: the day of one stage is put off from above; what was late before stays late.
EXTEND = "extend"
NEARLY_LATE, MOST_EXTENDED = 2, 10  # working days: left at most, and from now on
# Steps that leave a case with its clerk.
BACK_WITH_CLERK = ("return", REOPEN)
# 加签: a named person is asked for an opinion, and the step waits for it; no opinion is a decision.
CONSULT, OPINE, TAKE_BACK = "consult", "opine", "take_back"
CONSULTING = (CONSULT, OPINE, TAKE_BACK)
# Steps whose button asks for something of its own.
APART = (SEND_BACK, SUSPEND, HAND_ON, CONSULT, PROLONG, EXTEND)
# Steps that name a colleague, or whoever took it over.
NAMING = (HAND_ON, CONSULT, TAKE_OVER)
# Steps that put no name under the case, but are not for whoever made it or stays out of it either.
HANDLING = (SUSPEND, RESUME, HAND_ON, CONSULT, PROLONG)
# Steps that lead to the next stage of the route; the signatures of the first two are counted.
SIGNING = ("pass", "approve")
CONCLUDE = "conclude"
ONWARD = (*SIGNING, CONCLUDE)
# Of a stage outside this program these take the document by which it was decided.
DOCUMENTED = (*SIGNING, "reject")
# Steps that put their name under the content: it must be what was submitted, unchanged.
BINDING = ("pass", "reject", "conclude", "approve")
# In which state an application stands at a stage of this kind.
STATE_AT: Mapping[str, State] = {
    "review": State.REVIEW,
    "field_check": State.REVIEW,
    "notice": State.PUBLIC_NOTICE,
    "meeting": State.APPROVAL,
    "decide": State.APPROVAL,
}
RETURNED_DAYS = 10  # working days that somebody has to mend what was returned
# 超期上报: a union sees what has been late below it for so many working days, unless it says otherwise.
OVERDUE_WORKDAYS, MOST_OVERDUE_WORKDAYS = 3, 10
COPIED_ROLES = (Role.CLERK, *SIGNERS)  # who may get copies of what was decided (抄送)
