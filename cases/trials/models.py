"""What a policy that is being written would change: one run over the files in force, a row for each file."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import Household, person
from cases.policies.models import Policy
from hardship.kernel.checks import check
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel


class WhatIf(ScopedModel):
    """A run (试行测算) of one policy, as its text was then, over the files in force of its union.

    It changes no file. `files_done` grows while the job works.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="+", verbose_name=_("制度"))
    text = models.TextField(_("当时的制度正文"), editable=False)
    on = models.DateField(_("测算日期"))
    files_total = models.PositiveIntegerField(_("档案数"), default=0)
    files_done = models.PositiveIntegerField(_("已测算"), default=0)
    job_uid = models.UUIDField(null=True, editable=False)
    asked_at = models.DateTimeField(_("提交时间"), default=timezone.now, editable=False)
    asked_by = person(_("提交人"))

    class Meta:
        verbose_name = verbose_name_plural = _("试行测算")
        constraints = [
            check(
                "what_if_not_beyond",
                models.Q(files_done__lte=models.F("files_total")),
                _("测算的档案数不对。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} {self.on}"

    @property
    def is_done(self) -> bool:
        return self.files_done >= self.files_total


class WhatIfRow(AppendOnly):
    """One file: its category on record and what both policies come to; amounts are yuan, None for unknown."""

    run = models.ForeignKey(WhatIf, models.PROTECT, related_name="rows", verbose_name=_("测算"))
    household = models.ForeignKey(Household, models.PROTECT, related_name="+", verbose_name=_("档案"))
    before = models.CharField(_("现在的类别"), max_length=40, blank=True)
    before_label = models.CharField(_("现在的类别"), max_length=60, blank=True)
    after = models.CharField(_("按新制度"), max_length=40, blank=True)
    after_label = models.CharField(_("按新制度"), max_length=60)
    is_undecided = models.BooleanField(_("还不能判断"), default=False)
    missing = models.CharField(_("缺少"), max_length=300, blank=True)
    sentence = models.CharField(_("理由"), max_length=500, blank=True)
    amount_before = models.DecimalField(_("现制度金额"), max_digits=14, decimal_places=2, null=True)
    amount_after = models.DecimalField(_("新制度金额"), max_digits=14, decimal_places=2, null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("测算明细")
        constraints = [
            models.UniqueConstraint(fields=["run", "household"], name="what_if_row_once"),
            check(
                "what_if_amounts_not_negative",
                (models.Q(amount_before__isnull=True) | models.Q(amount_before__gte=0))
                & (models.Q(amount_after__isnull=True) | models.Q(amount_after__gte=0)),
                _("金额不能是负数。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"

    @property
    def is_changed(self) -> bool:
        return not self.is_undecided and self.before != self.after
