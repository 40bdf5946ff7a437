"""Bodies that decide together, the parts of their members, and the way of a meeting."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import CASE_WORKERS, Role
from hardship.kernel.workflow import Transition


class BodyKind(TextChoices):
    LEADING_GROUP = "leading_group", _("领导小组")
    COMMITTEE = "committee", _("委员会")
    PANEL = "panel", _("评审小组")


class BodyPart(TextChoices):
    """What a member is in the body."""

    LEADER = "leader", _("组长（主任）")
    DEPUTY = "deputy", _("副组长（副主任）")
    MEMBER = "member", _("成员")


class Majority(TextChoices):
    """How many in favour carry a matter; whoever withdraws (回避) from it is not counted."""

    ENTITLED = "entitled", _("应到会成员过半数赞成")
    PRESENT = "present", _("到会成员过半数赞成")
    TWO_THIRDS = "two_thirds", _("到会成员三分之二以上赞成")


class MeetingState(TextChoices):
    CALLED = "called", _("已召集")
    HELD = "held", _("已召开")
    MINUTED = "minuted", _("纪要已定")
    CANCELLED = "cancelled", _("已取消")


class Presence(TextChoices):
    PRESENT = "present", _("到会")
    ABSENT = "absent", _("请假或缺席")


class Decision(TextChoices):
    AGREED = "agreed", _("同意")
    REFUSED = "refused", _("不同意")
    DEFERRED = "deferred", _("暂缓，下次再议")


READERS = (*sorted(CASE_WORKERS), Role.ADMINISTRATOR)
WRITERS = (Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.ADMINISTRATOR)
TONES: dict[str, str] = {
    MeetingState.CALLED: "info",
    MeetingState.HELD: "warning",
    MeetingState.MINUTED: "success",
    MeetingState.CANCELLED: "muted",
}
DECISION_TONES: dict[str, str] = {
    Decision.AGREED: "success",
    Decision.REFUSED: "danger",
    Decision.DEFERRED: "warning",
}
# Whoever recorded a meeting does not settle its minutes.
TRANSITIONS = (
    *(
        Transition("hold", (MeetingState.CALLED,), MeetingState.HELD, role, _("登记召开"))
        for role in WRITERS
    ),
    *(
        Transition(
            "minute", (MeetingState.HELD,), MeetingState.MINUTED, role, _("核对定稿"), is_decision=True
        )
        for role in WRITERS
    ),
    *(
        Transition(
            "cancel", (MeetingState.CALLED,), MeetingState.CANCELLED, role, _("取消会议"),
            needs_comment=True, danger=True,
        )
        for role in WRITERS
    ),
)  # fmt: skip
