"""The books: accounts with their balances, periods, journals and postings."""

from types import SimpleNamespace

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funds.ledgers.models.funds import BudgetLine, money
from funds.ledgers.states import Bucket, Event, PeriodState, Side
from hardship.accounts.models import names_of_step
from hardship.kernel.checks import check
from hardship.kernel.fields import TransactionIdField
from hardship.kernel.flags import in_state
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel


class Account(AppendOnly):
    """One bucket of one budget line."""

    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="accounts", verbose_name=_("指标"))
    bucket = models.CharField(_("账户"), max_length=10, choices=Bucket.choices)

    class Meta:
        verbose_name = verbose_name_plural = _("账户")
        constraints = [
            models.UniqueConstraint(fields=["line", "bucket"], name="account_once"),
            models.UniqueConstraint(fields=["id", "bucket"], name="account_bucket"),
            check("account_bucket_known", models.Q(bucket__in=Bucket.values), _("账户类别不存在。")),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.get_bucket_display()}"


class Balance(models.Model):
    """Sums of an account in yuan, written by the database together with the postings and by nobody else.

    No bucket but the source can be overdrawn."""

    account = models.OneToOneField(
        Account, models.PROTECT, primary_key=True, related_name="balance", verbose_name=_("账户")
    )
    bucket = models.CharField(max_length=10, choices=Bucket.choices, editable=False)
    debit = money(_("借方合计"), default=0)
    credit = money(_("贷方合计"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("账户余额")
        constraints = [
            check(
                "balance_not_overdrawn",
                models.Q(bucket=Bucket.SOURCE) | models.Q(credit__gte=models.F("debit")),
                _("余额不足。"),
            ),
            check("balance_not_negative", models.Q(debit__gte=0, credit__gte=0), _("合计不能为负。")),
        ]

    def __str__(self) -> str:
        return f"{self.account}"


class Period(ScopedModel):
    """A month of a union's books; once closed it accepts nothing and stays closed."""

    month = models.DateField(_("会计期间"), help_text=_("当月一日"))
    state = models.CharField(_("状态"), max_length=8, choices=PeriodState.choices, default=PeriodState.OPEN)
    closed_at = models.DateTimeField(_("结账时间"), null=True, editable=False)
    closed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("结账人")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("会计期间")
        constraints = [
            models.UniqueConstraint(fields=["union", "month"], name="period_once"),
            check("period_first_day", models.Q(month__day=1), _("会计期间以当月一日表示。")),
            check(
                "period_closed_by_somebody",
                models.Q(state=PeriodState.OPEN, closed_at__isnull=True, closed_by__isnull=True)
                | models.Q(state=PeriodState.CLOSED, closed_at__isnull=False, closed_by__isnull=False),
                _("结账须记录时间和结账人。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class JournalCounter(models.Model):
    """The last voucher number of a union and year; its row lock keeps the numbers without gaps."""

    union = models.ForeignKey("accounts.Union", models.PROTECT, related_name="+", verbose_name=_("工会"))
    year = models.PositiveSmallIntegerField(_("年度"))
    last = models.PositiveIntegerField(_("末号"))

    class Meta:
        verbose_name = verbose_name_plural = _("凭证编号")
        constraints = [models.UniqueConstraint(fields=["union", "year"], name="journal_counter_once")]

    def __str__(self) -> str:
        return f"{self.union} {self.year}"


class Journal(ScopedModel, AppendOnly):
    """A voucher (凭证): one event with its postings. Never changed, only reversed, once.

    `id` is made by the caller and is the idempotency key. `source` names the business behind it, opaque to
    the ledger, such as "applications.application:42". `canonical` holds the frozen bytes of the content,
    with the number and the time on their first line, and `sha256` their hash; `made_for` is whom the maker
    stood in for; a release alone may have no maker (ADR 0081). `year`, `number`, `period` and
    `xact` are set by the database."""

    id = models.UUIDField(primary_key=True)
    on = models.DateField(_("日期"))
    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveIntegerField(_("凭证号"))
    period = models.ForeignKey(Period, models.PROTECT, related_name="journals", verbose_name=_("会计期间"))
    event = models.CharField(_("业务"), max_length=12, choices=Event.choices)
    source = models.CharField(_("来源单据"), max_length=80, blank=True)
    memo = models.CharField(_("摘要"), max_length=200, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by_journal", verbose_name=_("冲销的凭证")
    )
    made_at = models.DateTimeField(_("制单时间"))
    made_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("制单人")
    )
    made_for = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, db_index=False, related_name="+",
        verbose_name=_("代谁制单"),
    )  # fmt: skip
    canonical = models.BinaryField(editable=False)
    sha256 = models.BinaryField(editable=False)
    xact = TransactionIdField(editable=False)

    is_reversal = in_state(Event.REVERSE, field="event")

    class Meta:
        verbose_name = verbose_name_plural = _("凭证")
        constraints = [
            models.UniqueConstraint(fields=["union", "year", "number"], name="journal_number_once"),
            check("journal_event_known", models.Q(event__in=Event.values), _("业务类型不存在。")),
            check(
                "journal_made_by_somebody",
                models.Q(made_by__isnull=False) | models.Q(event=Event.RELEASE, made_for__isnull=True),
                _("凭证须有制单人；到期未领的释放由系统制单。"),
            ),
            check(
                "journal_reversal_names_journal",
                models.Q(event=Event.REVERSE, reverses__isnull=False)
                | (~models.Q(event=Event.REVERSE) & models.Q(reverses__isnull=True)),
                _("冲销凭证须指明被冲销的凭证。"),
            ),
        ]
        indexes = [models.Index(fields=["source"], name="journal_source", condition=~models.Q(source=""))]

    def __str__(self) -> str:
        return f"记-{self.year}-{self.number:05d}"

    @property
    def maker(self) -> str:
        """Who made it, as lists and papers print it: also the clock."""
        if self.made_by is None:
            return gettext("系统（到期未领）")
        return names_of_step(SimpleNamespace(by=self.made_by, stood_in_for=self.made_for))


class Posting(AppendOnly):
    """One line of a journal: an account, a side, an amount in yuan above zero."""

    journal = models.ForeignKey(Journal, models.PROTECT, related_name="postings", verbose_name=_("凭证"))
    position = models.PositiveIntegerField(_("行号"))
    account = models.ForeignKey(Account, models.PROTECT, related_name="postings", verbose_name=_("账户"))
    side = models.CharField(_("方向"), max_length=1, choices=Side.choices)
    amount = money(_("金额（元）"))
    commitment = models.ForeignKey(
        "Commitment", models.PROTECT, null=True, related_name="postings", verbose_name=_("占用")
    )

    is_debit = in_state(Side.DEBIT, field="side")

    class Meta:
        verbose_name = verbose_name_plural = _("分录")
        constraints = [
            models.UniqueConstraint(fields=["journal", "position"], name="posting_position_once"),
            check("posting_side_known", models.Q(side__in=Side.values), _("方向为借或贷。")),
            check(  # the upper bound keeps out NaN, which PostgreSQL holds greater than every number
                "posting_amount_positive",
                models.Q(amount__gt=0, amount__lt=10**12),
                _("金额必须大于零。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.journal} {self.position}"
