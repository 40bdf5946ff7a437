from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class StatisticsConfig(RoomConfig):
    name = "hardship.statistics"
    label = "statistics"
    verbose_name = _("统计")
    registers = ("desk",)
