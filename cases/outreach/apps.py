from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class OutreachConfig(RoomConfig):
    name = "cases.outreach"
    label = "outreach"
    verbose_name = _("三必访")
    registers = ("desk",)
