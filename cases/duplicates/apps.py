from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class DuplicatesConfig(RoomConfig):
    name = "cases.duplicates"
    label = "duplicates"
    verbose_name = _("重复查找")
    registers = (
        "tasks",
        "selectors",
        "desk",
    )
