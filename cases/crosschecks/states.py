"""Lists of other departments: their kinds, how one is worked through, what a difference turns out to be."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.jobs.states import WORKER
from hardship.kernel.workflow import Transition


class CheckKind(TextChoices):
    DIBAO = "dibao", _("低保名单")
    VEHICLE = "vehicle", _("车辆登记")
    BUSINESS = "business", _("市场主体登记")
    PROPERTY = "property", _("不动产登记")
    DEATH = "death", _("死亡（殡葬）名单")


class CheckState(TextChoices):
    UPLOADED = "uploaded", _("待对应列")
    MATCHING = "matching", _("比对中")
    DONE = "done", _("已比对")
    FAILED = "failed", _("未能读取")
    DISCARDED = "discarded", _("已作废")


class Difference(TextChoices):
    """How a list and a file disagree about one person."""

    ON_DIBAO = "on_dibao", _("名单上享受低保，档案未填")
    NOT_ON_DIBAO = "not_on_dibao", _("档案填享受低保，名单上没有")
    VEHICLES = "vehicles", _("登记车辆多于档案")
    BUSINESS = "business", _("登记有企业，档案未填")
    HOMES = "homes", _("登记房产多于档案")
    DECEASED = "deceased", _("名单上已去世，仍列为家庭成员")
    NAME = "name", _("证件号相同，姓名不同")


class HitState(TextChoices):
    OPEN = "open", _("待核实")
    TO_CHANGE = "to_change", _("属实需变更")
    ASKED = "asked", _("变更待审核")
    HARMLESS = "harmless", _("属实不影响")
    UNTRUE = "untrue", _("不属实")
    SETTLED = "settled", _("已处理")


CHECK_TONES: dict[str, str] = {
    CheckState.UPLOADED: "warning",
    CheckState.MATCHING: "info",
    CheckState.DONE: "success",
    CheckState.FAILED: "danger",
    CheckState.DISCARDED: "muted",
}
HIT_TONES: dict[str, str] = {
    HitState.OPEN: "warning",
    HitState.TO_CHANGE: "danger",
    HitState.ASKED: "info",
    HitState.HARMLESS: "info",
    HitState.UNTRUE: "muted",
    HitState.SETTLED: "success",
}
CHECKERS = (Role.CLERK, Role.REVIEWER)
# A change of the file may be asked for. All differences but those of one person are of the household, so that
# one change answers them for everybody in it.
ASKABLE = (HitState.OPEN, HitState.TO_CHANGE)
OF_PERSON = (Difference.DECEASED, Difference.NAME)

# Whoever imports a list works it through: a clerk or a reviewer, at any level.
CHECK_TRANSITIONS = (
    *(
        Transition(
            "match", (CheckState.UPLOADED, CheckState.MATCHING, CheckState.FAILED), CheckState.MATCHING, role,
            _("开始比对"),
        )
        for role in CHECKERS
    ),
    Transition("finish", (CheckState.MATCHING,), CheckState.DONE, WORKER, _("比对完毕")),
    Transition("fail", (CheckState.MATCHING,), CheckState.FAILED, WORKER, _("未能读取")),
    *(
        Transition(
            "discard", (CheckState.UPLOADED, CheckState.FAILED), CheckState.DISCARDED, role,
            _("作废这份名单"), danger=True,
        )
        for role in CHECKERS
    ),
)  # fmt: skip

# The union's clerk asks the family; a reviewer may send a finding back to be looked at again. What the file
# has to follow is asked for as a change; the decision on that change closes the difference or brings it back.
HIT_TRANSITIONS = (
    Transition(
        "confirm", (HitState.OPEN,), HitState.TO_CHANGE, Role.CLERK, _("属实，需变更档案"), needs_comment=True
    ),
    Transition(
        "dismiss", (HitState.OPEN,), HitState.HARMLESS, Role.CLERK, _("属实，不影响认定"), needs_comment=True
    ),
    Transition("refute", (HitState.OPEN,), HitState.UNTRUE, Role.CLERK, _("不属实"), needs_comment=True),
    Transition(
        "settle", (HitState.TO_CHANGE,), HitState.SETTLED, Role.CLERK, _("已另行处理"), needs_comment=True
    ),
    Transition("ask", ASKABLE, HitState.ASKED, WORKER, _("提出变更")),
    Transition("answer", (HitState.ASKED,), HitState.SETTLED, WORKER, _("变更已同意，差异办结")),
    Transition("release", (HitState.ASKED,), HitState.TO_CHANGE, WORKER, _("变更未获同意或已撤回")),
    Transition(
        "reopen", (HitState.TO_CHANGE, HitState.HARMLESS, HitState.UNTRUE, HitState.SETTLED), HitState.OPEN,
        Role.REVIEWER, _("重新核实"), needs_comment=True,
    ),
)  # fmt: skip
