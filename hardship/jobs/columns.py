"""The list of one's jobs. A row is a Job."""

from django.utils.translation import gettext_lazy as _

from hardship.jobs.states import TONES
from hardship.kernel.columns import Column

JOB_COLUMNS = (
    Column("title", _("任务")),
    Column("state", _("状态"), "state", kind="badge", tones=TONES),
    Column("done", _("已处理"), kind="number"),
    Column("message", _("说明"), "message"),
    Column("requested_at", _("提交时间"), "requested_at", kind="datetime"),
    Column("result", _("结果")),
)
