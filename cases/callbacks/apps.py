from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class CallbacksConfig(RoomConfig):
    name = "cases.callbacks"
    label = "callbacks"
    verbose_name = _("到账回访")
    registers = (
        "services",
        "tasks",
        "desk",
    )
