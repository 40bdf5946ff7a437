from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class UnsentConfig(RoomConfig):
    name = "hardship.unsent"
    label = "unsent"
    verbose_name = _("没有提交的内容")
    registers = ("tasks",)
