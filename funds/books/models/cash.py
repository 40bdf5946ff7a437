"""库存现金: what a union keeps in its box, entry by entry, and how it was counted by two people."""

import uuid
from collections.abc import Mapping
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.books.states import CASH_COUNTED, CASH_IN, COUNT_TONES, OF_JOURNAL, CashKind, CountState
from funds.ledgers.models import Journal
from funds.ledgers.models.funds import money
from funds.ledgers.models.hands import apart, hand_of, person
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel


class CashBox(ScopedModel):
    """The cash of one union. `ceiling` is how much may stay in it overnight (库存现金限额); `balance` is
    written by the database together with the entries, and never below zero."""

    ceiling = money(_("库存现金限额（元）"))
    balance = money(_("现金余额（元）"), default=0)
    opened_at = models.DateTimeField(_("启用时间"), default=timezone.now, editable=False)
    opened_by = person(_("启用人"))
    opened_for = person(_("代谁启用"))

    class Meta:
        verbose_name = verbose_name_plural = _("库存现金")
        constraints = [
            models.UniqueConstraint(
                fields=["union"],
                name="cash_box_once",
                violation_error_message=_("本工会已经启用现金日记账。"),
            ),
            check("cash_not_overdrawn", Q(balance__gte=0), _("现金不够。")),
            check("cash_ceiling", Q(ceiling__gt=0, ceiling__lt=10**8), _("限额必须大于零。")),
        ]

    def __str__(self) -> str:
        return str(self.union)

    @property
    def beyond(self) -> Decimal:
        """Yuan above the ceiling, which go back to the bank the same day."""
        return max(Decimal(self.balance - self.ceiling), Decimal(0))


class CashCount(ScopedModel):
    """现金盘点: the notes and coins of a box as the cashier found them (`sheet`, pieces by value), beside the
    books; a second person saw them counted. A difference is booked by a decision."""

    tone = state_tone(COUNT_TONES)
    is_counted = in_state(CountState.COUNTED)
    is_confirmed = in_state(CountState.CONFIRMED)

    box = models.ForeignKey(CashBox, models.PROTECT, related_name="counts", verbose_name=_("库存现金"))
    on = models.DateField(_("盘点日期"))
    book = money(_("账面余额（元）"))
    found = money(_("实盘金额（元）"))
    sheet: Mapping[str, int] = models.JSONField(_("面额张数"), default=dict)  # type: ignore[assignment]
    state = models.CharField(
        _("状态"), max_length=9, choices=CountState.choices, default=CountState.COUNTED, editable=False
    )
    counted_at = models.DateTimeField(_("盘点时间"), default=timezone.now, editable=False)
    counted_by = person(_("盘点人"))
    counted_for = person(_("代谁盘点"))
    watched_at = models.DateTimeField(_("监盘时间"), null=True, editable=False)
    watched_by = person(_("监盘人"))
    watched_for = person(_("代谁监盘"))
    decision = models.CharField(_("处理意见"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("现金盘点")
        constraints = [
            models.UniqueConstraint(
                fields=["box"], condition=Q(state=CountState.COUNTED), name="cash_count_waits_once"
            ),
            check("cash_count_state_known", Q(state__in=CountState.values), _("状态不对。")),
            check("cash_count_found", Q(found__gte=0, found__lt=10**12), _("实盘金额不能是负数。")),
            check("cash_count_by_two", apart("counted", "watched"), _("盘点和监盘必须是两个人。")),
            check(
                "cash_count_watched",
                Q(state=CountState.COUNTED, watched_by__isnull=True)
                | ~Q(state=CountState.COUNTED) & Q(watched_by__isnull=False, watched_at__isnull=False),
                _("监盘以后才算盘点完。"),
            ),
            check(
                "cash_difference_decided",
                ~Q(state=CountState.CONFIRMED) | Q(found=models.F("book")) | ~Q(decision=""),
                _("有长款、短款的，请写明处理意见。"),
            ),
        ]

    def __str__(self) -> str:
        return str(_("%(day)s 盘点") % {"day": self.on.isoformat()})

    @property
    def difference(self) -> Decimal:
        """Yuan more than the books say (长款), below zero less (短款)."""
        return Decimal(self.found - self.book)

    @property
    def counter(self) -> str:
        return hand_of(self, "counted")

    @property
    def watcher(self) -> str:
        return hand_of(self, "watched")


def _of_what(kinds: tuple[CashKind, ...], what: str = "") -> Q:
    """Entries of these kinds are about `what` and about nothing else."""
    told = {f"{name}__isnull": name != what for name in ("journal", "count", "reverses")}
    return Q(kind__in=kinds, **told)


class CashEntry(ScopedModel, AppendOnly):
    """One line of the cash journal (现金日记账). A payout is a journal that paid aid to people who signed for
    it, a gift the journal of a donation that came in cash; more or less than the books is of a count; what
    was entered by mistake is taken back whole by a second person. The database gives `number`, without gaps
    in a year, the `balance` after it, and whether it `has_voucher` of its own: a payout or gift has that of
    its journal, and so has what took one back before."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    box = models.ForeignKey(CashBox, models.PROTECT, related_name="entries", verbose_name=_("库存现金"))
    year = models.PositiveSmallIntegerField(_("年度"), editable=False)
    number = models.PositiveIntegerField(_("编号"), editable=False)
    on = models.DateField(_("日期"))
    kind = models.CharField(_("业务"), max_length=8, choices=CashKind.choices)
    amount = money(_("金额（元）"))
    balance = money(_("余额（元）"), editable=False)
    paper_no = models.CharField(_("支票号或名册号"), max_length=40)
    memo = models.CharField(_("摘要"), max_length=100, blank=True)
    journal = models.ForeignKey(
        Journal, models.PROTECT, null=True, related_name="cash_entries", verbose_name=_("台账凭证")
    )
    count = models.OneToOneField(
        CashCount, models.PROTECT, null=True, related_name="entry", verbose_name=_("盘点")
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="undone", verbose_name=_("冲销的登记")
    )
    has_voucher = models.BooleanField(_("单独记账"), default=True, editable=False)
    made_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    made_by = person(_("登记人"))
    made_for = person(_("代谁登记"))

    comes_in = in_state(*CASH_IN, field="kind")

    class Meta:
        verbose_name = verbose_name_plural = _("现金日记账")
        constraints = [
            models.UniqueConstraint(fields=["box", "year", "number"], name="cash_entry_number_once"),
            check("cash_entry_kind_known", Q(kind__in=CashKind.values), _("业务不对。")),
            check("cash_entry_amount", Q(amount__gt=0, amount__lt=10**12), _("金额必须大于零。")),
            check("cash_entry_paper", ~Q(paper_no=""), _("请写明支票号、名册号或单据号。")),
            check(
                "cash_entry_of_what",
                _of_what(OF_JOURNAL, "journal")
                | _of_what(CASH_COUNTED, "count")
                | _of_what((CashKind.UNDO_IN, CashKind.UNDO_OUT), "reverses")
                | _of_what((CashKind.WITHDRAW, CashKind.DEPOSIT)),
                _("发放要选凭证，长款、短款要有盘点，冲销要写明哪一笔。"),
            ),
        ]

    def __str__(self) -> str:
        return f"现-{self.year}-{self.number:04d}"

    @property
    def debit(self) -> Decimal | None:
        """Yuan that came in."""
        return self.amount if self.comes_in else None

    @property
    def credit(self) -> Decimal | None:
        """Yuan that went out."""
        return None if self.comes_in else self.amount

    @property
    def maker(self) -> str:
        return hand_of(self, "made")
