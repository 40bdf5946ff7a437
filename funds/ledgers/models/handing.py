"""Money that goes from the books of one union to those of another, and what the receiver says of it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.ledgers.models.books import Journal
from funds.ledgers.models.funds import BudgetLine, Use, money
from funds.ledgers.states import Direction, HandingState
from hardship.kernel.checks import check
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel


class Allocation(ScopedModel, AppendOnly):
    """Money handed from a line of an upper union to a line of a lower one, for the same use (下拨); or given
    back by the lower one to the line that it came from (退回).

    `union` is the one that gives. Both journals are posted in one transaction and are reversed together,
    until the receiver has confirmed that the money arrived."""

    direction = models.CharField(
        _("方向"), max_length=4, choices=Direction.choices, default=Direction.DOWN, editable=False
    )
    use = models.ForeignKey(Use, models.PROTECT, related_name="+", verbose_name=_("用途"))
    upper_line = models.ForeignKey(
        BudgetLine, models.PROTECT, related_name="allocations_down", verbose_name=_("上级指标")
    )
    lower_line = models.ForeignKey(
        BudgetLine, models.PROTECT, related_name="allocations_up", verbose_name=_("下级指标")
    )
    amount = money(_("金额（元）"))
    document_no = models.CharField(_("文号"), max_length=60)
    document_on = models.DateField(_("文件日期"))
    reason = models.CharField(_("事由"), max_length=200, blank=True)
    upper_journal = models.OneToOneField(
        Journal, models.PROTECT, related_name="allocation_down", verbose_name=_("上级凭证")
    )
    lower_journal = models.OneToOneField(
        Journal, models.PROTECT, related_name="allocation_up", verbose_name=_("下级凭证")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("下拨与退回")
        constraints = [
            check("allocation_amount_positive", models.Q(amount__gt=0), _("金额必须大于零。")),
            check(
                "allocation_direction_known",
                models.Q(direction__in=Direction.values),
                _("方向为下拨或退回。"),
            ),
            check(
                "allocation_return_has_reason",
                models.Q(direction=Direction.DOWN) | ~models.Q(reason=""),
                _("退回须写明事由。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_direction_display()} {self.document_no}"

    @property
    def is_return(self) -> bool:
        return self.direction == Direction.UP

    @property
    def standing(self) -> HandingState:
        """Whether it was taken back or has arrived; reads of lists bring what this asks."""
        if hasattr(self.upper_journal, "reversed_by_journal"):
            return HandingState.REVERSED
        return HandingState.ARRIVED if hasattr(self, "arrival") else HandingState.SENT

    @property
    def standing_words(self) -> str:
        return str(self.standing.label)

    @property
    def given(self) -> Journal:
        """The voucher of the union that gives."""
        journal: Journal = self.lower_journal if self.is_return else self.upper_journal
        return journal

    @property
    def received(self) -> Journal:
        """The voucher of the union that receives."""
        journal: Journal = self.upper_journal if self.is_return else self.lower_journal
        return journal

    @property
    def giver(self) -> BudgetLine:
        line: BudgetLine = self.lower_line if self.is_return else self.upper_line
        return line

    @property
    def recipient(self) -> BudgetLine:
        line: BudgetLine = self.upper_line if self.is_return else self.lower_line
        return line


class Arrival(ScopedModel, AppendOnly):
    """到账确认: the finance person of the union that receives has seen the money on its bank account. From
    then on it is not taken back by whoever gave it; the receiver gives it back."""

    allocation = models.OneToOneField(
        Allocation, models.PROTECT, related_name="arrival", verbose_name=_("下拨与退回")
    )
    on = models.DateField(_("到账日期"))
    at = models.DateTimeField(_("确认时间"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, editable=False, related_name="+", verbose_name=_("确认人")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("到账确认")

    def __str__(self) -> str:
        return f"{self.allocation} {self.on:%Y-%m-%d}"
