"""A file that one union hands to another, and one that another union asks for."""

import uuid
from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import Household, person
from cases.transfers.states import REQUEST_TONES, TRANSFER_TONES, RequestState, TransferState
from hardship.kernel.checks import check
from hardship.kernel.fields import EncryptedField
from hardship.kernel.flags import in_state, state_tone


def within(user: Any, *sides: str) -> models.Q:
    """Rows of which one of these unions is in the user's scope."""
    column, union = user.union.scope_column, user.union_id
    found = models.Q()
    for side in sides:
        found |= models.Q(**{side if column == "union" else f"{side}__{column}": union})
    return found


class TransferQuerySet(models.QuerySet["Transfer"]):
    def visible_to(self, user: Any) -> Self:
        """Transfers from or to a union of the user's scope: both sides follow them."""
        return self.filter(within(user, "source", "target")) if user.is_authenticated else self.none()


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


class TransferRequestQuerySet(models.QuerySet["TransferRequest"]):
    def visible_to(self, user: Any) -> Self:
        """Requests by or to a union of the user's scope. Of the file itself only who may see it learns more
        than the number that was asked with."""
        return self.filter(within(user, "holder", "asker")) if user.is_authenticated else self.none()


class TransferRequest(models.Model):
    """申请转入: one union (`asker`) asks for the file that another one (`holder`) has of somebody.

    `id_number` is the number that was typed, all that the asking side knows of the file; `file_no` is for the
    holder. An agreed request names the transfer that was offered for it. Past its answer the row stays as it
    is, which the database keeps (migrations/sql/requests.sql).
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    household = models.ForeignKey(
        Household, models.PROTECT, related_name="transfer_requests", verbose_name=_("档案")
    )
    holder = models.ForeignKey("accounts.Union", models.PROTECT, related_name="+", verbose_name=_("在档工会"))
    asker = models.ForeignKey("accounts.Union", models.PROTECT, related_name="+", verbose_name=_("申请工会"))
    id_number = EncryptedField("id_number", verbose_name=_("身份证号"))
    file_no = models.CharField(_("档案号"), max_length=40)
    reason = models.CharField(_("申请原因"), max_length=300)
    state = models.CharField(
        _("状态"), max_length=10, choices=RequestState.choices, default=RequestState.WAITING
    )
    asked_at = models.DateTimeField(_("申请时间"), default=timezone.now, editable=False)
    asked_by = person(_("申请人"))
    answered_at = models.DateTimeField(_("答复时间"), null=True, editable=False)
    answered_by = person(_("答复人"))
    comment = models.CharField(_("答复"), max_length=500, blank=True)
    transfer = models.OneToOneField(
        Transfer, models.PROTECT, null=True, related_name="request", verbose_name=_("档案转移")
    )

    is_waiting = in_state(RequestState.WAITING)
    tone = state_tone(REQUEST_TONES)

    objects = TransferRequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("转入申请")
        constraints = [
            check("request_state_known", models.Q(state__in=RequestState.values), _("申请状态不对。")),
            check("request_of_another", ~models.Q(holder=models.F("asker")), _("档案就在本工会。")),
            check("request_says_why", ~models.Q(reason=""), _("请写明申请转入的原因。")),
            check(
                "request_answered_when_over",
                models.Q(state=RequestState.WAITING, answered_at__isnull=True)
                | (~models.Q(state=RequestState.WAITING) & models.Q(answered_at__isnull=False)),
                _("办结的申请必须有答复时间。"),
            ),
            check(
                "request_agreed_with_its_transfer",
                models.Q(state=RequestState.AGREED, transfer__isnull=False)
                | (~models.Q(state=RequestState.AGREED) & models.Q(transfer__isnull=True)),
                _("同意转出要同时提出转移。"),
            ),
            check(
                "request_declined_with_reason",
                ~models.Q(state=RequestState.DECLINED, comment=""),
                _("不同意的，请写明原因。"),
            ),
            models.UniqueConstraint(
                fields=["household", "asker"],
                condition=models.Q(state=RequestState.WAITING),
                name="request_waits_once",
                violation_error_message=_("这份档案已经申请过转入，正等答复。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_no} → {self.asker_id}"
