"""Loans of revolving money, when they are to come back, what came. The database keeps the rules:
`migrations/sql`."""

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.ledgers.models import Commitment
from funds.ledgers.models.funds import money
from funds.ledgers.models.hands import apart, hand_of, person
from funds.loans.states import OVERDUE, SOURCE, Standing, State, Way
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state
from hardship.kernel.guards import AppendOnly
from hardship.kernel.hidden import NameField
from hardship.kernel.numbers import YearCounter
from hardship.kernel.scope import ScopedModel


class Loan(ScopedModel):
    """One loan without interest. `union` is the one that lends, `subject` opaque ("household:17"). `repaid`
    is kept by the database; what does not come any more is `written_off` as a whole, by two people."""

    since: date | None  # by selectors.with_dates
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("借款单号"), max_length=40, unique=True, editable=False)
    commitment = models.OneToOneField(
        Commitment, models.PROTECT, related_name="loan", editable=False, verbose_name=_("占用")
    )
    subject = models.CharField(_("借款家庭"), max_length=60, editable=False)
    borrower = NameField(_("借款人"), max_length=50, or_body=True, editable=False)
    purpose = models.CharField(_("借款用途"), max_length=60, editable=False)
    approval_no = models.CharField(_("批准文号或会议纪要"), max_length=100, editable=False)
    amount = money(_("本金（元）"), editable=False)
    repaid = money(_("已还（元）"), default=0, editable=False)
    written_off = money(_("已核销（元）"), default=0, editable=False)
    state = models.CharField(
        _("状态"), max_length=9, choices=State.choices, default=State.GRANTED, editable=False
    )
    granted_at = models.DateTimeField(_("批准时间"), default=timezone.now, editable=False)
    granted_by = person(_("批准人"))
    granted_for = person(_("代谁批准"))
    lent_on = models.DateField(_("借出日期"), null=True, editable=False)
    reason = models.CharField(_("核销或取消的原因"), max_length=300, blank=True, editable=False)
    document_no = models.CharField(_("核销文号或会议纪要"), max_length=100, blank=True, editable=False)
    asked_at = models.DateTimeField(_("申请核销时间"), null=True, editable=False)
    asked_by = person(_("申请核销人"))
    asked_for = person(_("代谁申请核销"))
    declined_at = models.DateTimeField(_("不同意核销时间"), null=True, editable=False)
    declined_by = person(_("不同意核销人"))
    declined_for = person(_("代谁不同意核销"))
    declined_why = models.CharField(_("不同意核销的理由"), max_length=300, blank=True, editable=False)
    written_at = models.DateTimeField(_("核销时间"), null=True, editable=False)
    written_by = person(_("批准核销人"))
    written_for = person(_("代谁批准核销"))

    is_granted = in_state(State.GRANTED)
    is_lent = in_state(State.LENT)
    is_written_off = in_state(State.WRITTEN_OFF)

    class Meta:
        verbose_name = verbose_name_plural = _("周转金借款")
        indexes = [
            models.Index(fields=["union", "state"], name="loan_state"),
            models.Index(fields=["subject"], name="loan_subject"),
        ]
        constraints = [
            check("loan_state_known", Q(state__in=State.values), _("借款状态不对。")),
            check(
                "loan_decided", ~Q(approval_no="") & Q(granted_by__isnull=False), _("借款要有批准人和文号。")
            ),
            check(
                "loan_within_principal",
                Q(amount__gt=0, repaid__gte=0, written_off__gte=0)
                & Q(amount__gte=F("repaid") + F("written_off")),
                _("还的和核销的不能超过本金。"),
            ),
            check(
                "loan_repaid_when_whole",
                Q(state=State.REPAID, repaid=F("amount")) | ~Q(state=State.REPAID) & ~Q(repaid=F("amount")),
                _("全部还了的才是已还清。"),
            ),
            check(
                "loan_written_off_by_two",
                Q(state=State.WRITTEN_OFF, written_by__isnull=False, asked_by__isnull=False)
                & Q(written_off=F("amount") - F("repaid"))
                & ~Q(reason="")
                & ~Q(document_no="")
                & apart("asked", "written")
                | ~Q(state=State.WRITTEN_OFF) & Q(written_off=0, written_by__isnull=True),
                _("核销要有文件，由一人申请、另一人批准，把没有还的全部核销。"),
            ),
            check(
                "loan_declined_with_reason",
                Q(declined_at__isnull=False, declined_by__isnull=False) & ~Q(declined_why="")
                | Q(declined_at__isnull=True, declined_by__isnull=True, declined_why=""),
                _("不同意核销要写明理由。"),
            ),
            check(
                "loan_lent_on_a_day",
                Q(lent_on__isnull=True, state__in=(State.GRANTED, State.CANCELLED))
                | Q(lent_on__isnull=False) & ~Q(state__in=(State.GRANTED, State.CANCELLED)),
                _("借出要有日期。"),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def standing(self) -> Standing:
        """How it reads today; only of rows that selectors.with_dates has dated."""
        is_late = self.is_lent and self.since is not None and self.since < timezone.localdate()
        return Standing(OVERDUE if is_late else self.state)

    @property
    def source(self) -> str:
        """How its commitment and its payable name it."""
        return f"{SOURCE}:{self.pk}"

    @property
    def left(self) -> Any:
        """Yuan that are out (应收周转金): lent, not back and not written off."""
        return self.amount - self.repaid - self.written_off

    @property
    def seen(self) -> str:
        """Names the request for a write-off that stands now; '' where there is none."""
        return self.asked_at.isoformat() if self.asked_at else ""

    @property
    def waits_for_write_off(self) -> bool:
        return self.is_lent and self.asked_at is not None

    def hand(self, step: str) -> str:
        """Who took a step (granted, asked, declined, written), both names where they stood in."""
        return hand_of(self, step)


class LoanPart(AppendOnly):
    """One part of how it is to come back; `upto` is the sum of all parts up to this one."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="parts", verbose_name=_("借款"))
    due_on = models.DateField(_("还款日期"))
    amount = money(_("金额（元）"))
    upto = money(_("累计应还（元）"))

    class Meta:
        verbose_name = verbose_name_plural = _("还款计划")
        constraints = [
            models.UniqueConstraint(fields=["loan", "due_on"], name="loan_part_once"),
            check("loan_part_positive", Q(amount__gt=0), _("金额必须大于零。")),
        ]

    def __str__(self) -> str:
        return f"{self.loan_id}:{self.due_on}"


class LoanRepayment(AppendOnly):
    """Principal that came back: `key` is the id of its journal in the ledger."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="repayments", verbose_name=_("借款"))
    key = models.UUIDField(unique=True, editable=False)
    amount = money(_("金额（元）"))
    on = models.DateField(_("收款日期"))
    way = models.CharField(_("收款方式"), max_length=4, choices=Way.choices)
    serial = models.CharField(_("流水号或收据号"), max_length=60)
    at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    by = person(_("登记人"))

    class Meta:
        verbose_name = verbose_name_plural = _("还款")
        constraints = [
            check("loan_repayment_positive", Q(amount__gt=0), _("金额必须大于零。")),
            check("loan_repayment_has_serial", ~Q(serial=""), _("收款要写流水号或收据号。")),
            check("loan_repayment_by_bank", Q(way=Way.BANK), _("现金先存入银行账户，再登记还款。")),
        ]

    def __str__(self) -> str:
        return f"{self.loan_id}:{self.on}"


class LoanCounter(YearCounter):
    """The last number of a loan of one union and year."""

    class Meta:
        verbose_name = verbose_name_plural = _("借款单号计数")
        constraints = [models.UniqueConstraint(fields=["union", "year"], name="loan_counter_once")]
