from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class PlansConfig(RoomConfig):
    name = "cases.plans"
    label = "plans"
    verbose_name = _("帮扶服务")
    registers = ("desk",)
