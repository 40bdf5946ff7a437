"""收回: money that was handed down and is free below at the last day of its grant is called back, from many
unions by one notice, drawn up by one and approved by another; each union gives it back itself."""

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.budgets.states import CALL_FILLABLE, CALL_TONES, Call
from funds.ledgers.models import Allocation, BudgetLine, Fund
from funds.ledgers.models.funds import money
from funds.ledgers.models.hands import apart, hand_of, person
from funds.ledgers.states import HandingState
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.scope import ScopedModel


class Recall(ScopedModel):
    """One notice: the grant of the union that handed it down, the document, until when it is to be given
    back and why. `uid` makes the keys of the vouchers."""

    tone = state_tone(CALL_TONES)
    is_fillable = in_state(*CALL_FILLABLE)
    is_notified = in_state(Call.NOTIFIED)
    is_done = in_state(Call.DONE)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    fund = models.ForeignKey(Fund, models.PROTECT, related_name="recalls", verbose_name=_("资金"))
    document_no = models.CharField(_("收回文号"), max_length=60)
    document_on = models.DateField(_("文件日期"))
    due_on = models.DateField(_("退回期限"))
    reason = models.CharField(_("收回事由"), max_length=200)
    state = models.CharField(
        _("状态"), max_length=9, choices=Call.choices, default=Call.DRAFT, editable=False
    )
    note = models.CharField(_("意见"), max_length=500, blank=True, editable=False)
    approval_no = models.CharField(_("批准文号或会议纪要"), max_length=100, blank=True, editable=False)
    made_at = models.DateTimeField(_("起草时间"), default=timezone.now, editable=False)
    made_by = person(_("起草人"))
    made_for = person(_("代谁起草"))
    submitted_at = models.DateTimeField(_("提交时间"), null=True, editable=False)
    submitted_by = person(_("编制人"))
    submitted_for = person(_("代谁提交"))
    approved_at = models.DateTimeField(_("批准时间"), null=True, editable=False)
    approved_by = person(_("批准人"))
    approved_for = person(_("代谁批准"))

    class Meta:
        verbose_name = verbose_name_plural = _("资金收回")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "document_no", "fund"],
                condition=~Q(state=Call.DROPPED),
                name="recall_once",
                violation_error_message=_("这个文号已经有这项资金的收回通知。"),
            ),
            check("recall_named", ~Q(document_no=""), _("请填写收回文号。")),
            check("recall_says_why", ~Q(reason=""), _("请填写收回事由。")),
            check(
                "recall_due_later", Q(due_on__gte=models.F("document_on")), _("退回期限不能早于文件日期。")
            ),
            check("recall_state_known", Q(state__in=Call.values), _("状态不对。")),
            check(
                "recall_approved_by_another",
                apart("made", "approved") & apart("submitted", "approved"),
                _("编制和批准必须是两个人。"),
            ),
            check(
                "recall_approved_with_document",
                ~Q(state__in=(Call.NOTIFIED, Call.DONE)) | Q(approved_by__isnull=False) & ~Q(approval_no=""),
                _("批准要有人和文号。"),
            ),
        ]

    def __str__(self) -> str:
        return self.document_no

    def hand(self, step: str) -> str:
        """Who took a step (made, submitted, approved), both names where they stood in."""
        return hand_of(self, step)


class RecallRow(models.Model):
    """What one line below is to give back. The union that has it answers once: by the return (`allocation`),
    of less than was asked with the reason (`kept_reason`), of nothing where nothing is free."""

    recall = models.ForeignKey(Recall, models.PROTECT, related_name="rows", verbose_name=_("资金收回"))
    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="recalled", verbose_name=_("下级指标"))
    amount = money(_("应退（元）"))
    allocation = models.OneToOneField(
        Allocation, models.PROTECT, null=True, editable=False, related_name="recalled", verbose_name=_("退回")
    )
    kept_reason = models.CharField(_("未退原因"), max_length=200, blank=True, editable=False)
    answered_at = models.DateTimeField(_("办理时间"), null=True, editable=False)
    answered_by = person(_("办理人"))
    answered_for = person(_("代谁办理"))

    class Meta:
        verbose_name = verbose_name_plural = _("资金收回明细")
        constraints = [
            models.UniqueConstraint(
                fields=["recall", "line"],
                name="recall_of_line_once",
                violation_error_message=_("一条指标只能有一行。"),
            ),
            check("recall_row_positive", Q(amount__gt=0), _("金额必须大于零。")),
            check(
                "recall_row_answered",
                Q(answered_by__isnull=True, allocation__isnull=True, kept_reason="")
                | Q(answered_by__isnull=False, answered_at__isnull=False)
                & (Q(allocation__isnull=False) | ~Q(kept_reason="")),
                _("退回或者写明不退的原因。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recall_id} {self.line_id}"

    @property
    def is_answered(self) -> bool:
        return self.answered_by_id is not None

    @property
    def returned(self) -> Decimal:
        """Yuan that were given back for it."""
        return Decimal(self.allocation.amount) if self.allocation is not None else Decimal(0)

    @property
    def standing_words(self) -> str:
        """Whether it was given back, and arrived."""
        if self.allocation is not None:
            arrived = self.allocation.standing == HandingState.ARRIVED
            return str(_("已收到") if arrived else _("已退回，待确认"))
        return str(_("未退") if self.is_answered else _("待退回"))

    @property
    def answerer(self) -> str:
        """Who answered, both names where they stood in; '' for nobody."""
        return hand_of(self, "answered")
