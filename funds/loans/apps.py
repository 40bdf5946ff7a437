from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class LoansConfig(RoomConfig):
    name = "funds.loans"
    label = "loans"
    verbose_name = _("周转金借款")
    registers = ("selectors", "services", "desk")
