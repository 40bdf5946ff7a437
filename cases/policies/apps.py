from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class PoliciesConfig(RoomConfig):
    name = "cases.policies"
    label = "policies"
    verbose_name = _("政策与标准")
    registers = ("resources", "desk", "packaging")
