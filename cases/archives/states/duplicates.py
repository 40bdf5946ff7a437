"""Two people who may be one: why it is thought, what was decided, how their files become one."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.archives.states.files import ACTIVE_STATES, IN_FORCE_STATES, State
from hardship.accounts.states import Role
from hardship.jobs.states import WORKER
from hardship.kernel.workflow import Transition


class DuplicateReason(TextChoices):
    SAME_PERSON = "same_person", _("同一证件号在两户")
    SAME_CARD = "same_card", _("同一银行卡号")
    SAME_PHONE = "same_phone", _("同一手机号码")
    SIMILAR = "similar", _("姓名、出生日期、住址相近")


class DuplicateState(TextChoices):
    OPEN = "open", _("待判断")
    DISTINCT = "distinct", _("不是重复")
    MERGED = "merged", _("已合并")
    GONE = "gone", _("已不存在")


DUPLICATE_TRANSITIONS = (
    *(
        Transition(
            "distinct", (DuplicateState.OPEN,), DuplicateState.DISTINCT, role, _("不是重复"),
            needs_comment=True,
        )
        for role in (Role.CLERK, Role.REVIEWER)
    ),
    Transition(
        "merge", (DuplicateState.OPEN,), DuplicateState.MERGED, Role.REVIEWER, _("合并两份档案"),
        needs_comment=True, is_decision=True, danger=True,
    ),
    Transition(
        "undo", (DuplicateState.MERGED,), DuplicateState.OPEN, Role.REVIEWER, _("撤销合并"),
        needs_comment=True, danger=True,
    ),
    Transition(
        "reopen", (DuplicateState.DISTINCT,), DuplicateState.OPEN, Role.REVIEWER, _("重新判断"),
        needs_comment=True,
    ),
    Transition("clear", (DuplicateState.OPEN,), DuplicateState.GONE, WORKER, _("情况已变，不再存在")),
    Transition("find", (DuplicateState.GONE,), DuplicateState.OPEN, WORKER, _("再次发现")),
)  # fmt: skip

# What becomes of the file that does not stay: one that was never filed is discarded. Undoing brings each back
# to where it was, but for what waited for a decision, which is a draft again.
MERGE_TRANSITIONS = (
    Transition("merge", IN_FORCE_STATES, State.CLOSED, Role.REVIEWER, _("并入另一份档案"), is_decision=True),
    Transition(
        "merge", (State.DRAFT, State.RETURNED, State.UNDER_REVIEW), State.DISCARDED, Role.REVIEWER,
        _("并入另一份档案"), is_decision=True,
    ),
    *(
        Transition("absorb", (state,), state, Role.REVIEWER, _("并入另一份档案的内容"), is_decision=True)
        for state in (State.DRAFT, *ACTIVE_STATES)
    ),
    *(
        Transition("unmerge", (State.CLOSED,), state, Role.REVIEWER, _("撤销合并，恢复档案"))
        for state in IN_FORCE_STATES
    ),
    Transition("unmerge", (State.DISCARDED,), State.DRAFT, Role.REVIEWER, _("撤销合并，恢复为草稿")),
)  # fmt: skip
