from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServicesConfig(AppConfig):
    name = "cases.services"
    label = "services"
    verbose_name = _("帮扶服务")
