"""批量申请: one programme asked for by many households at once."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models import Household
from cases.archives.models.household import person
from cases.policies.models import Programme
from hardship.kernel.checks import check
from hardship.kernel.guards import AppendOnly
from hardship.kernel.numbers import YearCounter
from hardship.kernel.scope import ScopedModel


class Batch(ScopedModel):
    """Applications that a union enters together: each is one of its own, with its own decision.

    `uid` comes with the form, so that a second press makes no second batch; `reason` is where each begins.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("批次号"), max_length=40, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+", verbose_name=_("帮扶项目"))
    year = models.PositiveSmallIntegerField(_("年度"), editable=False)
    reason = models.CharField(_("申请理由"), max_length=500)
    created_at = models.DateTimeField(_("建立时间"), default=timezone.now, editable=False)
    created_by = person(_("经办人"))

    class Meta:
        verbose_name = verbose_name_plural = _("批量申请")
        indexes = [models.Index(fields=["union", "-id"], name="application_batch_last")]
        constraints = [
            check("application_batch_reasoned", ~models.Q(reason=""), _("请填写申请理由。")),
        ]

    def __str__(self) -> str:
        return self.number


class BatchMiss(AppendOnly):
    """A household that was chosen for a batch and for which no application could be begun: why."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="misses", verbose_name=_("批量申请"))
    household = models.ForeignKey(Household, models.PROTECT, related_name="+", verbose_name=_("档案"))
    why = models.CharField(_("原因"), max_length=300)
    at = models.DateTimeField(_("时间"), default=timezone.now, editable=False)
    by = person(_("经办人"))

    class Meta:
        verbose_name = verbose_name_plural = _("批量申请未列入")
        constraints = [
            models.UniqueConstraint(fields=["batch", "household", "why"], name="batch_miss_told_once")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.household_id}"


class BatchCounter(YearCounter):
    """The last batch number of one union and year."""

    class Meta:
        verbose_name = verbose_name_plural = _("批次号计数")
        constraints = [
            models.UniqueConstraint(fields=["union", "year"], name="application_batch_counter_once")
        ]
