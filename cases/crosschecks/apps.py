from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class CrosschecksConfig(RoomConfig):
    name = "cases.crosschecks"
    label = "crosschecks"
    verbose_name = _("数据比对")
    registers = (
        "tasks",
        "services.answering",
        "desk",
    )
