from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class TreesConfig(RoomConfig):
    name = "hardship.trees"
    label = "trees"
    verbose_name = _("工会变更")
    registers = ("services.moving", "tasks", "desk")
