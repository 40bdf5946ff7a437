"""Changes to a filed household that wait for a second person, field by field."""

import uuid
from types import SimpleNamespace

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import Household, person
from cases.archives.states import ChangeState, Section
from cases.archives.states.changes import CHANGE_TONES
from hardship.accounts.models import names_of_step
from hardship.kernel.checks import check
from hardship.kernel.fields import EncryptedField
from hardship.kernel.flags import state_tone
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel


class ChangeRequest(ScopedModel):
    """What a clerk wants changed in one section of a filed household."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="changes", verbose_name=_("档案"))
    section = models.CharField(_("部分"), max_length=10, choices=Section.choices)
    state = models.CharField(
        _("状态"), max_length=10, choices=ChangeState.choices, default=ChangeState.PENDING
    )
    note = models.CharField(_("变更说明"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("提出时间"), default=timezone.now, editable=False)
    asked_by = person(_("提出人"))
    stood_in_for = person(_("代谁提出"))
    decided_at = models.DateTimeField(_("办理时间"), null=True, editable=False)
    decided_by = person(_("办理人"))
    decided_for = person(_("代谁办理"))
    comment = models.CharField(_("意见"), max_length=500, blank=True)

    tone = state_tone(CHANGE_TONES)

    class Meta:
        verbose_name = verbose_name_plural = _("档案变更")
        indexes = [
            *(
                models.Index(fields=[level, "state", "id"], name=f"change_{level}_state")
                for level in ("city", "county", "union")
            ),
        ]
        constraints = [
            check("change_state_known", models.Q(state__in=ChangeState.values), _("变更状态不对。")),
            check(
                "change_decided_when_over",
                models.Q(state=ChangeState.PENDING, decided_at__isnull=True)
                | (~models.Q(state=ChangeState.PENDING) & models.Q(decided_at__isnull=False)),
                _("办结的变更必须有办理时间。"),
            ),
            check(
                "change_checked_by_another",
                ~models.Q(state__in=[ChangeState.ACCEPTED, ChangeState.REJECTED])
                | ~(
                    models.Q(asked_by=models.F("decided_by"))
                    | models.Q(asked_by=models.F("decided_for"))
                    | models.Q(stood_in_for=models.F("decided_by"))
                    | models.Q(stood_in_for=models.F("decided_for"))
                ),
                _("变更必须由另一人审核。"),
            ),
            models.UniqueConstraint(
                fields=["household", "section"],
                condition=models.Q(state=ChangeState.PENDING),
                name="change_pending_once",
                violation_error_message=_("这一部分已有待审核的变更。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.section}"

    @property
    def asked_names(self) -> str:
        """Who asked, both names where they stood in; '' for the system."""
        return names_of_step(SimpleNamespace(by=self.asked_by, stood_in_for=self.stood_in_for))

    @property
    def decided_names(self) -> str:
        """Who decided, both names where they stood in; '' for the system and for nobody yet."""
        return names_of_step(SimpleNamespace(by=self.decided_by, stood_in_for=self.decided_for))


class ChangeItem(AppendOnly):
    """One field: what stood there and what is to stand there.

    `part` is "" for fields of the worker or the household, else rows, incomes, expenses or bills; `row` names
    the line of such a table: the member's uid, the key of the item, or "+1" for a new one. Personal numbers
    stand in `old_number` and `new_number` alone, everything else as JSON in `old` and `new`.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    request = models.ForeignKey(ChangeRequest, models.PROTECT, related_name="items", verbose_name=_("变更"))
    part = models.CharField(max_length=10, blank=True)
    row = models.CharField(max_length=40, blank=True)
    field = models.CharField(_("项目"), max_length=40)
    old = models.JSONField(_("原值"), null=True)
    new = models.JSONField(_("新值"), null=True)
    # mypy wants Optional where null is allowed; on an instance a Secret stands for None (EncryptedField).
    old_number = EncryptedField("id_number", verbose_name=_("原号码"), null=True, blank=True)  # type: ignore[misc]
    new_number = EncryptedField("id_number", verbose_name=_("新号码"), null=True, blank=True)  # type: ignore[misc]

    class Meta:
        verbose_name = verbose_name_plural = _("变更项目")
        constraints = [
            models.UniqueConstraint(fields=["request", "part", "row", "field"], name="change_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.part}:{self.row}.{self.field}"
