"""查重: pairs of people who may be one, and two files that became one."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import Household, person
from cases.archives.models.members import Member
from cases.archives.states import State
from cases.duplicates.states import DuplicateReason, DuplicateState
from hardship.kernel.checks import check
from hardship.kernel.fields import EncryptedField


class SuspicionQuerySet(models.QuerySet["DuplicateSuspicion"]):
    def visible_to(self, user: Any) -> Self:
        """The pairs with at least one side in the person's scope."""
        if not user.is_authenticated:
            return self.none()
        column, union = f"{user.union.scope_column}_id", user.union_id
        return self.filter(
            Q(**{f"first__household__{column}": union}) | Q(**{f"second__household__{column}": union})
        )


class DuplicateSuspicion(models.Model):
    """Two members of two households, one reason. `found_by` is nobody when the nightly search found it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    first = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name=_("甲"))
    second = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name=_("乙"))
    reason = models.CharField(_("疑点"), max_length=12, choices=DuplicateReason.choices)
    state = models.CharField(
        _("状态"), max_length=10, choices=DuplicateState.choices, default=DuplicateState.OPEN
    )
    found_at = models.DateTimeField(_("发现时间"), default=timezone.now, editable=False)
    found_by = person(_("发现人"))
    decided_at = models.DateTimeField(_("判断时间"), null=True, editable=False)
    decided_by = person(_("判断人"))
    note = models.CharField(_("说明"), max_length=500, blank=True)

    objects = SuspicionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("疑似重复")
        indexes = [models.Index(fields=["state", "-id"], name="suspicion_worklist")]
        constraints = [
            models.UniqueConstraint(fields=["first", "second", "reason"], name="suspicion_once"),
            check("suspicion_in_order", Q(first__lt=F("second")), _("一对人只登记一次。")),
            check("suspicion_state_known", Q(state__in=DuplicateState.values), _("查重状态不对。")),
            check(
                "suspicion_decision_explained",
                Q(state__in=[DuplicateState.OPEN, DuplicateState.GONE])
                | ~Q(note="") & Q(decided_at__isnull=False, decided_by__isnull=False),
                _("判断要写明理由、判断人和时间。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}"


class FileMerge(models.Model):
    """`merged` was closed because it is the same household as `kept`; nothing of either moved.

    `values` holds {"owner", "field", "label", "before", "after"} for each value that was copied into the kept
    file; numbers of phone and card stand there as their mask, and in full, encrypted, in the columns below.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    suspicion = models.ForeignKey(
        DuplicateSuspicion, models.PROTECT, related_name="merges", verbose_name=_("疑似重复")
    )
    kept = models.ForeignKey(
        Household, models.PROTECT, related_name="merges_in", verbose_name=_("保留的档案")
    )
    merged = models.ForeignKey(
        Household, models.PROTECT, related_name="merges_out", verbose_name=_("并入的档案")
    )
    merged_state = models.CharField(_("原状态"), max_length=12, choices=State.choices)
    values = models.JSONField(_("采用的内容"), default=list)
    # mypy wants Optional where null is allowed; on an instance a Secret stands for None (EncryptedField).
    phone = EncryptedField("phone", verbose_name=_("原手机号码"), null=True, blank=True)  # type: ignore[misc]
    bank_card = EncryptedField("bank_card", verbose_name=_("原银行卡号"), null=True, blank=True)  # type: ignore[misc]
    kept_step = models.PositiveBigIntegerField(editable=False, default=0)
    merged_at = models.DateTimeField(_("合并时间"), default=timezone.now, editable=False)
    merged_by = person(_("合并人"))
    undone_at = models.DateTimeField(_("撤销时间"), null=True, editable=False)
    undone_by = person(_("撤销人"))
    undone_note = models.CharField(_("撤销理由"), max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("档案合并")
        constraints = [
            models.UniqueConstraint(
                fields=["merged"],
                condition=Q(undone_at__isnull=True),
                name="file_merged_once",
                violation_error_message=_("这份档案已经并入另一份。"),
            ),
            check("merge_of_two", ~Q(kept=F("merged")), _("不能把档案并入自己。")),
            check(
                "merge_undone_explained",
                Q(undone_at__isnull=True, undone_by__isnull=True, undone_note="")
                | Q(undone_at__isnull=False, undone_by__isnull=False) & ~Q(undone_note=""),
                _("撤销合并要写明理由。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.kept_id}"
