"""What a home visit can be and find (入户调查)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.archives.states.files import State
from hardship.accounts.states import Role

# The union's own clerk visits; so do those above, who look at the files of their unions themselves.
RECORDERS = (Role.CLERK, Role.REVIEWER)
# A draft is visited before it is filed, a family that left is asked how it fares; a closed file is over.
NOT_VISITED_STATES = (State.DISCARDED, State.CLOSED, State.RELAPSED)


class VisitMode(TextChoices):
    """Phone and video only in an emergency, with the reason (domain.md 2.3)."""

    AT_HOME = "at_home", _("上门")
    PHONE = "phone", _("电话")
    VIDEO = "video", _("视频")


class CheckGroup(TextChoices):
    """The parts of the form: 三查一访 as this system ships it."""

    IDENTITY = "identity", _("一查身份与家庭人口")
    MEANS = "means", _("二查收入与财产")
    CAUSE = "cause", _("三查困难原因与需求")
    HOME = "home", _("一访家庭")


class Finding(TextChoices):
    CONFIRMED = "confirmed", _("属实")
    UNTRUE = "untrue", _("不属实")
    UNCHECKED = "unchecked", _("未查")


class Conclusion(TextChoices):
    AS_FILED = "as_filed", _("情况属实，档案不变")
    TO_CHANGE = "to_change", _("有出入，需要变更档案")
    TO_LEAVE = "to_leave", _("可能不再符合条件，建议复核")
    UNVERIFIED = "unverified", _("未能核实，需要再访")
