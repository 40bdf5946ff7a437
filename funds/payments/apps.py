from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class PaymentsConfig(RoomConfig):
    name = "funds.payments"
    label = "payments"
    verbose_name = _("资金发放")
    registers = ("selectors", "selectors.papers", "desk", "tasks", "packaging")
