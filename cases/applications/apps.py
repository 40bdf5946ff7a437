from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    name = "cases.applications"
    label = "applications"
    verbose_name = _("帮扶申请")

    def ready(self) -> None:
        """Applications go with a file that is transferred, and say beforehand which of them hold it up."""
        import_module("cases.applications.services")
        import_module("cases.applications.selectors.companions")
