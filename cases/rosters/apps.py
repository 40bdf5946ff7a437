from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class RostersConfig(RoomConfig):
    name = "cases.rosters"
    label = "rosters"
    verbose_name = _("花名册")
    registers = (
        "tasks",
        "selectors.layouts",
        "desk",
    )
