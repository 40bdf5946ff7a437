from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class PackagesConfig(RoomConfig):
    name = "hardship.packages"
    label = "packages"
    verbose_name = _("审计包")
    registers = ("tasks", "desk")
