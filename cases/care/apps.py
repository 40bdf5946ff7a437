from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class CareConfig(RoomConfig):
    name = "cases.care"
    label = "care"
    verbose_name = _("心理疏导、法律援助")
    registers = ("desk",)
