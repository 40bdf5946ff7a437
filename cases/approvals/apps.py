from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    name = "cases.approvals"
    label = "approvals"
    verbose_name = _("审批与公示")

    def ready(self) -> None:
        """What approvals must agree with the ledger about belongs to its check."""
        import_module("cases.approvals.selectors.books")
