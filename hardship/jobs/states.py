"""What becomes of a job. "worker" is the process that runs it, "owner" the person who asked for it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hardship.kernel.workflow import Transition


class State(TextChoices):
    QUEUED = "queued", _("排队中")
    RUNNING = "running", _("进行中")
    DONE = "done", _("已完成")
    FAILED = "failed", _("没有完成")
    CANCELLED = "cancelled", _("已取消")


WORKER = "worker"
OWNER = "owner"
TONES: dict[str, str] = {State.RUNNING: "info", State.DONE: "success", State.FAILED: "danger"}
ACTIVE = (State.QUEUED, State.RUNNING)

TRANSITIONS = (
    Transition("run", (State.QUEUED, State.RUNNING), State.RUNNING, WORKER, _("开始或接手")),
    Transition("wait", (State.RUNNING,), State.QUEUED, WORKER, _("稍后再试")),
    Transition("finish", (State.RUNNING,), State.DONE, WORKER, _("完成")),
    Transition("give_up", ACTIVE, State.FAILED, WORKER, _("放弃")),
    Transition("cancel", ACTIVE, State.CANCELLED, OWNER, _("取消任务")),
    Transition("retry", (State.FAILED,), State.QUEUED, OWNER, _("再试一次")),
)
