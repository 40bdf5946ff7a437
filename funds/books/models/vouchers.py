"""记账凭证: journals that moved money, in the subjects of union accounting, numbered by month."""

from functools import reduce
from operator import or_
from types import SimpleNamespace

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.books.models.cash import CashEntry
from funds.books.rules.subjects import NAMES
from funds.goods.models import Slip
from funds.ledgers.models import Fund, Journal
from funds.ledgers.models.funds import money
from funds.ledgers.models.hands import apart, hand_of, person
from funds.ledgers.states import Side
from funds.loans.models import Loan
from hardship.accounts.models import names_of_step
from hardship.kernel.checks import check
from hardship.kernel.fields import TransactionIdField
from hardship.kernel.flags import in_state
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel

MOST_PAPERS = 30_000  # a batch of thousands has a form of each
ORIGINS = ("journal", "slip", "cash", "loan")  # one of them is what a voucher is drawn up from


class Voucher(ScopedModel):
    """One 记字 voucher of a union and month, drawn up from one journal that moved money, one entry of cash
    that is no payout, one loan that was written off, or one slip that moved goods; a transfer has one in the
    books of either union. `number` has no gaps and is given by the database. `maker` made what it is drawn
    up from, for `maker_for` where they stood in; `drawn_by` drew the voucher up, somebody else checks it."""

    month = models.DateField(_("月份"), help_text=_("当月一日"))
    number = models.PositiveIntegerField(_("凭证号"), editable=False)
    on = models.DateField(_("日期"))
    journal = models.OneToOneField(
        Journal, models.PROTECT, null=True, related_name="voucher", verbose_name=_("台账凭证")
    )
    slip = models.ForeignKey(
        Slip, models.PROTECT, null=True, related_name="vouchers", verbose_name=_("物资单据")
    )
    cash = models.OneToOneField(
        CashEntry, models.PROTECT, null=True, related_name="voucher", verbose_name=_("现金登记")
    )
    loan = models.OneToOneField(
        Loan, models.PROTECT, null=True, related_name="voucher", verbose_name=_("核销的借款")
    )
    memo = models.CharField(_("摘要"), max_length=200)
    attachments = models.PositiveSmallIntegerField(_("附件张数"), default=0, editable=False)
    maker = person(_("制单人"))
    maker_for = person(_("代谁制单"))
    drawn_at = models.DateTimeField(_("记账时间"), default=timezone.now, editable=False)
    drawn_by = person(_("记账人"))
    drawn_for = person(_("代谁记账"))
    checked_at = models.DateTimeField(_("审核时间"), null=True, editable=False)
    checked_by = person(_("审核人"))
    checked_for = person(_("代谁审核"))
    xact = TransactionIdField(editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("记账凭证")
        constraints = [
            models.UniqueConstraint(fields=["union", "month", "number"], name="voucher_number_once"),
            models.UniqueConstraint(fields=["slip", "union"], name="voucher_of_a_slip_once"),
            check(
                "voucher_of_one_thing",
                reduce(
                    or_,
                    (Q(**{f"{one}__isnull": one != kept for one in ORIGINS}) for kept in ORIGINS),
                ),
                _("一张凭证记一笔收付、一张物资单据、一笔现金或者一笔核销。"),
            ),
            check("voucher_first_day", Q(month__day=1), _("月份以当月一日表示。")),
            check("voucher_attachments", Q(attachments__lte=MOST_PAPERS), _("附件最多 30000 张。")),
            check(
                "voucher_checked_by_another",
                ~Q(checked_by=F("maker"))
                & ~Q(checked_by=F("maker_for"))
                & ~Q(checked_for=F("maker"))
                & ~Q(checked_for=F("maker_for"))
                & apart("drawn", "checked"),
                _("审核的不能是制单或记账的人。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} 记字第{self.number}号"

    @property
    def origin(self) -> str:
        """The number of the journal, slip, entry of cash or loan that it was drawn up from."""
        return str(self.journal or self.slip or self.cash or self.loan)

    @property
    def papers_words(self) -> str:
        """附件 by name: 发放花名册 1 张、银行回单 1 张."""
        return "、".join(str(paper) for paper in self.papers.all() if paper.count)

    @property
    def preparer(self) -> str:
        """制单: who made the journal or slip, both names where they stood in."""
        return names_of_step(SimpleNamespace(by=self.maker, stood_in_for=self.maker_for))

    @property
    def poster(self) -> str:
        """记账: who drew it up, both names where they stood in."""
        return hand_of(self, "drawn")

    @property
    def checker(self) -> str:
        """审核: both names where they stood in; '' for nobody yet."""
        return hand_of(self, "checked")


class VoucherEntry(AppendOnly):
    """One line of a voucher: a subject by name and code, a side, yuan that are red below zero, and the fund
    that it is about (辅助核算), which goods have none of."""

    is_debit = in_state(Side.DEBIT, field="side")

    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="entries", verbose_name=_("记账凭证"))
    position = models.PositiveSmallIntegerField(_("行号"))
    subject = models.CharField(_("科目编码"), max_length=5)
    fund = models.ForeignKey(Fund, models.PROTECT, null=True, related_name="+", verbose_name=_("资金"))
    side = models.CharField(_("方向"), max_length=1, choices=Side.choices)
    amount = money(_("金额（元）"))

    class Meta:
        verbose_name = verbose_name_plural = _("凭证分录")
        constraints = [
            models.UniqueConstraint(fields=["voucher", "position"], name="voucher_entry_once"),
            check("voucher_entry_side", Q(side__in=Side.values), _("方向为借或贷。")),
            check("voucher_entry_subject", Q(subject__in=list(NAMES)), _("科目不在工会会计制度之内。")),
            check("voucher_entry_amount", ~Q(amount=0) & Q(amount__lt=10**12), _("金额不能是零。")),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.get_side_display()} {self.amount}"

    @property
    def subject_name(self) -> str:
        """The subject in words; a voucher never has its code alone (财会〔2021〕7号)."""
        return NAMES[self.subject]
