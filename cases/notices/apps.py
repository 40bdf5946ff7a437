from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class NoticesConfig(RoomConfig):
    name = "cases.notices"
    label = "notices"
    verbose_name = _("公示")
    registers = ("desk", "tasks")
