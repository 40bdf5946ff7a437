"""Levels of the union tree and the roles a person can hold in a union (domain glossary)."""

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.kernel.desk import Post
from hardship.kernel.scope import Part

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Level(TextChoices):
    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")
    COUNTY = "county", _("区县级")
    TOWNSHIP = "township", _("乡镇（街道、产业、集团）")
    GRASSROOTS = "grassroots", _("基层")


class Role(TextChoices):
    CLERK = "clerk", _("经办人")
    DEPARTMENT = "department", _("部门负责人")
    REVIEWER = "reviewer", _("审核人")
    APPROVER = "approver", _("审批人")
    FINANCE = "finance", _("财务")  # the accountant: keeps the books, makes the batches
    CASHIER = "cashier", _("出纳")
    AUDITOR = "auditor", _("审计")
    ADMINISTRATOR = "administrator", _("管理员")


class Standing(TextChoices):
    """How an appointment stands on a day."""

    HELD = "held", _("在任")
    ENDING = "ending", _("30 天内到期")
    UPCOMING = "upcoming", _("未到任")
    ENDED = "ended", _("已到期")
    REVOKED = "revoked", _("已免去")
    WAITING = "waiting", _("待第二人确认")
    REFUSED = "refused", _("第二人未同意")
    WITHDRAWN = "withdrawn", _("已撤回")


class Second(TextChoices):
    """How the second person (第二人) stands to an appointment that gives power."""

    NOT_NEEDED = "not_needed", _("不用第二人")
    WAITING = "waiting", _("待第二人确认")
    GIVEN = "given", _("确认")
    REFUSED = "refused", _("不同意")
    ALONE = "alone", _("未经第二人确认")  # there was nobody else who could
    CARRIED = "carried", _("随工会调整转来")  # the same post at the union that came after


DECIDED = (Second.GIVEN, Second.REFUSED)
# How an appointment stands that was over before it counted.
WITHOUT_EFFECT: "dict[Second, Standing]" = {
    Second.REFUSED: Standing.REFUSED,
    Second.WAITING: Standing.WITHDRAWN,
}
# Whoever holds one of these decides on cases, money or accounts: two administrators give it.
POWER = (Role.REVIEWER, Role.APPROVER, Role.FINANCE, Role.ADMINISTRATOR)

AWAY_DAYS = 30  # for so long whoever the maker of a post kept from confirming it counts as somebody who could
ENDING_DAYS = 30  # before its last day an appointment is told of
STANDING_TONES: dict[str, str] = {
    Standing.HELD: "success",
    Standing.ENDING: "warning",
    Standing.UPCOMING: "info",
    Standing.ENDED: "muted",
    Standing.REVOKED: "muted",
    Standing.WAITING: "warning",
    Standing.REFUSED: "danger",
    Standing.WITHDRAWN: "muted",
}


class StandInState(TextChoices):
    """How a stand-in (代办) stands today."""

    PLANNED = "planned", _("未开始")
    RUNNING = "running", _("代办中")
    ENDED = "ended", _("已结束")


STAND_IN_TONES: dict[str, str] = {
    StandInState.PLANNED: "info",
    StandInState.RUNNING: "success",
    StandInState.ENDED: "muted",
}
MOST_STAND_IN_DAYS = 183  # of one stand-in; whoever is away longer has a successor
# Whoever works there reads figures, and names of families once they said what for (work rules, 10: 省级).
NAMES_ON_REASON = frozenset({Level.PROVINCE})
ANCESTOR_LEVELS = (Level.PROVINCE, Level.CITY, Level.COUNTY, Level.TOWNSHIP)


class Exclusion(NamedTuple):
    """Two roles that one person may not hold at the same time: at one union, or anywhere (`is_everywhere`);
    and why, which every refusal says."""

    one: str
    other: str
    why: "StrOrPromise"
    is_everywhere: bool = False


_BOOKS = _("出纳不得兼管账目（会计法第三十七条）")
_CASH = _("管钱的不审核、不审批（会计基础工作规范第十二条）")
_OWN_CASE = _("经办的不审批同一工会的事项")
_AUDIT = _("审计的不办业务")
_SYSTEM = _("管账号、权限的不办业务")
# The one table of what excludes what; the database refuses by a copy of it (migrations/sql/appointments.sql).
EXCLUSIONS = (
    Exclusion(Role.FINANCE, Role.CASHIER, _BOOKS),
    *(
        Exclusion(money, role, _CASH)
        for money in (Role.FINANCE, Role.CASHIER)
        for role in (Role.DEPARTMENT, Role.REVIEWER, Role.APPROVER)
    ),
    Exclusion(Role.CLERK, Role.APPROVER, _OWN_CASE),
    *(Exclusion(Role.AUDITOR, role, _AUDIT, True) for role in Role.values if role != Role.AUDITOR),
    *(
        Exclusion(Role.ADMINISTRATOR, role, _SYSTEM, True)
        for role in Role.values
        if role not in (Role.ADMINISTRATOR, Role.AUDITOR)
    ),
)

CASE_WORKERS = frozenset({Role.CLERK, Role.DEPARTMENT, Role.REVIEWER, Role.APPROVER, Role.AUDITOR})
FUND_WORKERS = frozenset({Role.FINANCE, Role.REVIEWER, Role.APPROVER, Role.AUDITOR})
CLERK, REVIEWER, APPROVER, FINANCE, CASHIER = (
    Post(role) for role in (Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.FINANCE, Role.CASHIER)
)
CASE_REVIEWER, CASE_APPROVER = Post(Role.REVIEWER, Part.REVIEW), Post(Role.APPROVER, Part.DECIDE)
