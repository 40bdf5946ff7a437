"""Two people who may be one: why it is thought, what was decided, how their files become one."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

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


DUPLICATE_TONES: dict[str, str] = {
    DuplicateState.OPEN: "warning",
    DuplicateState.DISTINCT: "muted",
    DuplicateState.MERGED: "success",
    DuplicateState.GONE: "muted",
}
DECIDERS = (Role.CLERK, Role.REVIEWER)

DUPLICATE_TRANSITIONS = (
    *(
        Transition(
            "distinct", (DuplicateState.OPEN,), DuplicateState.DISTINCT, role, _("不是重复"),
            needs_comment=True,
        )
        for role in DECIDERS
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
