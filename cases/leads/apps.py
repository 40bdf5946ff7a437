from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class LeadsConfig(RoomConfig):
    name = "cases.leads"
    label = "leads"
    verbose_name = _("线索")
    registers = ("resources", "desk")
