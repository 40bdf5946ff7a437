"""Steps of an application."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.applications.models import Application
from cases.applications.states import State
from cases.approvals.states import TRANSITIONS
from cases.archives.models.household import person
from hardship.kernel.checks import check
from hardship.kernel.guards import AppendOnly


class ApprovalStep(AppendOnly):
    """One step of one application, only ever added.

    `content_hash` is the SHA-256 of the content that the person saw, `parts` that of each of its parts when
    it was submitted; `maker` is who submitted it. The database lets nobody decide twice in one round, nor on
    what they made, nor on anything but what was submitted; and an application moves by its steps alone.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="steps", verbose_name=_("申请"))
    round = models.PositiveSmallIntegerField(_("轮次"))
    action = models.CharField(_("操作"), max_length=12)
    source = models.CharField(_("原状态"), max_length=14, choices=State.choices)
    target = models.CharField(_("新状态"), max_length=14, choices=State.choices)
    is_decision = models.BooleanField(_("是否审批意见"), default=False)
    comment = models.CharField(_("意见"), max_length=500, blank=True)
    content_hash = models.CharField(max_length=64)
    parts = models.JSONField(default=dict, editable=False)
    maker = person(_("提交人"))
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("办理人"))

    class Meta:
        verbose_name = verbose_name_plural = _("审批记录")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "round", "by"],
                condition=models.Q(is_decision=True),
                name="step_decided_once_a_round",
            ),
            check(
                "step_not_on_own_work",
                models.Q(is_decision=False) | ~models.Q(by=models.F("maker")),
                _("不能审批自己提交的申请。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.action}"

    @property
    def label(self) -> str:
        return next((str(row.label) for row in TRANSITIONS if row.action == self.action), self.action)
