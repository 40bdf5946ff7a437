"""应付款项: what is owed to whom, whatever it is owed for."""

import uuid
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from funds.ledgers.models.hands import person
from funds.payments.models.sources import SOURCES, Payee
from funds.payments.states import PayableState
from hardship.kernel.checks import check
from hardship.kernel.fields import BlindIndexField, EncryptedField, Secret, blind_index
from hardship.kernel.hidden import NameField
from hardship.kernel.money import format_yuan
from hardship.kernel.scope import ScopedModel

PAYEE_FIELDS = (
    "payee",
    "id_number",
    "id_number_index",
    "bank_name",
    "bank_branch",
    "bank_card",
    "bank_card_index",
)


class Payable(ScopedModel):
    """What one commitment of the ledger, with its parts on further lines, is owed for: a payee, an account,
    yuan.

    `union` is the one that the money was asked for. `source` is opaque ("applications.application:42") and
    `subject` too ("household:17": whom the aid is counted for). `number`, `purpose` and `category` are
    printed on lists and stay as they were on the day; the payee follows the source's record until it is in a
    batch.
    `codes` is what the hourly check found last (rules.findings), for the desk to count; whoever decides asks
    anew.
    `due_on` is the last day that was laid down for its payment, if any was.
    The database sets the state to paid with the payment, and keeps amount and source those of the commitment;
    what was set off as a whole is paid by that, on `set_off_on`, and so is the part of one whose rest was
    given up. One that was voided by nobody lapsed (ADR 0081).
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    source = models.CharField(_("来源单据"), max_length=80, editable=False)
    subject = models.CharField(_("帮扶对象"), max_length=60, blank=True, editable=False)
    number = models.CharField(_("单据号"), max_length=40, editable=False)
    purpose = models.CharField(_("帮扶项目"), max_length=60, editable=False)
    category = models.CharField(_("困难类别"), max_length=40, blank=True, editable=False)
    commitment = models.OneToOneField(
        "ledgers.Commitment", models.PROTECT, related_name="payable", editable=False, verbose_name=_("占用")
    )
    amount = models.DecimalField(_("金额（元）"), max_digits=14, decimal_places=2, editable=False)
    state = models.CharField(
        _("状态"), max_length=6, choices=PayableState.choices, default=PayableState.OPEN, editable=False
    )
    payee = NameField(_("收款人"), max_length=50, or_body=True)
    # mypy wants Optional where null is allowed; on an instance a Secret stands for None (EncryptedField).
    id_number = EncryptedField("id_number", verbose_name=_("身份证号"), null=True, blank=True)  # type: ignore[misc]
    id_number_index = BlindIndexField(null=True, editable=False)
    bank_name = models.CharField(_("开户银行"), max_length=40, blank=True)
    bank_branch = models.CharField(_("支行名称"), max_length=60, blank=True)
    bank_card = EncryptedField("bank_card", verbose_name=_("银行卡号"), null=True, blank=True)  # type: ignore[misc]
    bank_card_index = BlindIndexField(null=True, editable=False)
    codes = ArrayField(
        models.CharField(max_length=16), verbose_name=_("最近一次预检结果"), default=list, editable=False
    )
    due_on = models.DateField(_("最迟发放日期"), null=True, editable=False)
    set_off_on = models.DateField(_("全部抵扣的日期"), null=True, editable=False)
    created_at = models.DateTimeField(_("形成时间"), default=timezone.now, editable=False)
    created_by = person(_("批准人"))
    voided_at = models.DateTimeField(_("取消时间"), null=True, editable=False)
    voided_by = person(_("取消人"))

    class Meta:
        verbose_name = verbose_name_plural = _("应付款项")
        indexes = [
            models.Index(fields=["source"], name="payable_source"),
            models.Index(fields=["subject", "state"], name="payable_subject"),
            *(
                models.Index(
                    fields=[level, "created_at"],
                    condition=models.Q(state=PayableState.OPEN),
                    name=f"payable_{level}_open",
                )
                for level in ("province", "city", "county", "township", "union")
            ),
        ]
        constraints = [
            check("payable_state_known", models.Q(state__in=PayableState.values), _("应付款项状态不对。")),
            check(
                "payable_amount_positive", models.Q(amount__gt=0, amount__lt=10**12), _("金额必须大于零。")
            ),
            check("payable_has_payee", ~models.Q(payee=""), _("应付款项必须有收款人。")),
            check(
                "payable_voided_by_somebody",
                models.Q(state=PayableState.VOID, voided_at__isnull=False)
                | (
                    ~models.Q(state=PayableState.VOID)
                    & models.Q(voided_at__isnull=True, voided_by__isnull=True)
                ),
                _("取消应付款项须记录时间。"),
            ),
        ]

    def __str__(self) -> str:
        return self.payee

    @property
    def left(self) -> Decimal:
        """Yuan that the bank is to pay: all but what was set off against what the payee owes (抵扣). A sum
        that lies on several lines is not set off."""
        return Decimal(self.amount - self.commitment.set_off)

    @property
    def is_late(self) -> bool:
        """Whether its last day is past and the bank has not answered that it arrived."""
        is_open = self.state == PayableState.OPEN
        return is_open and self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def set_off_words(self) -> str:
        return say_set_off(self.amount, self.left)

    @property
    def source_kind(self) -> str:
        """The label of the source's model: the key of its PayableSource."""
        return self.source.partition(":")[0]

    @property
    def source_key(self) -> str:
        """The key of the source among those of its kind."""
        return self.source.partition(":")[2]

    @property
    def fund_names(self) -> str:
        """The funds that pay, with the yuan of each where they are several."""
        return self._of_funds("name")

    @property
    def fund_documents(self) -> str:
        """文号 of the funds that pay, with the yuan of each where they are several."""
        return self._of_funds("document_no")

    def _of_funds(self, field: str) -> str:
        pieces = self.commitment.pieces
        names = [str(getattr(piece.line.fund, field)) for piece in pieces]
        if len(pieces) == 1:
            return names[0]
        yuan = [str(_("%s 元")) % format_yuan(piece.amount) for piece in pieces]
        return "；".join(f"{name} {part}" for name, part in zip(names, yuan, strict=True))

    @property
    def link(self) -> str:
        """The address of the page of its source; '' when no room of this program owns it."""
        room = SOURCES.get(self.source_kind)
        return reverse(room.page, args=[self.source_key]) if room else ""

    def set_payee(self, payee: Payee) -> bool:
        """Writes the payee into the row's fields, unsaved; returns whether anything is different now."""
        is_other, new = self.differs_from(payee), _values(payee)
        self.payee, self.id_number, self.bank_name, self.bank_branch, self.bank_card = new
        id_number, bank_card = new[1], new[-1]
        self.id_number_index = blind_index(id_number, "id_number") if id_number else None
        self.bank_card_index = blind_index(bank_card, "bank_card") if bank_card else None
        return is_other

    def differs_from(self, payee: Payee) -> bool:
        """Whether the row names another person, number or account."""
        old = (self.payee, self.id_number.reveal(), self.bank_name, self.bank_branch, self.bank_card.reveal())
        return _values(payee) != old


def say_set_off(whole: Decimal, left: Decimal) -> str:
    """What was set off of a sum, as lists and papers say it; '' for nothing."""
    if whole == left:
        return ""
    return _now("应付 %(whole)s 元，抵扣 %(gone)s 元") % {
        "whole": format_yuan(whole), "gone": format_yuan(whole - left),
    }  # fmt: skip


def _values(payee: Payee) -> tuple[str, str, str, str, str]:
    id_number, bank_card = _number(payee.id_number), _number(payee.bank_card)
    return payee.name, id_number, payee.bank_name, payee.bank_branch, bank_card


def _number(value: Secret | str) -> str:
    return value.reveal() if isinstance(value, Secret) else value
