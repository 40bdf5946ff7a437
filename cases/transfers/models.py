"""A file that one union hands to another."""

import uuid
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import Household, person
from cases.transfers.states import TRANSFER_TONES, TransferState
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone


class TransferQuerySet(models.QuerySet["Transfer"]):
    def visible_to(self, user: Any) -> Self:
        """Transfers from or to a union of the user's scope: both sides follow them."""
        if not user.is_authenticated:
            return self.none()
        column, union = user.union.scope_column, user.union_id
        if column == "union":
            return self.filter(models.Q(source=union) | models.Q(target=union))
        return self.filter(
            models.Q(**{f"source__{column}": union}) | models.Q(**{f"target__{column}": union})
        )


class Transfer(models.Model):
    """An offer of a file and what became of it. `file_no` is the number at that time: it stays the file's."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="transfers", verbose_name=_("档案"))
    source = models.ForeignKey("accounts.Union", models.PROTECT, related_name="+", verbose_name=_("转出工会"))
    target = models.ForeignKey("accounts.Union", models.PROTECT, related_name="+", verbose_name=_("转入工会"))
    state = models.CharField(
        _("状态"), max_length=10, choices=TransferState.choices, default=TransferState.OFFERED
    )
    file_no = models.CharField(_("档案号"), max_length=40)
    note = models.CharField(_("转移原因"), max_length=300)
    offered_at = models.DateTimeField(_("提出时间"), default=timezone.now, editable=False)
    offered_by = person(_("提出人"))
    decided_at = models.DateTimeField(_("办理时间"), null=True, editable=False)
    decided_by = person(_("办理人"))
    comment = models.CharField(_("意见"), max_length=500, blank=True)

    is_offered = in_state(TransferState.OFFERED)
    tone = state_tone(TRANSFER_TONES)

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("档案转移")
        constraints = [
            check("transfer_state_known", models.Q(state__in=TransferState.values), _("转移状态不对。")),
            check("transfer_to_another", ~models.Q(source=models.F("target")), _("请选择另一个工会。")),
            check(
                "transfer_decided_when_over",
                models.Q(state=TransferState.OFFERED, decided_at__isnull=True)
                | (~models.Q(state=TransferState.OFFERED) & models.Q(decided_at__isnull=False)),
                _("办结的转移必须有办理时间。"),
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=models.Q(state=TransferState.OFFERED),
                name="transfer_offered_once",
                violation_error_message=_("这份档案已在转移中。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_no} → {self.target_id}"
