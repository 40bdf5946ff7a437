"""Groups that people off file belong to, whether they are on the list, why they left it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import CASE_WORKERS, Role
from hardship.kernel.workflow import Transition


class Group(TextChoices):
    """Whom campaigns and services are for; the same person may be of several."""

    MODEL_WORKER = "model_worker", _("劳模")
    FRONT_LINE = "front_line", _("一线职工")
    INJURED = "injured", _("工伤职工")
    RETIREE = "retiree", _("离退休干部")
    RETIRED_WORKER = "retired_worker", _("退休职工")
    MIGRANT = "migrant", _("农民工")
    NEW_FORM = "new_form", _("新就业形态劳动者")
    LAID_OFF = "laid_off", _("下岗失业人员")
    SURVIVOR = "survivor", _("遗属")
    OTHER = "other", _("其他")


class State(TextChoices):
    LISTED = "listed", _("在册")
    LEFT = "left", _("已离册")


class LeaveReason(TextChoices):
    MOVED = "moved", _("调离本单位或本地区")
    DIED = "died", _("去世")
    NOT_CONCERNED = "not_concerned", _("不再属于服务对象")
    MISTAKE = "mistake", _("登记有误")
    OTHER = "other", _("其他")


WRITERS = (Role.CLERK, Role.REVIEWER)
READERS = tuple(sorted(CASE_WORKERS))
PEOPLE = "people"  # the key of the list among those whose filters are kept
TONES: dict[str, str] = {State.LISTED: "success", State.LEFT: "muted"}
TRANSITIONS = (
    *(Transition("leave", (State.LISTED,), State.LEFT, role, _("离册"), danger=True) for role in WRITERS),
    *(Transition("come_back", (State.LEFT,), State.LISTED, role, _("重新列入")) for role in WRITERS),
)
