from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgersConfig(AppConfig):
    name = "funds.ledgers"
    label = "ledgers"
    verbose_name = _("资金台账")
