"""A household's plan and its measures: what each can be, and who moves it from where to where."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.kernel.workflow import Transition


class PlanState(TextChoices):
    DRAFT = "draft", _("草拟")
    AGREED = "agreed", _("执行中")
    DONE = "done", _("已完成")
    ENDED = "ended", _("已终止")


class MeasureState(TextChoices):
    OPEN = "open", _("进行中")
    DONE = "done", _("已落实")
    DROPPED = "dropped", _("已取消")


PLAN_TONES: dict[str, str] = {
    PlanState.DRAFT: "muted",
    PlanState.AGREED: "info",
    PlanState.DONE: "success",
    PlanState.ENDED: "muted",
}
MEASURE_TONES = {
    MeasureState.OPEN: "info",
    MeasureState.DONE: "success",
    MeasureState.DROPPED: "muted",
}


class MeasureKind(TextChoices):
    LIVING = "living", _("生活救助")
    MEDICAL = "medical", _("医疗救助")
    SCHOOLING = "schooling", _("子女助学")
    WORK = "work", _("就业援助")
    TRAINING = "training", _("技能培训")
    PAIRING = "pairing", _("结对帮扶")
    LEGAL = "legal", _("法律援助")
    COMFORT = "comfort", _("走访慰问")
    INSURANCE = "insurance", _("社保落实")
    HOUSING = "housing", _("住房保障")
    DIBAO = "dibao", _("纳入低保")
    STARTUP = "startup", _("创业扶持")
    COUNSEL = "counsel", _("心理疏导")
    REFERRAL = "referral", _("转介其他部门")
    OTHER = "other", _("其他")


class Department(TextChoices):
    """牵头部门: whose business a measure is. The union sees to it that they do it."""

    UNION = "union", _("工会")
    LABOUR = "labour", _("人社")
    CIVIL = "civil", _("民政")
    INSURANCE = "insurance", _("医保")
    HEALTH = "health", _("卫健")
    EDUCATION = "education", _("教育")
    HOUSING = "housing", _("住建")
    JUSTICE = "justice", _("司法行政")
    DISABLED = "disabled", _("残联")
    EMPLOYER = "employer", _("用人单位")
    OTHER = "other", _("其他部门")


# Who leads where a measure names nobody else (SD2 §4); the union for all other kinds.
USUAL_DEPARTMENT: dict[str, Department] = {
    MeasureKind.MEDICAL: Department.INSURANCE,
    MeasureKind.SCHOOLING: Department.EDUCATION,
    MeasureKind.WORK: Department.LABOUR,
    MeasureKind.TRAINING: Department.LABOUR,
    MeasureKind.LEGAL: Department.JUSTICE,
    MeasureKind.INSURANCE: Department.LABOUR,
    MeasureKind.HOUSING: Department.HOUSING,
    MeasureKind.DIBAO: Department.CIVIL,
    MeasureKind.STARTUP: Department.LABOUR,
    MeasureKind.REFERRAL: Department.OTHER,
}
LIVE_PLANS = (PlanState.DRAFT, PlanState.AGREED)
# `level` is None in all of them: the clerks of the household's union.
PLAN_TRANSITIONS = (
    Transition("agree", (PlanState.DRAFT,), PlanState.AGREED, Role.CLERK, _("家庭同意，开始执行")),
    Transition("finish", (PlanState.AGREED,), PlanState.DONE, Role.CLERK, _("完成计划"), needs_comment=True),
    Transition(
        "end", LIVE_PLANS, PlanState.ENDED, Role.CLERK, _("终止计划"), needs_comment=True, danger=True
    ),
)
MEASURE_TRANSITIONS = (
    Transition(
        "settle", (MeasureState.OPEN,), MeasureState.DONE, Role.CLERK, _("已落实"), needs_comment=True
    ),
    Transition(
        "drop", (MeasureState.OPEN,), MeasureState.DROPPED, Role.CLERK, _("取消这项措施"),
        needs_comment=True, danger=True,
    ),
)  # fmt: skip


class ExitKind(TextChoices):
    """What a household is planned for: to leave hardship in a year, or regular aid for good."""

    LEAVE = "leave", _("计划脱困")
    REGULAR = "regular", _("常态化帮扶")


PLANNERS = (Role.CLERK, Role.REVIEWER)
# 年度任务: of the filed households at least a third leaves hardship or is relieved within the year (SD2 §4),
# where no union above has set another share.
THIRD = (1, 3)
