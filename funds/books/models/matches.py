"""What lines of the bank and journals of the books have to do with each other."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.books.models.accounts import BankAccount
from funds.books.models.statements import StatementLine
from funds.books.states import BOOKING_TONES, BookingKind, BookingState, MatchKind
from funds.ledgers.models import BudgetLine, Fund, Journal
from funds.ledgers.models.hands import apart, hand_of, person
from hardship.kernel.checks import check
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.scope import ScopedModel


class LineMatch(models.Model):
    """Lines of the bank that are these journals: both come to the same. It may be undone until a month that
    ends on or after `on`, the last day of what it holds, is signed. What is set aside has no journal."""

    account = models.ForeignKey(
        BankAccount, models.PROTECT, related_name="matches", verbose_name=_("银行账户")
    )
    kind = models.CharField(_("方式"), max_length=6, choices=MatchKind.choices)
    on = models.DateField(_("日期"))
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    made_at = models.DateTimeField(_("对账时间"), default=timezone.now, editable=False)
    made_by = person(_("对账人"))
    made_for = person(_("代谁对账"))

    is_aside = in_state(MatchKind.ASIDE, field="kind")

    class Meta:
        verbose_name = verbose_name_plural = _("对账")
        constraints = [
            check("line_match_kind_known", Q(kind__in=MatchKind.values), _("方式不对。")),
            check("line_match_aside_explained", ~Q(kind=MatchKind.ASIDE) | ~Q(reason=""), _("请写明理由。")),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.get_kind_display()}"

    @property
    def maker(self) -> str:
        """Who made it, both names where they stood in."""
        return hand_of(self, "made")


class MatchedLine(models.Model):
    """A line of the bank in a match; it is in one."""

    match = models.ForeignKey(LineMatch, models.PROTECT, related_name="lines", verbose_name=_("对账"))
    line = models.OneToOneField(
        StatementLine, models.PROTECT, related_name="matched", verbose_name=_("对账单明细")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("对上的对账单明细")

    def __str__(self) -> str:
        return f"{self.line_id}"


class MatchedJournal(models.Model):
    """A journal in a match, with what it moved in the account; it is in one match of each account."""

    match = models.ForeignKey(LineMatch, models.PROTECT, related_name="journals", verbose_name=_("对账"))
    account = models.ForeignKey(BankAccount, models.PROTECT, related_name="+", verbose_name=_("银行账户"))
    journal = models.ForeignKey(Journal, models.PROTECT, related_name="matched", verbose_name=_("凭证"))

    class Meta:
        verbose_name = verbose_name_plural = _("对上的凭证")
        constraints = [models.UniqueConstraint(fields=["account", "journal"], name="journal_matched_once")]

    def __str__(self) -> str:
        return f"{self.journal_id}"


class LineBooking(ScopedModel):
    """补记入账: interest or a fee that the bank booked by itself. One person says what it is, another one
    brings it into the books: interest into `fund`, a fee out of `line_of`. `reason` says why a line that does
    not call itself so is one. One whose journal was reversed is dropped with that journal when its line is
    asked for anew."""

    tone = state_tone(BOOKING_TONES)
    is_asked = in_state(BookingState.ASKED)
    is_booked = in_state(BookingState.BOOKED)
    is_interest = in_state(BookingKind.INTEREST, field="kind")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    line = models.ForeignKey(
        StatementLine, models.PROTECT, related_name="bookings", verbose_name=_("对账单明细")
    )
    kind = models.CharField(_("业务"), max_length=8, choices=BookingKind.choices)
    fund = models.ForeignKey(Fund, models.PROTECT, null=True, related_name="+", verbose_name=_("利息记入"))
    line_of = models.ForeignKey(
        BudgetLine, models.PROTECT, null=True, related_name="+", verbose_name=_("手续费出自")
    )
    state = models.CharField(
        _("状态"), max_length=8, choices=BookingState.choices, default=BookingState.ASKED, editable=False
    )
    asked_at = models.DateTimeField(_("提出时间"), default=timezone.now, editable=False)
    asked_by = person(_("提出人"))
    asked_for = person(_("代谁提出"))
    booked_at = models.DateTimeField(_("办理时间"), null=True, editable=False)
    booked_by = person(_("办理人"))
    booked_for = person(_("代谁办理"))
    reason = models.CharField(_("说明"), max_length=200, blank=True, editable=False)
    why = models.CharField(_("原因"), max_length=300, blank=True, editable=False)
    journal = models.OneToOneField(
        Journal, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("凭证")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("补记入账")
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=~Q(state=BookingState.DROPPED), name="line_booked_once"
            ),
            check("line_booking_state_known", Q(state__in=BookingState.values), _("状态不对。")),
            check(
                "line_booking_target",
                Q(kind=BookingKind.INTEREST, fund__isnull=False, line_of__isnull=True)
                | Q(kind=BookingKind.FEE, fund__isnull=True, line_of__isnull=False),
                _("利息记入一项资金，手续费出自一条指标。"),
            ),
            check(
                "line_booking_in_the_books",
                Q(state=BookingState.BOOKED, journal__isnull=False, booked_by__isnull=False)
                | Q(state=BookingState.ASKED, journal__isnull=True)
                | Q(state=BookingState.DROPPED),
                _("确认以后才入账。"),
            ),
            check("line_booking_by_another", apart("asked", "booked"), _("提出和确认必须是两个人。")),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.line}"

    @property
    def asker(self) -> str:
        """Who asked for it, both names where they stood in."""
        return hand_of(self, "asked")

    @property
    def booker(self) -> str:
        """Who booked or refused it, both names where they stood in; '' for nobody yet."""
        return hand_of(self, "booked")

    @property
    def is_reversed(self) -> bool:
        """Whether what was booked was taken back in the books: then the line may be asked for anew."""
        return self.journal is not None and hasattr(self.journal, "reversed_by_journal")
