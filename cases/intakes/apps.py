from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class IntakesConfig(RoomConfig):
    name = "cases.intakes"
    label = "intakes"
    verbose_name = _("存量档案接收")
    registers = ("tasks", "desk")
