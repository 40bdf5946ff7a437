"""优待证: what a certificate can be, and what it is used for."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.kernel.workflow import Transition


class Kind(TextChoices):
    BENEFIT = "benefit", _("困难职工优待证")
    MEMBER = "member", _("会员卡")


class State(TextChoices):
    VALID = "valid", _("有效")
    LOST = "lost", _("已挂失")
    RENEWED = "renewed", _("已换发")
    ENDED = "ended", _("已注销")


class Use(TextChoices):
    """What a holder is let off, or pays less for."""

    UTILITIES = "utilities", _("水电气暖")
    SCHOOL = "school", _("学杂费")
    RENT = "rent", _("房租")
    MEDICAL = "medical", _("医疗")
    TRAINING = "training", _("培训")
    OTHER = "other", _("其他")


TONES: Mapping[str, str] = {
    State.VALID: "success",
    State.LOST: "warning",
    State.RENEWED: "muted",
    State.ENDED: "muted",
}
LIVE = (State.VALID, State.LOST)
# Of the clerks of the household's union. Another number is another certificate (services.renew).
TRANSITIONS = (
    Transition("lose", (State.VALID,), State.LOST, Role.CLERK, _("挂失"), needs_comment=True),
    Transition("find", (State.LOST,), State.VALID, Role.CLERK, _("找到，解除挂失")),
    Transition("renew", LIVE, State.RENEWED, Role.CLERK, _("换发")),
    Transition("end", LIVE, State.ENDED, Role.CLERK, _("注销"), needs_comment=True, danger=True),
)
RENEW = "renew"
