from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class SelectionsConfig(RoomConfig):
    name = "cases.selections"
    label = "selections"
    verbose_name = _("帮扶对象名单")
    registers = ("desk",)
