from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class ImportsConfig(RoomConfig):
    name = "hardship.imports"
    label = "imports"
    verbose_name = _("表格导入")
    registers = ("resources", "tasks", "desk")
