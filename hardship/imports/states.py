"""States of a workbook that was uploaded, whatever it lists."""

from dataclasses import replace

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.accounts.states import Role
from hardship.jobs.states import WORKER
from hardship.kernel.workflow import Transition


class ImportState(TextChoices):
    UPLOADED = "uploaded", _("待对应列")
    CHECKING = "checking", _("检查中")
    CHECKED = "checked", _("待确认")
    IMPORTING = "importing", _("导入中")
    DONE = "done", _("已完成")
    UNDONE = "undone", _("已撤销")
    FAILED = "failed", _("未能读取")
    DROPPED = "dropped", _("不再导入")


IMPORT_TONES: dict[str, str] = {
    ImportState.UPLOADED: "info",
    ImportState.CHECKING: "info",
    ImportState.CHECKED: "warning",
    ImportState.IMPORTING: "info",
    ImportState.DONE: "success",
    ImportState.FAILED: "danger",
}

# The people of the union choose; what the worker does on its own follows from what it reads.
IMPORT_TRANSITIONS = (
    Transition(
        "check",
        (ImportState.UPLOADED, ImportState.CHECKING, ImportState.CHECKED, ImportState.FAILED),
        ImportState.CHECKING, Role.CLERK, _("检查"),
    ),
    Transition("report", (ImportState.CHECKING,), ImportState.CHECKED, WORKER, _("检查完毕")),
    Transition("fail", (ImportState.CHECKING,), ImportState.FAILED, WORKER, _("未能读取")),
    Transition(
        "import", (ImportState.CHECKED, ImportState.IMPORTING), ImportState.IMPORTING, Role.CLERK, _("导入")
    ),
    Transition("finish", (ImportState.IMPORTING,), ImportState.DONE, WORKER, _("导入完毕")),
    Transition(
        "undo", (ImportState.IMPORTING, ImportState.DONE), ImportState.UNDONE, Role.CLERK, _("撤销这次导入"),
        danger=True,
    ),
)  # fmt: skip

# Lists of records come from clerks and reviewers, those of unions, people and standards from administrators.
LIST_ROLES = (Role.CLERK, Role.REVIEWER, Role.ADMINISTRATOR)
DROP = Transition(
    "drop", (ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED), ImportState.DROPPED, Role.CLERK,
    _("不再导入"), danger=True,
)  # fmt: skip
LIST_TRANSITIONS = tuple(
    replace(row, role=role)
    for row in (*IMPORT_TRANSITIONS, DROP)
    for role in ((WORKER,) if row.role == WORKER else LIST_ROLES)
)
# In the hand of whoever uploaded it: begun, and neither written nor dropped. One that could not be read is
# checked again or dropped.
OPEN_LISTS = (
    ImportState.UPLOADED, ImportState.CHECKING, ImportState.CHECKED, ImportState.IMPORTING,
    ImportState.FAILED,
)  # fmt: skip
