"""What happens to a worker that a union calls on them for, and how such a call stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import CASE_WORKERS, Role
from hardship.kernel.workflow import Transition

SOURCE = "outreach.eventvisit"


class Occasion(TextChoices):
    WEDDING = "wedding", _("结婚")
    BIRTH = "birth", _("生育")
    HOSPITAL = "hospital", _("住院")
    BEREAVEMENT = "bereavement", _("丧事")
    QUARREL = "quarrel", _("家庭纠纷")
    RETIREMENT = "retirement", _("退休")
    DISASTER = "disaster", _("灾害、意外")


class Kind(TextChoices):
    """What a union holds for many."""

    CONSULTATION = "consultation", _("咨询日")
    LECTURE = "lecture", _("讲座")
    EXHIBITION = "exhibition", _("图片展")
    CONTEST = "contest", _("竞赛")
    GROUP = "group", _("团体辅导")
    HEALTH = "health", _("健康体检")
    WOMEN = "women", _("女职工体检")


class State(TextChoices):
    REPORTED = "reported", _("待走访")
    VISITED = "visited", _("已走访")
    CALLED_OFF = "called_off", _("不走访")


# 三必访: 婚丧大事必访, 生病住院必访, 家庭纠纷必访.
MUST = (Occasion.WEDDING, Occasion.BEREAVEMENT, Occasion.HOSPITAL, Occasion.QUARREL)
USUAL_DAYS = 3  # until a union lays down its own
MOST_DAYS = 30
MOST_REACHED = 1_000_000  # people or papers of one activity
WORKERS = (Role.CLERK, Role.REVIEWER)
TONES: dict[str, str] = {State.REPORTED: "warning", State.VISITED: "success", State.CALLED_OFF: "muted"}
REPORTERS = tuple(sorted(set(Role) - {Role.AUDITOR}))  # anybody of the unit
WRITERS = (Role.CLERK, Role.DEPARTMENT, Role.REVIEWER, Role.APPROVER)
SETTERS = (Role.REVIEWER, Role.APPROVER)
READERS = tuple(sorted(CASE_WORKERS))

TRANSITIONS = tuple(
    row
    for role in WRITERS
    for row in (
        Transition("visit", (State.REPORTED,), State.VISITED, role, _("登记走访"), needs_comment=True),
        Transition("call_off", (State.REPORTED,), State.CALLED_OFF, role, _("不走访"), needs_comment=True),
    )
)
