"""States of a list of files that were filed elsewhere before (存量档案接收), of a row and of a sample."""

from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.archives.states.taking_over import DECIDERS
from hardship.accounts.states import CASE_WORKERS, Role
from hardship.jobs.states import WORKER
from hardship.kernel.scope import Part
from hardship.kernel.workflow import Transition

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class IntakeState(TextChoices):
    WAITING = "waiting", _("待区县核对")
    AGREED = "agreed", _("一人已同意，待第二人")
    WRITING = "writing", _("正在接收")
    ACCEPTED = "accepted", _("已接收")
    RETURNED = "returned", _("退回")
    WITHDRAWN = "withdrawn", _("已撤回")


class RowState(TextChoices):
    OPEN = "open", _("待接收")
    OUT = "out", _("移出")
    TAKEN = "taken", _("已接收")


class Verdict(TextChoices):
    """What somebody found who held a sample against its paper file."""

    AGREES = "agrees", _("一致")
    DIFFERS = "differs", _("有出入")


INTAKE_TONES: dict[str, str] = {
    IntakeState.WAITING: "info",
    IntakeState.AGREED: "info",
    IntakeState.WRITING: "info",
    IntakeState.ACCEPTED: "success",
    IntakeState.RETURNED: "warning",
    IntakeState.WITHDRAWN: "muted",
}
ROW_TONES: dict[str, str] = {RowState.OPEN: "info", RowState.OUT: "muted", RowState.TAKEN: "success"}
VERDICT_TONES: dict[str, str] = {Verdict.AGREES: "success", Verdict.DIFFERS: "warning"}
OPEN_STATES = (IntakeState.RETURNED, IntakeState.WITHDRAWN)
BEING_DECIDED = (IntakeState.WAITING, IntakeState.AGREED)
# What the second person has agreed to; from there on a list stays as it is.
DECIDED = (IntakeState.WRITING, IntakeState.ACCEPTED)
READERS = tuple(sorted(CASE_WORKERS))


def _decision(
    action: str, source: tuple[str, ...], target: str, label: "StrOrPromise", **more: bool
) -> list[Transition]:
    """The row for each role of the county that decides."""
    return [Transition(action, source, target, role, label, part=Part.REVIEW, **more) for role in DECIDERS]


INTAKE_TRANSITIONS = (
    Transition("submit", OPEN_STATES, IntakeState.WAITING, Role.CLERK, _("再交区县核对")),
    Transition("withdraw", (IntakeState.WAITING,), IntakeState.WITHDRAWN, Role.CLERK, _("撤回名单")),
    *_decision(
        "agree", (IntakeState.WAITING,), IntakeState.AGREED, _("核对无误，同意接收"), is_decision=True
    ),
    *_decision("unagree", (IntakeState.AGREED,), IntakeState.WAITING, _("撤回同意")),
    *_decision(
        "accept", (IntakeState.AGREED,), IntakeState.WRITING, _("复核同意，整批接收"), is_decision=True
    ),
    Transition("finish", (IntakeState.WRITING,), IntakeState.ACCEPTED, WORKER, _("接收完毕")),
    *_decision("give_back", (IntakeState.ACCEPTED,), IntakeState.AGREED, _("撤回接收"), danger=True),
    *_decision("return", BEING_DECIDED, IntakeState.RETURNED, _("退回名单"), needs_comment=True),
)


class BatchState(TextChoices):
    WAITING = "waiting", _("正在分拣")
    DONE = "done", _("分拣完毕")
    FAILED = "failed", _("未能读取")


class ScanState(TextChoices):
    PLACED = "placed", _("已归入档案")
    WAITING = "waiting", _("待人工分拣")
    TWICE = "twice", _("已有，没有重存")
    REFUSED = "refused", _("不能收")
    THROWN = "thrown", _("不要了")


BATCH_TONES: dict[str, str] = {
    BatchState.WAITING: "info", BatchState.DONE: "success", BatchState.FAILED: "danger"
}  # fmt: skip
SCAN_TONES: dict[str, str] = {
    ScanState.PLACED: "success", ScanState.WAITING: "warning", ScanState.TWICE: "muted",
    ScanState.REFUSED: "danger", ScanState.THROWN: "muted",
}  # fmt: skip
