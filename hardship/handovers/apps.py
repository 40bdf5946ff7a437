from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class HandoversConfig(RoomConfig):
    name = "hardship.handovers"
    label = "handovers"
    verbose_name = _("工作移交")
    registers = ("desk",)
