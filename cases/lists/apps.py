from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class ListsConfig(RoomConfig):
    name = "cases.lists"
    label = "lists"
    verbose_name = _("档案列表")
    registers = ("desk",)
