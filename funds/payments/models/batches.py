"""发放批次 and its lines: payables on their way to the bank, and what the bank answered."""

import uuid
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from funds.ledgers.models.hands import apart, hand_of, person
from funds.payments.models.others import OtherPayee
from funds.payments.models.payables import Payable, say_set_off
from funds.payments.states import (
    ANSWERED_STATES,
    BANK_WAYS,
    BATCH_TONES,
    CASH_LINE_WORDS,
    CASH_WORDS,
    LIVE_STATES,
    PAYMENT_TONES,
    RETURNED_STATES,
    WAITING_STATES,
    BatchState,
    Method,
    PaymentState,
    Result,
    SendWay,
)
from hardship.kernel.checks import check
from hardship.kernel.fields import BlindIndexField, EncryptedField
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.hidden import NameField
from hardship.kernel.scope import ScopedModel


class PaymentBatch(ScopedModel):
    """One bank list of one union, or one payout in cash (`method`); its control totals are frozen when it is
    made. `_for` is whom somebody stood in for (代办) who took a step: three hands are six names at the most.

    The SHA-256 of every workbook that went to the bank stands in the audit trail.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("批次号"), max_length=40, unique=True)
    title = models.CharField(_("批次名称"), max_length=80)
    state = models.CharField(
        _("状态"), max_length=10, choices=BatchState.choices, default=BatchState.MADE, editable=False
    )
    method = models.CharField(
        _("发放方式"), max_length=4, choices=Method.choices, default=Method.BANK, editable=False
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    seq = models.PositiveIntegerField(editable=False)
    count = models.PositiveIntegerField(_("人数"))
    total = models.DecimalField(_("金额合计（元）"), max_digits=14, decimal_places=2)
    made_at = models.DateTimeField(_("制单时间"), default=timezone.now, editable=False)
    made_by = person(_("制单人"))
    made_for = person(_("代谁制单"))
    checked_at = models.DateTimeField(_("复核时间"), null=True, editable=False)
    checked_by = person(_("复核人"))
    checked_for = person(_("代谁复核"))
    released_at = models.DateTimeField(_("放行时间"), null=True, editable=False)
    released_by = person(_("放行人"))
    released_for = person(_("代谁放行"))
    sent_on = models.DateField(_("送银行日期"), null=True, editable=False)
    sent_way = models.CharField(
        _("怎么送的"), max_length=8, choices=SendWay.choices, blank=True, editable=False
    )
    sent_at = models.DateTimeField(_("登记送银行的时间"), null=True, editable=False)
    sent_by = person(_("登记送银行的人"))
    sent_for = person(_("代谁登记送银行"))
    unsent_at = models.DateTimeField(_("撤回送银行的时间"), null=True, editable=False)
    unsent_by = person(_("撤回送银行的人"))
    unsent_for = person(_("代谁撤回送银行"))
    unsent_why = models.CharField(_("撤回送银行的原因"), max_length=300, blank=True, editable=False)
    settled_at = models.DateTimeField(_("办结时间"), null=True, editable=False)
    settled_by = person(_("办结人"))
    closed_at = models.DateTimeField(_("关账时间"), null=True, editable=False)
    closed_by = person(_("关账人"))
    cancelled_at = models.DateTimeField(_("取消时间"), null=True, editable=False)
    cancelled_by = person(_("取消人"))
    cancel_reason = models.CharField(_("取消原因"), max_length=300, blank=True, editable=False)

    tone = state_tone(BATCH_TONES)
    is_released = in_state(BatchState.RELEASED)
    is_sent = in_state(BatchState.SENT)
    is_draft = in_state(BatchState.DRAFT)
    is_waiting = in_state(*WAITING_STATES)
    is_answered = in_state(*ANSWERED_STATES)
    is_cash = in_state(Method.CASH, field="method")

    @property
    def is_handed_out(self) -> bool:
        """Whether people signed for it, or could."""
        return self.is_cash and self.sent_at is not None and self.is_answered

    class Meta:
        verbose_name = verbose_name_plural = _("发放批次")
        constraints = [
            models.UniqueConstraint(fields=["union", "year", "seq"], name="batch_number_once"),
            check("batch_state_known", models.Q(state__in=BatchState.values), _("批次状态不对。")),
            check("batch_method_known", models.Q(method__in=Method.values), _("发放方式不对。")),
            check("batch_total_positive", models.Q(total__gt=0, count__gt=0), _("批次不能是空的。")),
            check(
                "batch_three_people",
                apart("made", "checked") & apart("made", "released") & apart("checked", "released"),
                _("制单、复核、放行必须是三个人。"),
            ),
            check(
                "batch_released_after_check",
                models.Q(released_by__isnull=True) | models.Q(checked_by__isnull=False),
                _("未复核的批次不能放行。"),
            ),
            check(
                "batch_draft_unchecked",
                ~models.Q(state=BatchState.DRAFT)
                | models.Q(checked_by__isnull=True, released_by__isnull=True),
                _("草稿没有复核和放行。"),
            ),
            check(
                "batch_sent_by_somebody",
                models.Q(
                    state__in=(BatchState.SENT, BatchState.SETTLED, BatchState.CLOSED),
                    sent_on__isnull=False,
                    sent_at__isnull=False,
                    sent_by__isnull=False,
                )
                & (
                    models.Q(method=Method.BANK, sent_way__in=BANK_WAYS)
                    | models.Q(method=Method.CASH, sent_way=SendWay.CASH)
                )
                | ~models.Q(state__in=(BatchState.SENT, BatchState.SETTLED, BatchState.CLOSED))
                & models.Q(sent_on__isnull=True, sent_at__isnull=True, sent_by__isnull=True, sent_way=""),
                _("送银行须记录日期、方式和人。"),
            ),
            check(
                "batch_closed_by_somebody",
                models.Q(state=BatchState.CLOSED, closed_at__isnull=False, closed_by__isnull=False)
                | ~models.Q(state=BatchState.CLOSED)
                & models.Q(closed_at__isnull=True, closed_by__isnull=True),
                _("关账须记录时间和人。"),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_state_display(self) -> str:  # type: ignore[no-redef]
        """The state in words; where money is handed out, no bank is said to have it."""
        label = BatchState(self.state).label
        return str(CASH_WORDS.get(self.state, label) if self.is_cash else label)

    def hand(self, step: str) -> str:
        """Who took a step (made, checked, released), both names where they stood in; '' for nobody yet."""
        return hand_of(self, step)


class Payment(ScopedModel):
    """One attempt to pay one payable: a line of one batch. One that fails stays as it was sent; the next
    attempt is a new line of another batch.

    Union and amount are the payable's; payee and account are as they were when the batch was made. In cash
    there is no account.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    batch = models.ForeignKey(PaymentBatch, models.PROTECT, related_name="payments", verbose_name=_("批次"))
    line = models.PositiveIntegerField(_("序号"))
    payable = models.ForeignKey(Payable, models.PROTECT, related_name="payments", verbose_name=_("应付款项"))
    state = models.CharField(
        _("状态"), max_length=10, choices=PaymentState.choices, default=PaymentState.READY, editable=False
    )
    payee = NameField(_("收款人"), max_length=50, or_body=True)
    other = models.ForeignKey(
        OtherPayee, models.PROTECT, null=True, related_name="payments", editable=False,
        verbose_name=_("代收"),
    )  # fmt: skip
    bank_name = models.CharField(_("开户银行"), max_length=40, blank=True)
    bank_branch = models.CharField(_("支行名称"), max_length=60, blank=True)
    # mypy wants Optional where null is allowed; on an instance a Secret stands for None (EncryptedField).
    bank_card = EncryptedField("bank_card", verbose_name=_("银行卡号"), null=True, blank=True)  # type: ignore[misc]
    bank_card_index = BlindIndexField(null=True, editable=False)
    amount = models.DecimalField(_("金额（元）"), max_digits=12, decimal_places=2)
    codes = ArrayField(
        models.CharField(max_length=16), verbose_name=_("制单时的预检结果"), default=list, editable=False
    )
    paid_on = models.DateField(_("到账日期"), null=True, blank=True)
    bank_serial = models.CharField(_("银行流水号"), max_length=60, blank=True)
    failure = models.CharField(_("失败原因"), max_length=200, blank=True)
    bounced_on = models.DateField(_("退汇日期"), null=True, blank=True)
    bounced_at = models.DateTimeField(_("退汇登记时间"), null=True, editable=False)
    bounced_by = person(_("退汇登记人"))
    corrected_bank_name = models.CharField(_("更正后的开户银行"), max_length=40, blank=True)
    corrected_bank_card = EncryptedField(  # type: ignore[misc]
        "bank_card", verbose_name=_("更正后的卡号"), null=True, blank=True
    )
    corrected_at = models.DateTimeField(_("更正时间"), null=True, editable=False)
    corrected_by = person(_("更正人"))
    corrected_for = person(_("代谁更正"))
    resolved_at = models.DateTimeField(_("登记时间"), null=True, editable=False)
    resolved_by = person(_("登记人"))

    tone = state_tone(PAYMENT_TONES)
    is_paid = in_state(PaymentState.PAID)
    is_returned = in_state(*RETURNED_STATES)

    class Meta:
        verbose_name = verbose_name_plural = _("发放明细")
        indexes = [
            *(
                models.Index(fields=[level, "state", "paid_on"], name=f"payment_{level}_state")
                for level in ("province", "city", "county", "township", "union")
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["batch", "line"], name="payment_line_once"),
            models.UniqueConstraint(
                fields=["payable"],
                condition=models.Q(state__in=LIVE_STATES),
                name="payment_live_once",
                violation_error_message=_("该款项已有一笔有效的发放。"),
            ),
            check("payment_amount_positive", models.Q(amount__gt=0), _("金额必须大于零。")),
            check(
                "payment_paid_has_date",
                ~models.Q(state=PaymentState.PAID) | models.Q(paid_on__isnull=False),
                _("到账的发放必须有日期。"),
            ),
            check(
                "payment_failed_has_reason",
                ~models.Q(state__in=RETURNED_STATES) | ~models.Q(failure=""),
                _("失败的发放必须写明原因。"),
            ),
            check(
                "payment_bounced_by_somebody",
                models.Q(
                    state=PaymentState.BOUNCED,
                    bounced_on__isnull=False,
                    bounced_at__isnull=False,
                    bounced_by__isnull=False,
                )
                | ~models.Q(state=PaymentState.BOUNCED)
                & models.Q(bounced_on__isnull=True, bounced_at__isnull=True, bounced_by__isnull=True),
                _("退汇须记录日期、登记时间和人。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.line}"

    @property
    def is_in_cash(self) -> bool:
        """Whether it is handed out: the database keeps that such a line, and no other, has no account."""
        return self.bank_card_index is None

    def get_state_display(self) -> str:  # type: ignore[no-redef]
        """The state in words; what is handed out is signed for."""
        label = PaymentState(self.state).label
        return str(CASH_LINE_WORDS.get(self.state, label) if self.is_in_cash else label)

    @property
    def account_words(self) -> str:
        """Bank and masked card, or that it is handed out."""
        return str(Method.CASH.label) if self.is_in_cash else f"{self.bank_name} {self.bank_card}"

    @property
    def bank_result(self) -> str:
        """成功 or 失败, as the bank's list says it; '' before the bank answered."""
        return str(Result(self.state).label) if self.state in Result.values else ""

    @property
    def owed_to(self) -> str:
        """Whom it is paid for where somebody else is paid: 王梅，配偶代收; '' for most."""
        if self.other is None:
            return ""
        words = {"name": self.payable.payee, "party": self.other.get_party_display()}
        return _now("替%(name)s（%(party)s代收）") % words

    @property
    def set_off_words(self) -> str:
        """What of the payable is not paid by the bank (抵扣); '' for most."""
        return say_set_off(self.payable.amount, self.amount)

    @property
    def corrector(self) -> str:
        """Who put the account right, both names where they stood in; '' for nobody yet."""
        return hand_of(self, "corrected")

    @property
    def settled_on(self) -> date | None:
        """The day from which the books hold it as paid: nothing that undoes it is earlier; None before."""
        if self.paid_on is None or self.resolved_at is None:
            return self.paid_on
        return max(self.paid_on, timezone.localdate(self.resolved_at))
