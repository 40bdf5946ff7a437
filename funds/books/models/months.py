"""余额调节表: what the bank says of an account at the end of a month beside what the books say, signed."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.books.models.accounts import BankAccount
from funds.ledgers.models.funds import money
from funds.ledgers.models.hands import hand_of, person
from hardship.kernel.checks import check
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel


class Reconciliation(ScopedModel, AppendOnly):
    """A month of one account that agrees: both balances, the four kinds of items in transit, and the balance
    that both come to. `items` are those items as they stood, `sha256` is of all of it. From then on nothing
    of the month is matched otherwise, and no journal comes into it."""

    account = models.ForeignKey(
        BankAccount, models.PROTECT, related_name="months", verbose_name=_("银行账户")
    )
    month = models.DateField(_("月份"), help_text=_("当月一日"))
    until_on = models.DateField(_("截止日期"))
    bank_balance = money(_("银行对账单余额"))
    book_balance = money(_("账面余额"))
    bank_in = money(_("银行已收、企业未收"))
    bank_out = money(_("银行已付、企业未付"))
    book_in = money(_("企业已收、银行未收"))
    book_out = money(_("企业已付、银行未付"))
    agreed = money(_("调节后余额"))
    items: Sequence[Any] = models.JSONField(_("未达账项"), default=list)  # type: ignore[assignment]
    sha256 = models.CharField(_("校验值"), max_length=64)
    signed_at = models.DateTimeField(_("签字时间"), default=timezone.now, editable=False)
    signed_by = person(_("签字人"))
    signed_for = person(_("代谁签字"))

    class Meta:
        verbose_name = verbose_name_plural = _("余额调节表")
        constraints = [
            models.UniqueConstraint(fields=["account", "month"], name="reconciliation_once"),
            check("reconciliation_first_day", Q(month__day=1), _("月份以当月一日表示。")),
            check(
                "reconciliation_agrees",
                Q(agreed=F("bank_balance") + F("book_in") - F("book_out"))
                & Q(agreed=F("book_balance") + F("bank_in") - F("bank_out")),
                _("调节后余额不相符。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def signer(self) -> str:
        """Who signed, both names where they stood in."""
        return hand_of(self, "signed")
