"""States of a roster that was uploaded, which are those of any list, and what it may do to files."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.imports.states import IMPORT_TONES, IMPORT_TRANSITIONS, ImportState

__all__ = [
    "IMPORT_TONES",
    "IMPORT_TRANSITIONS",
    "OPEN_IMPORTS",
    "UPDATE_TONES",
    "ImportMode",
    "ImportState",
    "UpdateState",
]
# Somebody still has to do something about it.
OPEN_IMPORTS = (ImportState.UPLOADED, ImportState.CHECKING, ImportState.CHECKED, ImportState.IMPORTING)


class ImportMode(TextChoices):
    """What a roster may do: make files, change those that are there, or both."""

    NEW = "new", _("只新增")
    UPDATE = "update", _("只更新已有的档案")
    BOTH = "both", _("新增和更新")


class UpdateState(TextChoices):
    """What became of the change that one row asks of a file."""

    PLANNED = "planned", _("待写入")
    APPLIED = "applied", _("已更新")
    UNDONE = "undone", _("已恢复")
    KEPT = "kept", _("没有恢复")


UPDATE_TONES = {UpdateState.PLANNED: "info", UpdateState.APPLIED: "success", UpdateState.KEPT: "warning"}
