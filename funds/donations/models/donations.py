"""捐赠: money or goods that somebody gave, with the receipt and what it did in the books."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.donations.models.donors import Donor
from funds.donations.models.drives import Drive
from funds.donations.states import NUMBERED, OWNERS, TONES, VALID, Form, Method, State
from funds.ledgers.models import Fund, Journal, Use
from funds.ledgers.models.hands import apart, hand_of, person
from funds.ledgers.states import Source
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.numbers import YearCounter
from hardship.kernel.scope import ScopedModel


def _journal(name: object) -> models.OneToOneField:  # type: ignore[type-arg]
    return models.OneToOneField(
        Journal, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=name  # type: ignore[arg-type]
    )  # fmt: skip


_MONEY = Q(form=Form.MONEY, goods="", valued_by="", use__isnull=False) & ~Q(method="") & ~Q(source="")
_GOODS = Q(form=Form.GOODS, method="", source="", use__isnull=True) & ~Q(goods="") & ~Q(valued_by="")
_IN_BOOKS = Q(journal__isnull=False, assignment__isnull=False, fund__isnull=False)
_NOT_IN_BOOKS = Q(journal__isnull=True, assignment__isnull=True, fund__isnull=True)
_NO_NUMBER = Q(number="", receipt_year__isnull=True, receipt_seq__isnull=True)
_NUMBER = Q(receipt_year__isnull=False, receipt_seq__gt=0, confirmed_by__isnull=False) & ~Q(number="")


class Donation(ScopedModel):
    """Something that was given. Finance enters it; a second person confirms it, which gives the receipt its
    number and brings money into the books: `journal` received it, `assignment` bound it to its use.

    `amount` is yuan, for goods what they are worth as `valued_by` says. `source` is that of the fund. What
    was entered never changes; a void receipt keeps its number, `reversal` took the money out again. `_for` is
    whom somebody stood in for (代办)."""

    tone = state_tone(TONES)
    is_entered = in_state(State.ENTERED)
    is_numbered = in_state(*NUMBERED)
    counts = in_state(*VALID)
    is_void = in_state(State.VOID)
    is_void_asked = in_state(State.VOID_ASKED)
    is_dropped = in_state(State.DROPPED)
    is_money = in_state(Form.MONEY, field="form")

    uid = models.UUIDField(unique=True, editable=False)
    donor = models.ForeignKey(
        Donor, models.PROTECT, null=True, related_name="donations", verbose_name=_("捐赠人")
    )
    drive = models.ForeignKey(
        Drive, models.PROTECT, null=True, related_name="donations", verbose_name=_("募捐活动")
    )
    heads = models.PositiveIntegerField(_("捐款人数"), null=True, blank=True)
    form = models.CharField(_("捐赠形式"), max_length=6, choices=Form.choices)
    amount = models.DecimalField(_("金额或折价（元）"), max_digits=14, decimal_places=2)
    goods = models.CharField(_("物资和数量"), max_length=200, blank=True)
    valued_by = models.CharField(_("折价依据"), max_length=60, blank=True)
    source = models.CharField(_("资金性质"), max_length=16, choices=OWNERS, blank=True)
    use = models.ForeignKey(Use, models.PROTECT, null=True, related_name="+", verbose_name=_("指定用途"))
    wish = models.CharField(_("捐赠意愿"), max_length=200, blank=True)
    given_on = models.DateField(_("捐赠日期"))
    method = models.CharField(_("收款方式"), max_length=4, choices=Method.choices, blank=True)
    bank_serial = models.CharField(_("银行流水号"), max_length=60, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.ENTERED, editable=False
    )
    entered_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    entered_by = person(_("登记人"))
    entered_for = person(_("代谁登记"))
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, editable=False)
    confirmed_by = person(_("确认人"))
    confirmed_for = person(_("代谁确认"))
    dropped_at = models.DateTimeField(_("退回时间"), null=True, editable=False)
    dropped_by = person(_("退回人"))
    void_asked_at = models.DateTimeField(_("申请作废时间"), null=True, editable=False)
    void_asked_by = person(_("申请作废人"))
    void_asked_for = person(_("代谁申请作废"))
    void_at = models.DateTimeField(_("作废时间"), null=True, editable=False)
    void_by = person(_("同意作废人"))
    void_for = person(_("代谁同意作废"))
    why = models.CharField(_("原因"), max_length=300, blank=True, editable=False)
    number = models.CharField(_("收据号"), max_length=40, blank=True, editable=False)
    receipt_year = models.PositiveSmallIntegerField(null=True, editable=False)
    receipt_seq = models.PositiveIntegerField(null=True, editable=False)
    fund = models.ForeignKey(
        Fund, models.PROTECT, null=True, editable=False, related_name="donations", verbose_name=_("资金")
    )
    journal = _journal(_("到账凭证"))
    assignment = _journal(_("指标凭证"))
    reversal = _journal(_("冲销凭证"))

    class Meta:
        verbose_name = verbose_name_plural = _("捐赠")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "receipt_year", "receipt_seq"], name="donation_receipt_once"
            ),
            models.UniqueConstraint(
                fields=["union", "bank_serial"],
                condition=~Q(bank_serial="") & ~Q(state__in=(State.VOID, State.DROPPED)),
                name="donation_serial_once",
                violation_error_message=_("这个银行流水号已经登记过一笔捐赠。"),
            ),
            check("donation_state_known", Q(state__in=State.values), _("状态不对。")),
            check("donation_amount", Q(amount__gt=0, amount__lt=10**12), _("金额必须大于零。")),
            check(
                "donation_money_or_goods",
                _MONEY | _GOODS,
                _("捐款写明用途和收款方式，捐物写明物资和折价依据。"),
            ),
            check(
                "donation_source_known",
                Q(source__in=["", *(key for key, _label in OWNERS)]),
                _("请选择资金性质。"),
            ),
            check(
                "donation_held_for_somebody",
                ~Q(source=Source.ENTRUSTED) | Q(drive__isnull=False),
                _("为职工募捐的款项要记在募捐活动下，活动写明为谁募捐。"),
            ),
            check(
                "donation_numbered_when_confirmed",
                (Q(state__in=NUMBERED) & _NUMBER) | (~Q(state__in=NUMBERED) & _NO_NUMBER),
                _("确认以后才有收据号。"),
            ),
            check(
                "donation_money_in_the_books",
                (Q(state__in=NUMBERED, form=Form.MONEY) & _IN_BOOKS)
                | (~Q(state__in=NUMBERED, form=Form.MONEY) & _NOT_IN_BOOKS),
                _("确认的捐款必须入账，其他的不能入账。"),
            ),
            check(
                "donation_void_with_reason",
                (Q(state=State.VOID, void_by__isnull=False, void_asked_by__isnull=False) & ~Q(why=""))
                & (Q(form=Form.GOODS) | Q(reversal__isnull=False))
                | ~Q(state=State.VOID) & Q(void_by__isnull=True, reversal__isnull=True),
                _("作废要写明原因，由两个人办，账上同时冲销。"),
            ),
            check(
                "donation_confirmed_by_another",
                apart("entered", "confirmed"),
                _("登记和确认必须是两个人。"),
            ),
            check(
                "donation_void_by_another",
                apart("void_asked", "void"),
                _("申请作废和同意作废必须是两个人。"),
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(_("捐赠 %(n)s") % {"n": self.pk})

    @property
    def giver(self) -> str:
        """Who gave it, as its own union reads it."""
        return self.donor.name if self.donor else str(_("不留名"))

    @property
    def published_name(self) -> str:
        """Who gave it, as everybody reads it."""
        return self.donor.published_name if self.donor else str(_("爱心人士"))

    @property
    def what(self) -> str:
        """What was given, in words: its use or the goods."""
        return self.use.name if self.use else self.goods

    def hand(self, step: str) -> str:
        """Who took a step (entered, confirmed, void_asked, void), both names where they stood in."""
        return hand_of(self, step)


class ReceiptCounter(YearCounter):
    """The last number of a receipt of one union and year."""

    class Meta:
        verbose_name = verbose_name_plural = _("收据号计数")
        constraints = [models.UniqueConstraint(fields=["union", "year"], name="receipt_counter_once")]
