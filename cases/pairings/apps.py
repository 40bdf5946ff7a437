from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class PairingsConfig(RoomConfig):
    name = "cases.pairings"
    label = "pairings"
    verbose_name = _("结对帮扶")
    registers = (
        "services",
        "tasks",
        "desk",
    )
