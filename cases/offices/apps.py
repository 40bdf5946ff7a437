from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class OfficesConfig(RoomConfig):
    name = "cases.offices"
    label = "offices"
    verbose_name = _("帮扶中心")
    registers = ("desk",)
