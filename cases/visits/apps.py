from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class VisitsConfig(RoomConfig):
    name = "cases.visits"
    label = "visits"
    verbose_name = _("入户调查")
    registers = (
        "tasks",
        "selectors",
        "services",
        "desk",
    )
