from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class ServicesConfig(RoomConfig):
    name = "cases.services"
    label = "services"
    verbose_name = _("帮扶服务")
    registers = ("desk",)
