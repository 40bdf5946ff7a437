from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    name = "cases.plans"
    label = "plans"
    verbose_name = _("帮扶服务")
