from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class RegistersConfig(RoomConfig):
    name = "cases.registers"
    label = "registers"
    verbose_name = _("学生与求职")
