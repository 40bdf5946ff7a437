"""就业帮扶: how a course and somebody on it stand, and what became of them afterwards."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import CASE_WORKERS, Role
from hardship.kernel.workflow import Transition

READERS = tuple(sorted(CASE_WORKERS))
WRITERS = (Role.CLERK, Role.REVIEWER)
MOST_SEATS, MOST_HOURS = 1000, 5000
# 培训后跟踪: so many months after a course its people are asked whether they work (工作规范 6.1).
CHECK_MONTHS = (3, 6)
EARLY_DAYS = 7  # so many days before its day one may ask


class State(TextChoices):
    PLANNED = "planned", _("筹备")
    OPEN = "open", _("开班")
    ENDED = "ended", _("已结业")
    CANCELLED = "cancelled", _("已取消")


class PartnerKind(TextChoices):
    """With whom a union has an agreement."""

    INSTITUTION = "institution", _("培训机构")
    BASE = "base", _("再就业基地")


class Standing(TextChoices):
    """How an agreement stands today."""

    AHEAD = "ahead", _("未开始")
    NOW = "now", _("有效")
    OVER = "over", _("已到期")


class Level(TextChoices):
    """职业技能等级, the five of the national standards, and courses without one."""

    NONE = "none", _("不分等级")
    FIVE = "five", _("五级（初级工）")
    FOUR = "four", _("四级（中级工）")
    THREE = "three", _("三级（高级工）")
    TWO = "two", _("二级（技师）")
    ONE = "one", _("一级（高级技师）")


class Result(TextChoices):
    """What became of somebody on a course."""

    ENROLLED = "enrolled", _("在读")
    PASSED = "passed", _("合格")
    FAILED = "failed", _("不合格")
    DROPPED = "dropped", _("退学")


class Work(TextChoices):
    """Whether somebody works when they are asked."""

    EMPLOYED = "employed", _("已就业")
    OWN = "own", _("自主创业或灵活就业")
    TRAINING = "training", _("继续培训")
    SEEKING = "seeking", _("未就业")
    UNREACHED = "unreached", _("联系不上")


TONES: dict[str, str] = {
    State.PLANNED: "info",
    State.OPEN: "success",
    State.ENDED: "muted",
    State.CANCELLED: "muted",
}
PARTNER_TONES: dict[str, str] = {
    Standing.AHEAD: "info",
    Standing.NOW: "success",
    Standing.OVER: "danger",
}
RESULT_TONES: dict[str, str] = {
    Result.ENROLLED: "info",
    Result.PASSED: "success",
    Result.FAILED: "warning",
    Result.DROPPED: "muted",
}
IN_WORK = (Work.EMPLOYED, Work.OWN)
TRAINED = (Result.PASSED, Result.FAILED)
TRANSITIONS = tuple(
    Transition(action, source, target, role, label, needs_comment=is_bad, danger=is_bad)
    for action, source, target, label, is_bad in (
        ("open", (State.PLANNED,), State.OPEN, _("开放报名"), False),
        ("end", (State.OPEN,), State.ENDED, _("结业"), False),
        ("cancel", (State.PLANNED, State.OPEN), State.CANCELLED, _("取消培训班"), True),
    )
    for role in WRITERS
)


MOST_POSTS, MOST_WAGE = 9999, 1_000_000
# 在岗跟踪: so many months after somebody was hired they are asked whether they are still there.
JOB_MONTHS = (1, 3, 6)
# 三次无正当理由拒绝介绍的合适工作 (最低生活保障审核确认办法): remarked here, decided by people.
MOST_REFUSALS = 3


class OpeningState(TextChoices):
    OPEN = "open", _("招聘中")
    CLOSED = "closed", _("已停招")


class ReferralState(TextChoices):
    INTRODUCED = "introduced", _("已介绍")
    INTERVIEWED = "interviewed", _("已面试")
    HIRED = "hired", _("已录用")
    DECLINED = "declined", _("没有谈成")
    LEFT = "left", _("已离职")


class Side(TextChoices):
    """Who did not want it."""

    EMPLOYER = "employer", _("单位没有录用")
    PERSON = "person", _("本人不愿去，岗位合适")
    PERSON_UNFIT = "unfit", _("本人不愿去，岗位不合适")


class There(TextChoices):
    """Whether somebody is still at the place."""

    THERE = "there", _("在岗")
    LEFT = "left", _("已离职")
    UNREACHED = "unreached", _("联系不上")


OPENING_TONES: dict[str, str] = {OpeningState.OPEN: "success", OpeningState.CLOSED: "muted"}
REFERRAL_TONES: dict[str, str] = {
    ReferralState.INTRODUCED: "info",
    ReferralState.INTERVIEWED: "info",
    ReferralState.HIRED: "success",
    ReferralState.DECLINED: "warning",
    ReferralState.LEFT: "muted",
}
UNDER_WAY = (ReferralState.INTRODUCED, ReferralState.INTERVIEWED)
OPENING_TRANSITIONS = tuple(
    Transition("close", (OpeningState.OPEN,), OpeningState.CLOSED, role, _("停招"), needs_comment=True)
    for role in WRITERS
)
REFERRAL_TRANSITIONS = tuple(
    Transition(action, source, target, role, label)
    for action, source, target, label in (
        ("interview", (ReferralState.INTRODUCED,), ReferralState.INTERVIEWED, _("登记面试")),
        ("hire", UNDER_WAY, ReferralState.HIRED, _("登记录用")),
        ("decline", UNDER_WAY, ReferralState.DECLINED, _("登记没有谈成")),
        ("leave", (ReferralState.HIRED,), ReferralState.LEFT, _("登记离职")),
    )
    for role in WRITERS
)


MOST_VISITORS = 9_999_999


class FairKind(TextChoices):
    FAIR = "fair", _("现场招聘会")
    SPRING = "spring", _("春送岗位")
    ONLINE = "online", _("网上招聘会")
    OTHER = "other", _("其他")


class StartUpState(TextChoices):
    RUNNING = "running", _("经营中")
    ENDED = "ended", _("已停业")


START_UP_TONES: dict[str, str] = {StartUpState.RUNNING: "success", StartUpState.ENDED: "muted"}
START_UP_TRANSITIONS = tuple(
    Transition("end", (StartUpState.RUNNING,), StartUpState.ENDED, role, _("停业"), needs_comment=True)
    for role in WRITERS
)
