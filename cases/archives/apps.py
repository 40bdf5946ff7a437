from django.utils.translation import gettext_lazy as _

from hardship.kernel.registry import RoomConfig


class ArchivesConfig(RoomConfig):
    name = "cases.archives"
    label = "archives"
    verbose_name = _("困难职工档案")
    registers = (
        "tasks",
        "selectors.on_file",
        "desk.files",
        "desk.edits",
        "desk.case",
        "desk.recusals",
        "desk.remarks",
        "desk.holdings",
        "desk.donated",
    )
