from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class ImportsConfig(RoomConfig):
    name = "hardship.imports"
    label = "imports"
    verbose_name = _("导入")
    registers = ("tasks", "desk")
