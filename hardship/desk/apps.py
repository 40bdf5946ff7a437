from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class DeskConfig(RoomConfig):
    name = "hardship.desk"
    label = "desk"
    verbose_name = _("工作台")
    registers = ("desk",)
