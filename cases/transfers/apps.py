from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class TransfersConfig(RoomConfig):
    name = "cases.transfers"
    label = "transfers"
    verbose_name = _("档案转移")
    registers = ("services", "desk")
