from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class GivingConfig(RoomConfig):
    name = "cases.giving"
    label = "giving"
    verbose_name = _("分期发放")
    registers = ("selectors.aid", "services.payables", "services.leaving", "desk")
