"""银行账户: where the money of the books lies."""

import uuid
from collections.abc import Mapping

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.books.states import ACCOUNT_TONES, AccountState, Kind
from funds.ledgers.models import Fund
from funds.ledgers.models.funds import money
from funds.ledgers.models.hands import apart, hand_of, person
from hardship.kernel.checks import check
from hardship.kernel.fields import BlindIndexField, EncryptedField
from hardship.kernel.files import FolderName
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.scope import ScopedModel


class BankAccount(ScopedModel):
    """An account of one union. Finance enters it, a second person compares it with the paper of the bank.

    `opening` is what lay in it at the end of `opening_on` as the bank says on `proof`; from the day after,
    its statements are taken in. `headings` maps what a statement tells to the bank's own titles."""

    tone = state_tone(ACCOUNT_TONES)
    is_entered = in_state(AccountState.ENTERED)
    is_open = in_state(AccountState.OPEN)
    is_closed = in_state(AccountState.CLOSED)
    takes_funds = in_state(AccountState.ENTERED, AccountState.OPEN)
    is_special = in_state(Kind.SPECIAL, field="kind")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("账户性质"), max_length=8, choices=Kind.choices)
    name = models.CharField(_("户名"), max_length=80)
    bank_name = models.CharField(_("开户银行"), max_length=40)
    bank_branch = models.CharField(_("开户网点"), max_length=60, blank=True)
    number = EncryptedField("bank_card", verbose_name=_("账号"))
    number_index = BlindIndexField(editable=False)
    opening = money(_("期初余额（元）"))
    opening_on = models.DateField(_("期初日期"))
    proof = models.FileField(
        _("期初余额证明"), upload_to=FolderName("bank_proofs"), max_length=120, editable=False
    )
    proof_type = models.CharField(max_length=40, editable=False)
    headings: Mapping[str, str] = models.JSONField(_("对账单列名"), default=dict, editable=False)  # type: ignore[assignment]
    funds = models.ManyToManyField(
        Fund, through="AccountFund", related_name="accounts", verbose_name=_("资金")
    )
    state = models.CharField(
        _("状态"), max_length=8, choices=AccountState.choices, default=AccountState.ENTERED, editable=False
    )
    entered_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    entered_by = person(_("登记人"))
    entered_for = person(_("代谁登记"))
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, editable=False)
    confirmed_by = person(_("确认人"))
    confirmed_for = person(_("代谁确认"))
    ended_at = models.DateTimeField(_("退回或销户时间"), null=True, editable=False)
    ended_by = person(_("退回或销户人"))
    ended_for = person(_("代谁退回或销户"))
    why = models.CharField(_("原因"), max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("银行账户")
        constraints = [
            models.UniqueConstraint(
                fields=["number_index"],
                condition=~Q(state=AccountState.DROPPED),
                name="bank_account_once",
                violation_error_message=_("这个账号已经登记。"),
            ),
            check("bank_account_state_known", Q(state__in=AccountState.values), _("状态不对。")),
            check("bank_account_kind_known", Q(kind__in=Kind.values), _("请选择账户性质。")),
            check("bank_account_opening", Q(opening__gte=0, opening__lt=10**12), _("期初余额不能是负数。")),
            check(
                "bank_account_confirmed",
                Q(state__in=(AccountState.ENTERED, AccountState.DROPPED)) | Q(confirmed_by__isnull=False),
                _("确认以后才能使用。"),
            ),
            check(
                "bank_account_by_another",
                apart("entered", "confirmed"),
                _("登记和确认必须是两个人。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bank_name}（{self.get_kind_display()}）"

    @property
    def signed_month(self) -> str:
        """The last month that was signed, of a row of `selectors.list_accounts`."""
        last = getattr(self, "signed_on", None)
        return f"{last:%Y-%m}" if last else ""

    @property
    def enterer(self) -> str:
        """Who entered it, both names where they stood in."""
        return hand_of(self, "entered")

    @property
    def confirmer(self) -> str:
        """Who confirmed it, both names where they stood in; '' for nobody."""
        return hand_of(self, "confirmed")

    @property
    def ender(self) -> str:
        """Who sent it back or closed it, both names where they stood in; '' for nobody."""
        return hand_of(self, "ended")


class AccountFund(models.Model):
    """The money of this fund lies in this account; each fund lies in one, for good: only an account that
    never came into use lets go of it."""

    account = models.ForeignKey(
        BankAccount, models.PROTECT, related_name="shares", verbose_name=_("银行账户")
    )
    fund = models.OneToOneField(Fund, models.PROTECT, related_name="bank_share", verbose_name=_("资金"))
    added_at = models.DateTimeField(_("归户时间"), default=timezone.now, editable=False)
    added_by = person(_("归户人"))

    class Meta:
        verbose_name = verbose_name_plural = _("资金归户")

    def __str__(self) -> str:
        return f"{self.fund} {self.account}"
