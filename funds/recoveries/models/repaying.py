"""What came back: to the bank, or kept back of what is owed (抵扣)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.ledgers.models.hands import apart, hand_of, person
from funds.payments.models import Payable
from funds.recoveries.models.recoveries import Recovery
from funds.recoveries.states import (
    SET_OFF_TONES,
    SetOffState,
    Way,
)
from hardship.kernel.checks import check
from hardship.kernel.files import FolderName
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel


class SetOff(ScopedModel):
    """抵扣: so many yuan of what is owed to the payee (`payable`) are kept back for what they owe, as they
    agreed to on `consented_on` in writing (`proof`), one person asked and another approved. With the approval
    it is a `Repayment`; `uid` is the id of the journal by which the payable was paid so far. One that was
    made by mistake is undone, while nothing of the payable was sent: finance asks (`undo`), an approver
    decides (`reviewed`), and both journals are reversed."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recovery = models.ForeignKey(
        Recovery, models.PROTECT, related_name="set_offs", editable=False, verbose_name=_("追回")
    )
    payable = models.ForeignKey(
        Payable, models.PROTECT, related_name="set_offs", editable=False, verbose_name=_("应付款项")
    )
    amount = models.DecimalField(_("抵扣（元）"), max_digits=12, decimal_places=2, editable=False)
    consented_on = models.DateField(_("本人同意的日期"), editable=False)
    proof = models.FileField(_("本人签名的同意书"), upload_to=FolderName("set_offs"), max_length=120)
    proof_type = models.CharField(max_length=40, editable=False)
    proof_sha256 = models.CharField(_("校验值"), max_length=64, editable=False)
    state = models.CharField(
        _("状态"), max_length=9, choices=SetOffState.choices, default=SetOffState.ASKED, editable=False
    )
    asked_at = models.DateTimeField(_("申请时间"), default=timezone.now, editable=False)
    asked_by = person(_("申请人"))
    asked_for = person(_("代谁申请"))
    decided_at = models.DateTimeField(_("办理时间"), null=True, editable=False)
    decided_by = person(_("办理人"))
    decided_for = person(_("代谁办理"))
    why = models.CharField(_("不同意或撤回的原因"), max_length=300, blank=True, editable=False)
    undo_at = models.DateTimeField(_("申请撤销时间"), null=True, editable=False)
    undo_by = person(_("申请撤销人"))
    undo_for = person(_("代谁申请撤销"))
    undo_why = models.CharField(_("撤销原因"), max_length=300, blank=True, editable=False)
    reviewed_at = models.DateTimeField(_("撤销办理时间"), null=True, editable=False)
    reviewed_by = person(_("撤销办理人"))
    reviewed_for = person(_("代谁办理撤销"))
    review = models.CharField(_("不同意撤销的原因"), max_length=300, blank=True, editable=False)

    tone = state_tone(SET_OFF_TONES)
    is_asked = in_state(SetOffState.ASKED)
    is_undone = in_state(SetOffState.UNDONE)

    class Meta:
        verbose_name = verbose_name_plural = _("抵扣")
        constraints = [
            models.UniqueConstraint(
                fields=["payable"],
                condition=Q(state=SetOffState.ASKED),
                name="set_off_waits_once",
                violation_error_message=_("这笔款已有一份抵扣申请等着批准。"),
            ),
            check("set_off_state_known", Q(state__in=SetOffState.values), _("抵扣状态不对。")),
            check("set_off_positive", Q(amount__gt=0), _("金额必须大于零。")),
            check(
                "set_off_consented",
                Q(asked_by__isnull=False) & ~Q(proof="") & ~Q(proof_sha256=""),
                _("抵扣要有本人签名的同意书。"),
            ),
            check(
                "set_off_decided",
                Q(state=SetOffState.ASKED, decided_at__isnull=True, decided_by__isnull=True)
                | ~Q(state=SetOffState.ASKED) & Q(decided_at__isnull=False, decided_by__isnull=False),
                _("办理须记录时间和人。"),
            ),
            check(
                "set_off_by_another",
                ~Q(state__in=(SetOffState.APPROVED, SetOffState.DECLINED)) | apart("asked", "decided"),
                _("抵扣由一人申请、另一人批准。"),
            ),
            check(
                "set_off_undone_by_two",
                ~Q(state__in=(SetOffState.UNDOING, SetOffState.UNDONE))
                | Q(undo_at__isnull=False, undo_by__isnull=False) & ~Q(undo_why=""),
                _("撤销抵扣要有人申请并写明原因。"),
            ),
            check(
                "set_off_undone_by_another",
                Q(state=SetOffState.UNDONE, reviewed_at__isnull=False, reviewed_by__isnull=False)
                & apart("undo", "reviewed")
                | ~Q(state=SetOffState.UNDONE),
                _("撤销抵扣由一人申请、另一人批准。"),
            ),
            check(
                "set_off_ended_with_reason",
                ~Q(state__in=(SetOffState.DECLINED, SetOffState.WITHDRAWN)) | ~Q(why=""),
                _("不同意、撤回要写明原因。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recovery_id}:{self.payable_id}"

    def hand(self, step: str) -> str:
        """Who took a step (asked, decided, undo, reviewed), both names where they stood in."""
        return hand_of(self, step)


class Repayment(AppendOnly):
    """Money that came back to the bank, or was kept back (`set_off`): `key` is the id of its journal in the
    ledger."""

    recovery = models.ForeignKey(
        Recovery, models.PROTECT, related_name="repayments", editable=False, verbose_name=_("追回")
    )
    key = models.UUIDField(unique=True, editable=False)
    amount = models.DecimalField(_("金额（元）"), max_digits=12, decimal_places=2, editable=False)
    on = models.DateField(_("收款日期"), editable=False)
    way = models.CharField(_("收款方式"), max_length=7, choices=Way.choices, editable=False)
    serial = models.CharField(_("流水号"), max_length=60, editable=False)
    set_off = models.OneToOneField(
        SetOff, models.PROTECT, null=True, related_name="repayment", editable=False, verbose_name=_("抵扣")
    )
    at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    by = person(_("登记人"))

    class Meta:
        verbose_name = verbose_name_plural = _("追回收款")
        constraints = [
            check("repayment_positive", Q(amount__gt=0), _("金额必须大于零。")),
            check("repayment_has_serial", ~Q(serial=""), _("收款要写流水号或收据号。")),
            check(
                "repayment_way_known",
                Q(way=Way.BANK, set_off__isnull=True) | Q(way=Way.SET_OFF, set_off__isnull=False),
                _("收款方式不对。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recovery_id}:{self.on}"
