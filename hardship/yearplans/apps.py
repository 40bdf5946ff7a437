from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class YearplansConfig(RoomConfig):
    name = "hardship.yearplans"
    label = "yearplans"
    verbose_name = _("年度工作安排")
    registers = ("desk",)
