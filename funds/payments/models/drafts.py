"""What is kept of a batch beside its lines: what was taken out of the draft, the numbers given."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.ledgers.models.hands import person
from funds.payments.models.batches import PaymentBatch
from funds.payments.models.payables import Payable
from hardship.kernel.checks import check
from hardship.kernel.guards import AppendOnly
from hardship.kernel.hidden import NameField
from hardship.kernel.numbers import YearCounter


class DroppedLine(AppendOnly):
    """A line that was taken out of a draft, with the reason; its payable waits for another batch."""

    batch = models.ForeignKey(
        PaymentBatch, models.PROTECT, related_name="dropped", editable=False, verbose_name=_("批次")
    )
    line = models.PositiveIntegerField(_("序号"), editable=False)
    payable = models.ForeignKey(
        Payable, models.PROTECT, related_name="dropped", editable=False, verbose_name=_("应付款项")
    )
    payee = NameField(_("收款人"), max_length=50, or_body=True, editable=False)
    amount = models.DecimalField(_("金额（元）"), max_digits=12, decimal_places=2, editable=False)
    reason = models.CharField(_("移出原因"), max_length=300, editable=False)
    at = models.DateTimeField(_("移出时间"), default=timezone.now, editable=False)
    by = person(_("移出人"))

    class Meta:
        verbose_name = verbose_name_plural = _("移出的款项")
        constraints = [
            models.UniqueConstraint(fields=["batch", "line"], name="dropped_line_once"),
            check("dropped_line_has_reason", ~models.Q(reason=""), _("移出的款项要写明原因。")),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.line}"


class BatchCounter(YearCounter):
    """The last batch number of one union and year."""

    class Meta:
        verbose_name = verbose_name_plural = _("批次号计数")
        constraints = [models.UniqueConstraint(fields=["union", "year"], name="batch_counter_once")]
