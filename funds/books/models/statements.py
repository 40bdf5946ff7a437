"""对账单: what the bank says of an account, as a file and line by line."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.books.models.accounts import BankAccount
from funds.books.states import STATEMENT_TONES, StatementState, Way
from funds.ledgers.models.funds import money
from funds.ledgers.models.hands import apart, hand_of, person
from hardship.kernel.checks import check
from hardship.kernel.files import FolderName
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.hidden import NameField
from hardship.kernel.scope import ScopedModel


class Statement(ScopedModel):
    """A statement of an account as the bank gave it: looked through first, then taken in as a whole, or
    dropped. It begins the day after the one before ended, with what was left then. The newest one may be
    taken back by a second person while nothing of it is used; its lines go, its file stays."""

    tone = state_tone(STATEMENT_TONES)
    is_waiting = in_state(StatementState.WAITING)
    is_taken = in_state(StatementState.TAKEN)

    account = models.ForeignKey(
        BankAccount, models.PROTECT, related_name="statements", verbose_name=_("银行账户")
    )
    from_on = models.DateField(_("起始日期"))
    until_on = models.DateField(_("截止日期"))
    opening = money(_("期初余额（元）"))
    closing = money(_("期末余额（元）"))
    original_name = models.CharField(_("原文件名"), max_length=120, editable=False)
    file = models.FileField(
        _("文件"), upload_to=FolderName("bank_statements"), max_length=120, editable=False
    )
    sha256 = models.CharField(_("校验值"), max_length=64, editable=False)
    rows = models.PositiveIntegerField(_("笔数"), editable=False)
    state = models.CharField(
        _("状态"),
        max_length=8,
        choices=StatementState.choices,
        default=StatementState.WAITING,
        editable=False,
    )
    taken_at = models.DateTimeField(_("上传时间"), default=timezone.now, editable=False)
    taken_by = person(_("上传人"))
    taken_for = person(_("代谁上传"))
    ended_at = models.DateTimeField(_("确认或放弃时间"), null=True, editable=False)
    ended_by = person(_("确认或放弃人"))
    ended_for = person(_("代谁确认或放弃"))
    withdrawn_at = models.DateTimeField(_("退回时间"), null=True, editable=False)
    withdrawn_by = person(_("退回人"))
    withdrawn_for = person(_("代谁退回"))
    why = models.CharField(_("退回原因"), max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("银行对账单")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "sha256"],
                condition=~Q(state=StatementState.DROPPED),
                name="statement_file_once",
            ),
            models.UniqueConstraint(
                fields=["account"], condition=Q(state=StatementState.WAITING), name="statement_waits_once"
            ),
            check("statement_state_known", Q(state__in=StatementState.values), _("对账单状态不对。")),
            check(
                "statement_days_in_order",
                Q(until_on__gte=models.F("from_on")),
                _("截止日期不能早于起始日期。"),
            ),
            check(
                "statement_ended_by_somebody",
                Q(state=StatementState.WAITING, ended_at__isnull=True, ended_by__isnull=True)
                | ~Q(state=StatementState.WAITING) & Q(ended_at__isnull=False, ended_by__isnull=False),
                _("确认或放弃对账单须记录时间和人。"),
            ),
            check(
                "statement_withdrawn_with_a_reason",
                Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, why="")
                | Q(state=StatementState.DROPPED, withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(why=""),
                _("请写明退回的原因。"),
            ),
            check(
                "statement_withdrawn_by_another",
                apart("taken", "withdrawn") & apart("ended", "withdrawn"),
                _("导入和退回必须是两个人。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_on:%Y-%m-%d}～{self.until_on:%Y-%m-%d}"

    @property
    def importer(self) -> str:
        """Who brought it in, both names where they stood in."""
        return hand_of(self, "taken")

    @property
    def withdrawer(self) -> str:
        """Who took it back, both names where they stood in; '' for nobody."""
        return hand_of(self, "withdrawn")


class StatementLine(models.Model):
    """One movement as the bank has it, which stays as it is and goes with its statement alone. `fingerprint`
    tells it from every other one of the account, so that nothing comes in twice."""

    statement = models.ForeignKey(
        Statement, models.PROTECT, related_name="lines", verbose_name=_("银行对账单")
    )
    account = models.ForeignKey(BankAccount, models.PROTECT, related_name="lines", verbose_name=_("银行账户"))
    row = models.PositiveIntegerField(_("文件第几行"))
    on = models.DateField(_("日期"))
    way = models.CharField(_("收支"), max_length=3, choices=Way.choices)
    amount = money(_("金额（元）"))
    balance = money(_("余额（元）"), null=True)
    summary = models.CharField(_("摘要"), max_length=200, blank=True)
    party = NameField(_("对方户名"), max_length=80, blank=True, or_body=True)
    serial = models.CharField(_("流水号"), max_length=60, blank=True)
    fingerprint = models.CharField(max_length=64, editable=False)

    is_in = in_state(Way.IN, field="way")

    class Meta:
        verbose_name = verbose_name_plural = _("对账单明细")
        indexes = [models.Index(fields=["account", "on"], name="statement_line_day")]
        constraints = [
            models.UniqueConstraint(fields=["account", "fingerprint"], name="statement_line_once"),
            check("statement_line_way_known", Q(way__in=Way.values), _("收支不对。")),
            check("statement_line_amount", Q(amount__gt=0, amount__lt=10**12), _("金额必须大于零。")),
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.get_way_display()} {self.amount}"
