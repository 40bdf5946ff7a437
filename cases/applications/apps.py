from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class ApplicationsConfig(RoomConfig):
    name = "cases.applications"
    label = "applications"
    verbose_name = _("帮扶申请")
    registers = (
        "services",
        "selectors.companions",
        "selectors.aid",
        "selectors.kinds",
        "desk",
        "tasks",
        "packaging",
        "resources",
    )
