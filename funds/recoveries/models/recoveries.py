"""What is to come back: a demand, the parts in which it does, its numbers."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.ledgers.models.hands import apart, hand_of, person
from funds.payments.models import Payment
from funds.recoveries.states import (
    OPEN_STATES,
    TONES,
    Reason,
    State,
)
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.guards import AppendOnly
from hardship.kernel.numbers import YearCounter
from hardship.kernel.scope import ScopedModel


class Recovery(ScopedModel):
    """One demand to pay back some or all of one payment. `union` is the one that paid; `repaid` is kept by
    the database. `next_due_on` is the day of the first part that was not paid back."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("追回单号"), max_length=40, unique=True, editable=False)
    payment = models.ForeignKey(
        Payment, models.PROTECT, related_name="recoveries", editable=False, verbose_name=_("发放")
    )
    reason = models.CharField(_("原因"), max_length=12, choices=Reason.choices, editable=False)
    note = models.CharField(_("情况说明"), max_length=300, editable=False)
    amount = models.DecimalField(_("应追回（元）"), max_digits=12, decimal_places=2, editable=False)
    repaid = models.DecimalField(
        _("已收回（元）"), max_digits=12, decimal_places=2, default=0, editable=False
    )
    state = models.CharField(
        _("状态"), max_length=8, choices=State.choices, default=State.OPENED, editable=False
    )
    next_due_on = models.DateField(_("还款期限"))
    opened_at = models.DateTimeField(_("发起时间"), default=timezone.now, editable=False)
    opened_by = person(_("发起人"))
    agreed_at = models.DateTimeField(_("约定时间"), null=True, editable=False)
    agreed_by = person(_("约定人"))
    waiver = models.CharField(_("豁免理由"), max_length=300, blank=True, editable=False)
    asked_at = models.DateTimeField(_("申请豁免时间"), null=True, editable=False)
    asked_by = person(_("申请豁免人"))
    asked_for = person(_("代谁申请豁免"))
    waived_at = models.DateTimeField(_("豁免时间"), null=True, editable=False)
    waived_by = person(_("批准豁免人"))
    waived_for = person(_("代谁批准豁免"))
    declined_at = models.DateTimeField(_("不同意豁免时间"), null=True, editable=False)
    declined_by = person(_("不同意豁免人"))
    declined_for = person(_("代谁不同意豁免"))
    declined_why = models.CharField(_("不同意豁免的理由"), max_length=300, blank=True, editable=False)
    settled_at = models.DateTimeField(_("结清时间"), null=True, editable=False)
    settled_by = person(_("结清登记人"))

    voided_at = models.DateTimeField(_("作废时间"), null=True, editable=False)
    voided_by = person(_("作废人"))
    voided_for = person(_("代谁作废"))
    void_reason = models.CharField(_("作废原因"), max_length=300, blank=True, editable=False)

    tone = state_tone(TONES)
    is_open = in_state(*OPEN_STATES)
    is_waived = in_state(State.WAIVED)
    is_void = in_state(State.VOID)

    class Meta:
        verbose_name = verbose_name_plural = _("追回")
        indexes = [models.Index(fields=["union", "state", "next_due_on"], name="recovery_due")]
        constraints = [
            check("recovery_state_known", Q(state__in=State.values), _("追回状态不对。")),
            check("recovery_reason_known", Q(reason__in=Reason.values) & ~Q(note=""), _("追回要写明原因。")),
            check(
                "recovery_amount_in_range",
                Q(amount__gt=0, repaid__gte=0, repaid__lte=F("amount")),
                _("收回的不能超过应追回的。"),
            ),
            check(
                "recovery_settled_when_whole",
                Q(state=State.SETTLED, repaid=F("amount"), settled_at__isnull=False, settled_by__isnull=False)
                | ~Q(state=State.SETTLED)
                & ~Q(repaid=F("amount"))
                & Q(settled_at__isnull=True, settled_by__isnull=True),
                _("全部收回的才是已结清。"),
            ),
            check(
                "recovery_waived_by_two",
                Q(
                    state=State.WAIVED,
                    waived_at__isnull=False,
                    waived_by__isnull=False,
                    asked_by__isnull=False,
                )
                & ~Q(waiver="")
                & apart("asked", "waived")
                | ~Q(state=State.WAIVED) & Q(waived_at__isnull=True, waived_by__isnull=True),
                _("豁免由一人申请、另一人批准。"),
            ),
            check(
                "recovery_declined_with_reason",
                Q(declined_at__isnull=False, declined_by__isnull=False) & ~Q(declined_why="")
                | Q(declined_at__isnull=True, declined_by__isnull=True, declined_why=""),
                _("不同意豁免要写明理由。"),
            ),
            check(
                "recovery_void_with_reason",
                Q(state=State.VOID, repaid=0, voided_at__isnull=False, voided_by__isnull=False)
                & ~Q(void_reason="")
                | ~Q(state=State.VOID) & Q(voided_at__isnull=True, voided_by__isnull=True, void_reason=""),
                _("没有收到钱的才能作废，要写明原因。"),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def payee(self) -> str:
        return self.payment.payee

    @property
    def left(self) -> Any:
        """Yuan that are still to come."""
        return self.amount - self.repaid

    @property
    def waiver_seen(self) -> str:
        """What an approver reads before deciding: when it was asked for, of how many yuan; '' for nothing."""
        return f"{self.asked_at.isoformat()} {self.left}" if self.asked_at else ""

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.next_due_on < timezone.localdate()

    @property
    def due_word(self) -> str:
        return str(_("逾期")) if self.is_overdue else ""

    def hand(self, step: str) -> str:
        """Who took a step, both names where they stood in; '' for nobody."""
        return hand_of(self, step)


class RecoveryPart(AppendOnly):
    """One instalment of how it is to be paid back. Of a recovery the last plan counts (`plan`)."""

    recovery = models.ForeignKey(
        Recovery, models.PROTECT, related_name="parts", editable=False, verbose_name=_("追回")
    )
    plan = models.PositiveSmallIntegerField(_("第几次约定"), editable=False)
    due_on = models.DateField(_("还款日期"), editable=False)
    amount = models.DecimalField(_("金额（元）"), max_digits=12, decimal_places=2, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("追回分期")
        constraints = [
            models.UniqueConstraint(fields=["recovery", "plan", "due_on"], name="recovery_part_once"),
            check("recovery_part_positive", Q(amount__gt=0), _("金额必须大于零。")),
        ]

    def __str__(self) -> str:
        return f"{self.recovery_id}:{self.due_on}"


class RecoveryCounter(YearCounter):
    """The last number of a recovery of one union and year."""

    class Meta:
        verbose_name = verbose_name_plural = _("追回单号计数")
        constraints = [models.UniqueConstraint(fields=["union", "year"], name="recovery_counter_once")]
