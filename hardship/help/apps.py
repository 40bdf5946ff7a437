from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class HelpConfig(RoomConfig):
    name = "hardship.help"
    label = "help"
    verbose_name = _("帮助")
