from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class TrialsConfig(RoomConfig):
    name = "cases.trials"
    label = "trials"
    verbose_name = _("政策试算")
    registers = (
        "tasks",
        "desk",
    )
