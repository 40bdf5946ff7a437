from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class SealsConfig(RoomConfig):
    name = "hardship.seals"
    label = "seals"
    verbose_name = _("操作日志封存")
    registers = ("tasks", "desk", "packaging")
