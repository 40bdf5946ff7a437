from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class MutualConfig(RoomConfig):
    name = "cases.mutual"
    label = "mutual"
    verbose_name = _("医疗互助")
    registers = (
        "resources",
        "desk",
    )
