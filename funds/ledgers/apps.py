from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class LedgersConfig(RoomConfig):
    name = "funds.ledgers"
    label = "ledgers"
    verbose_name = _("资金台账")
    registers = ("selectors", "desk", "packaging")
