"""Long work that survives the process that runs it."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hardship.accounts.models import standing_in
from hardship.jobs.states import ACTIVE, TONES, State
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.scope import ScopedModel, ScopedQuerySet


class JobQuerySet(ScopedQuerySet["Job"]):
    def visible_to(self, user: Any) -> Self:
        """The user's own jobs: what a job reads and makes is for whoever asked for it alone."""
        return self.filter(requested_by_id=user.pk) if user.is_authenticated else self.none()


class Job(ScopedModel):
    """One piece of long work.

    `params` and `cursor` hold ids and settings, never personal data. `cursor` says where the next chunk
    begins; it moves in the transaction of the chunk. A job may do what its person may at `requested_in`, the
    union that they worked at when they asked. While a job runs, `lease_by` names the one run that may write,
    until `lease_until` by the clock of the database. `attempt` counts runs since the last progress.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("种类"), max_length=40)
    key = models.CharField(_("防重编号"), max_length=80, null=True, blank=True, unique=True)
    params = models.JSONField(_("参数"), default=dict, blank=True)
    requested_at = models.DateTimeField(_("提交时间"), default=timezone.now, editable=False)
    requested_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="jobs", verbose_name=_("提交人")
    )
    requested_in = models.ForeignKey(
        "accounts.Union", models.PROTECT, related_name="+", verbose_name=_("提交时的工会")
    )
    stand_in = models.ForeignKey(
        "accounts.StandIn",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("代办"),
    )
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.QUEUED)
    cursor = models.JSONField(_("进度位置"), default=dict, blank=True)
    total = models.PositiveIntegerField(_("总数"), null=True, blank=True)
    done = models.PositiveIntegerField(_("已处理"), default=0)
    message = models.CharField(_("说明"), max_length=300, blank=True)
    attempt = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    lease_until = models.DateTimeField(_("执行期限"), null=True, blank=True)
    lease_by = models.CharField(_("执行进程"), max_length=80, blank=True)
    result_path = models.CharField(_("结果文件"), max_length=200, blank=True)
    result_name = models.CharField(_("结果文件名"), max_length=120, blank=True)

    is_active = in_state(*ACTIVE)
    is_queued = in_state(State.QUEUED)
    is_done = in_state(State.DONE)
    tone = state_tone(TONES)

    objects: ClassVar = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("后台任务")
        indexes = [
            models.Index(fields=["requested_by", "-id"], name="job_of_person"),
            models.Index(fields=["id"], name="job_active", condition=models.Q(state__in=ACTIVE)),
        ]
        constraints = [
            check("job_state_known", models.Q(state__in=State.values), _("任务状态不正确。")),
            check(
                "job_leased_while_running",
                models.Q(state=State.RUNNING, lease_until__isnull=False) & ~models.Q(lease_by="")
                | ~models.Q(state=State.RUNNING) & models.Q(lease_until__isnull=True, lease_by=""),
                _("只有进行中的任务有执行进程。"),
            ),
            check(
                "job_done_within_total",
                models.Q(total__isnull=True) | models.Q(done__lte=models.F("total")),
                _("已处理数不能大于总数。"),
            ),
            check(
                "job_result_when_done",
                models.Q(result_path="", result_name="")
                | models.Q(state=State.DONE) & ~models.Q(result_name=""),
                _("只有完成的任务有结果文件。"),
            ),
            check(
                "job_key_not_empty", models.Q(key__isnull=True) | ~models.Q(key=""), _("防重编号不能为空。")
            ),
        ]

    @property
    def person(self) -> Any:
        """Whoever asked for it, at the union where they did; for whom they stood in then, while they may."""
        if self.stand_in is not None and self.stand_in.is_in_force(timezone.localdate()):
            return standing_in(self.requested_by, self.stand_in)
        return self.requested_by.at(self.requested_in)

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"

    @property
    def has_result(self) -> bool:
        """Whether there is a file to fetch; the name stays when the file has been removed for its age."""
        return bool(self.result_path)
