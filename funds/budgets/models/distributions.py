"""资金分配表: money of one line for many unions below by one document, drawn up by one and approved by
another."""

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.budgets.states import FILLABLE, STAGE_TONES, Basis, Stage
from funds.ledgers.models import Allocation, BudgetLine
from funds.ledgers.models.funds import money
from funds.ledgers.models.hands import apart, hand_of, person
from hardship.accounts.models import Union
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.scope import ScopedModel

DONE = (Stage.APPROVED, Stage.SENT)


class Distribution(ScopedModel):
    """One table: the line that gives, the document that hands it down, what the sums rest on.

    `uid` makes the keys of its vouchers, so that sending it twice has one effect."""

    tone = state_tone(STAGE_TONES)
    is_fillable = in_state(*FILLABLE)
    is_returned = in_state(Stage.RETURNED)
    is_dropped = in_state(Stage.DROPPED)
    is_approved = in_state(Stage.APPROVED)
    is_sent = in_state(Stage.SENT)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    line = models.ForeignKey(
        BudgetLine, models.PROTECT, related_name="distributions", verbose_name=_("拨出指标")
    )
    document_no = models.CharField(_("下拨文号"), max_length=60)
    document_on = models.DateField(_("文件日期"))
    basis = models.CharField(_("分配办法"), max_length=10, choices=Basis.choices)
    standard = money(_("每户标准（元）"), null=True, blank=True)
    state = models.CharField(
        _("状态"), max_length=9, choices=Stage.choices, default=Stage.DRAFT, editable=False
    )
    note = models.CharField(_("意见"), max_length=500, blank=True, editable=False)
    approval_no = models.CharField(_("批准文号或会议纪要"), max_length=100, blank=True, editable=False)
    sent_on = models.DateField(_("下拨日期"), null=True, editable=False)
    made_at = models.DateTimeField(_("起草时间"), default=timezone.now, editable=False)
    made_by = person(_("起草人"))
    made_for = person(_("代谁起草"))
    submitted_at = models.DateTimeField(_("提交时间"), null=True, editable=False)
    submitted_by = person(_("编制人"))
    submitted_for = person(_("代谁提交"))
    approved_at = models.DateTimeField(_("批准时间"), null=True, editable=False)
    approved_by = person(_("批准人"))
    approved_for = person(_("代谁批准"))
    sent_at = models.DateTimeField(_("下拨时间"), null=True, editable=False)
    sent_by = person(_("下拨经手人"))

    class Meta:
        verbose_name = verbose_name_plural = _("资金分配表")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "document_no", "line"],
                condition=~Q(state=Stage.DROPPED),
                name="distribution_once",
                violation_error_message=_("这个文号已经有这条指标的分配表。"),
            ),
            check("distribution_named", ~Q(document_no=""), _("请填写下拨文号。")),
            check("distribution_basis_known", Q(basis__in=Basis.values), _("请选择分配办法。")),
            check("distribution_state_known", Q(state__in=Stage.values), _("状态不对。")),
            check(
                "distribution_standard_positive",
                Q(standard__isnull=True) | Q(standard__gt=0),
                _("每户标准必须大于零。"),
            ),
            check(
                "distribution_approved_by_another",
                apart("made", "approved") & apart("submitted", "approved"),
                _("编制和批准必须是两个人。"),
            ),
            check(
                "distribution_approved_with_document",
                ~Q(state__in=DONE) | Q(approved_by__isnull=False) & ~Q(approval_no=""),
                _("批准要有人和文号。"),
            ),
            check(
                "distribution_sent_on_a_day",
                Q(state=Stage.SENT, sent_on__isnull=False, sent_by__isnull=False)
                | ~Q(state=Stage.SENT) & Q(sent_on__isnull=True),
                _("下拨要有日期和经手人。"),
            ),
        ]

    def __str__(self) -> str:
        return self.document_no

    def hand(self, step: str) -> str:
        """Who took a step (made, submitted, approved), both names where they stood in."""
        return hand_of(self, step)


class Share(models.Model):
    """What one union below gets; `weight` is what its sum rests on, such as its households on file.
    `allocation` is the pair of vouchers once it was sent."""

    distribution = models.ForeignKey(
        Distribution, models.PROTECT, related_name="shares", verbose_name=_("资金分配表")
    )
    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name=_("收款工会"))
    weight = models.DecimalField(_("依据数"), max_digits=14, decimal_places=2, default=Decimal(0))
    amount = money(_("金额（元）"))
    allocation = models.OneToOneField(
        Allocation, models.PROTECT, null=True, editable=False, related_name="share", verbose_name=_("下拨")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("资金分配明细")
        constraints = [
            models.UniqueConstraint(
                fields=["distribution", "union"],
                name="share_of_union_once",
                violation_error_message=_("一个工会只能有一行。"),
            ),
            check("share_positive", Q(amount__gt=0), _("金额必须大于零。")),
            check("share_weight_not_negative", Q(weight__gte=0), _("依据数不能是负数。")),
        ]

    def __str__(self) -> str:
        return f"{self.distribution_id} {self.union_id}"

    @property
    def number(self) -> Decimal | int:
        """What the sum rests on, without places where it is whole."""
        return int(self.weight) if self.weight == int(self.weight) else self.weight
