from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class PeopleConfig(RoomConfig):
    name = "cases.people"
    label = "people"
    verbose_name = _("未建档人员")
    registers = ("resources", "desk")
