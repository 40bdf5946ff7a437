from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class BodiesConfig(RoomConfig):
    name = "cases.bodies"
    label = "bodies"
    verbose_name = _("领导小组与会议")
    registers = ("desk",)
