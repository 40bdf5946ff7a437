from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class AidConfig(RoomConfig):
    name = "cases.aid"
    label = "aid"
    verbose_name = _("帮扶记录")
    registers = ("selectors", "resources", "desk")
