from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class AlertsConfig(RoomConfig):
    name = "cases.alerts"
    label = "alerts"
    verbose_name = _("预警")
    registers = (
        "rules.files",
        "rules.money",
        "tasks",
        "desk",
    )
