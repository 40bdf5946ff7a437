from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class EmploymentConfig(RoomConfig):
    name = "cases.employment"
    label = "employment"
    verbose_name = _("就业帮扶")
    registers = ("selectors.deeds", "resources", "desk.work", "desk.partners")
