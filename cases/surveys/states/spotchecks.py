"""States of a file that was drawn for a spot check (抽查), and the share that is owed each year."""

from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.kernel.workflow import Transition


class SpotState(TextChoices):
    OPEN = "open", _("未查")
    MATCHES = "matches", _("相符")
    DIFFERS = "differs", _("有出入")
    UNREACHED = "unreached", _("无法联系")


# `level` is None: the union that drew the sample.
SPOT_TRANSITIONS = (
    Transition(
        "match", (SpotState.OPEN, SpotState.UNREACHED), SpotState.MATCHES, Role.REVIEWER, _("相符")
    ),
    Transition(
        "differ", (SpotState.OPEN, SpotState.UNREACHED), SpotState.DIFFERS, Role.REVIEWER, _("有出入"),
        needs_comment=True,
    ),
    Transition("miss", (SpotState.OPEN,), SpotState.UNREACHED, Role.REVIEWER, _("无法联系")),
    Transition(
        "correct", (SpotState.MATCHES, SpotState.DIFFERS), SpotState.OPEN, Role.REVIEWER, _("更正，重新登记"),
        needs_comment=True,
    ),
)  # fmt: skip
CHECKED_STATES = (SpotState.MATCHES, SpotState.DIFFERS)
DUTY_SHARE = Decimal(30)  # per cent of the files in force a year (湖南省总 2018, domain.md 2.5)


class Earlier(TextChoices):
    """What had become of a file in the year's earlier samples when this one was drawn."""

    NEVER = "", _("未抽过")
    DRAWN = "drawn", _("已抽中")
    UNREACHED = "unreached", _("抽中但无法联系")
