from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class RecoveriesConfig(RoomConfig):
    name = "funds.recoveries"
    label = "recoveries"
    verbose_name = _("追回")
    registers = ("selectors", "services", "desk")
