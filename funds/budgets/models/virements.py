"""调剂: money of one fund from one of its uses to another, asked for by one, checked by a second and approved
by a third person."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.budgets.states import OFF, TURN_TONES, Turn
from funds.ledgers.models import BudgetLine, Journal, Use
from funds.ledgers.models.funds import money
from funds.ledgers.models.hands import apart, hand_of, person
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.scope import ScopedModel


class Virement(ScopedModel):
    """So many yuan that are free on a line, for another use that its fund permits, in the same year. `undoes`
    is the one that this takes back. `uid` makes the key of its voucher."""

    tone = state_tone(TURN_TONES)
    is_approved = in_state(Turn.APPROVED)
    is_booked = in_state(Turn.BOOKED)
    is_off = in_state(*OFF)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="virements", verbose_name=_("调出指标"))
    use = models.ForeignKey(Use, models.PROTECT, related_name="+", verbose_name=_("调入用途"))
    amount = money(_("金额（元）"))
    reason = models.CharField(_("调剂原因"), max_length=300)
    document_no = models.CharField(_("依据文号或会议纪要"), max_length=100)
    document_on = models.DateField(_("文件日期"))
    undoes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="undone_by",
        verbose_name=_("调回的调剂"),
    )
    state = models.CharField(
        _("状态"), max_length=9, choices=Turn.choices, default=Turn.SUBMITTED, editable=False
    )
    note = models.CharField(_("意见"), max_length=500, blank=True, editable=False)
    made_at = models.DateTimeField(_("申请时间"), default=timezone.now, editable=False)
    made_by = person(_("申请人"))
    made_for = person(_("代谁申请"))
    checked_at = models.DateTimeField(_("复核时间"), null=True, editable=False)
    checked_by = person(_("复核人"))
    checked_for = person(_("代谁复核"))
    approved_at = models.DateTimeField(_("批准时间"), null=True, editable=False)
    approved_by = person(_("批准人"))
    approved_for = person(_("代谁批准"))
    booked_at = models.DateTimeField(_("记账时间"), null=True, editable=False)
    booked_by = person(_("记账人"))
    journal = models.OneToOneField(
        Journal, models.PROTECT, null=True, editable=False, related_name="virement", verbose_name=_("凭证")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("用途调剂")
        constraints = [
            check("virement_positive", Q(amount__gt=0, amount__lt=10**12), _("金额必须大于零。")),
            check("virement_reasoned", ~Q(reason="") & ~Q(document_no=""), _("请写明调剂原因和依据。")),
            check("virement_state_known", Q(state__in=Turn.values), _("状态不对。")),
            check(
                "virement_by_three",
                apart("made", "checked") & apart("made", "approved") & apart("checked", "approved"),
                _("申请、复核、批准必须是三个人。"),
            ),
            check(
                "virement_decided_before_booked",
                ~Q(state__in=(Turn.APPROVED, Turn.BOOKED))
                | Q(checked_by__isnull=False, approved_by__isnull=False),
                _("没有复核、批准的调剂不能记账。"),
            ),
            check(
                "virement_booked_with_voucher",
                Q(state=Turn.BOOKED, journal__isnull=False, booked_by__isnull=False)
                | ~Q(state=Turn.BOOKED) & Q(journal__isnull=True),
                _("记账要有凭证和记账人。"),
            ),
        ]

    def __str__(self) -> str:
        return self.document_no

    def hand(self, step: str) -> str:
        """Who took a step (made, checked, approved), both names where they stood in."""
        return hand_of(self, step)
