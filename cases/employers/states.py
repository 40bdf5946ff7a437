"""How an employer stands, what happens to it, what its difficulty comes from."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.archives.states import EmployerState
from hardship.accounts.states import CASE_WORKERS, Role


class Standing(TextChoices):
    """企业状况: the four of the national form (`EmployerState`), and two that it has no word for."""

    NORMAL = EmployerState.NORMAL.value, _("正常")
    LOSS = EmployerState.LOSS.value, _("亏损")
    HALTED = "halted", _("停产半停产")
    REFORMED = EmployerState.REFORMED.value, _("改制")
    REORGANISED = "reorganised", _("重组")
    CLOSED = EmployerState.BANKRUPT.value, _("关闭破产")


class EventKind(TextChoices):
    STANDING = "standing", _("状况变化")
    LAYOFF = "layoff", _("裁员分流")
    RELOCATION = "relocation", _("搬迁")
    CLOSURE = "closure", _("关闭")
    TALK = "talk", _("座谈会")


class Trouble(TextChoices):
    """What an employer's difficulty comes from."""

    MARKET = "market", _("市场萎缩、订单不足")
    CAPITAL = "capital", _("资金困难")
    DEBT = "debt", _("债务或担保拖累")
    POLICY = "policy", _("产业调整、环保关停")
    MOVE = "move", _("搬迁")
    REFORM = "reform", _("改制遗留问题")
    DISASTER = "disaster", _("灾害或事故")
    OTHER = "other", _("其他")


STANDING_TONES: dict[str, str] = {
    Standing.NORMAL: "success",
    Standing.LOSS: "warning",
    Standing.HALTED: "danger",
    Standing.REFORMED: "info",
    Standing.REORGANISED: "info",
    Standing.CLOSED: "muted",
}
# What a file of the national form says of an employer that stands so.
NATIONAL_FORM: dict[str, str] = {
    Standing.HALTED: EmployerState.LOSS,
    Standing.REORGANISED: EmployerState.REFORMED,
}
# Events that say from when the employer stands how, and those that are about a number of people.
STANDING_EVENTS = (EventKind.STANDING, EventKind.CLOSURE)
COUNTED_EVENTS = (EventKind.LAYOFF, EventKind.TALK)
EMPLOYERS = "employers"  # the key of the list among those whose filters are kept
READERS = tuple(sorted(CASE_WORKERS))
WRITERS = (Role.CLERK, Role.REVIEWER)
