from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class EmployersConfig(RoomConfig):
    name = "cases.employers"
    label = "employers"
    verbose_name = _("用人单位")
    registers = ("resources", "desk")
