from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    name = "funds.payments"
    label = "payments"
    verbose_name = _("资金发放")

    def ready(self) -> None:
        """What payments must agree with the ledger about belongs to its check."""
        import_module("funds.payments.selectors")
