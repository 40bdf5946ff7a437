"""物资单据: each movement of goods, with who made it, who checked it, and how much of which lot it moves."""

import uuid
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.goods.models.stock import Lot, Store, person
from funds.goods.states import INCOMING, OPEN_STATES, REVERSIBLE, SIGNED_FOR, TONES, Kind, State
from hardship.kernel.checks import check
from hardship.kernel.fields import TransactionIdField
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel, ScopedQuerySet

NOT_BY_CHECKER = ("made_by", "made_for")


class SlipCounter(models.Model):
    """The last number of a union and year; its row lock keeps the numbers of slips without gaps."""

    union = models.ForeignKey("accounts.Union", models.PROTECT, related_name="+", verbose_name=_("工会"))
    year = models.PositiveSmallIntegerField(_("年度"))
    last = models.PositiveIntegerField(_("末号"))

    class Meta:
        verbose_name = verbose_name_plural = _("物资单据编号")
        constraints = [models.UniqueConstraint(fields=["union", "year"], name="goods_counter_once")]

    def __str__(self) -> str:
        return f"{self.union_id} {self.year}"


class SlipQuerySet(ScopedQuerySet["Slip"]):
    def visible_to(self, user: Any) -> Self:
        """Slips of the unions of somebody's scope, and those that bring goods to a store of one of them."""
        if not user.is_authenticated:
            return self.none()
        column = user.union.scope_column
        return self.filter(Q(**{column: user.union_id}) | Q(**{f"to_store__{column}": user.union_id}))


def _other_hands() -> Q:
    """Who checked is not who made it, nor does either stand in for the other."""
    differ = Q()
    for checker in ("checked_by", "checked_for"):
        for maker in NOT_BY_CHECKER:
            differ &= (
                Q(**{f"{checker}__isnull": True})
                | Q(**{f"{maker}__isnull": True})
                | ~Q(**{checker: F(maker)})
            )
    return differ


class Slip(ScopedModel):
    """One movement of goods of one store (`to_store`: of a transfer, where they go).

    `party` is who sold or gave, `decision` what a loss rests on, `source` the business behind an issue as an
    opaque name ("giving.fulfilment:42"), issued for the `times`th time; `returns` is the issue that the goods
    of a return went out with. `sent` is the SHA-256 of the form that made it. Goods move when the slip is
    posted; those of a transfer leave when it is made and arrive when the other side has received them. A slip
    keeps to its way and is never changed; what was posted by mistake is reversed, once. `number`, `year`,
    `times` and `xact` are set by the database.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("业务"), max_length=8, choices=Kind.choices)
    year = models.PositiveSmallIntegerField(_("年度"), editable=False)
    number = models.PositiveIntegerField(_("单号"), editable=False)
    on = models.DateField(_("日期"))
    store = models.ForeignKey(Store, models.PROTECT, related_name="slips", verbose_name=_("仓库"))
    to_store = models.ForeignKey(
        Store, models.PROTECT, null=True, related_name="arrivals", verbose_name=_("调入仓库")
    )
    party = models.CharField(_("供货或捐赠单位"), max_length=60, blank=True)
    document_no = models.CharField(_("合同、验收单或捐赠协议号"), max_length=60, blank=True)
    invoice_no = models.CharField(_("发票或捐赠票据号"), max_length=40, blank=True)
    decision = models.CharField(_("处理依据"), max_length=100, blank=True)
    memo = models.CharField(_("摘要"), max_length=100, blank=True)
    source = models.CharField(_("来源单据"), max_length=80, blank=True)
    reverses = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="reversals", verbose_name=_("冲销的单据")
    )
    returns = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="comebacks", verbose_name=_("退回的发放单")
    )
    times = models.PositiveSmallIntegerField(_("第几次发放"), default=1, editable=False)
    sent = models.CharField(max_length=64, blank=True, editable=False)
    state = models.CharField(_("状态"), max_length=9, choices=State.choices, editable=False)
    made_at = models.DateTimeField(_("制单时间"), default=timezone.now, editable=False)
    made_by = person(_("制单人"))
    made_for = person(_("代谁制单"), null=True)
    checked_at = models.DateTimeField(_("复核、签收时间"), null=True, editable=False)
    checked_by = person(_("复核、签收人"), null=True)
    checked_for = person(_("代谁复核、签收"), null=True)
    note = models.CharField(_("意见"), max_length=500, blank=True, editable=False)
    xact = TransactionIdField(editable=False)

    objects: ClassVar[Any] = SlipQuerySet.as_manager()
    tone = state_tone(TONES)
    is_posted = in_state(State.POSTED)
    is_undone = in_state(State.REFUSED, State.WITHDRAWN)
    is_count = in_state(Kind.COUNT, field="kind")
    is_transfer = in_state(Kind.TRANSFER, field="kind")
    is_issue = in_state(Kind.ISSUE, field="kind")
    is_reversible = in_state(*REVERSIBLE, field="kind")

    class Meta:
        verbose_name = verbose_name_plural = _("物资单据")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["union", "year", "number"], name="goods_slip_number_once"),
            models.UniqueConstraint(
                fields=["reverses"],
                condition=Q(state__in=(State.PREPARED, State.POSTED)),
                name="goods_slip_reversed_once",
                violation_error_message=_("这张单据已经冲销或正在冲销。"),
            ),
            models.UniqueConstraint(
                fields=["source", "times"],
                condition=Q(kind=Kind.ISSUE),
                name="goods_slip_issued_once",
                violation_error_message=_("这一份物资已经发放。"),
            ),
            check("goods_slip_kind_known", Q(kind__in=Kind.values), _("业务类型不存在。")),
            check("goods_slip_state_known", Q(state__in=State.values), _("状态不对。")),
            check(
                "goods_slip_transfer_names_store",
                Q(kind=Kind.TRANSFER, to_store__isnull=False) & ~Q(to_store=F("store"))
                | ~Q(kind=Kind.TRANSFER) & Q(to_store__isnull=True),
                _("调拨要写明调入另一个仓库。"),
            ),
            check(
                "goods_slip_reversal_names_slip",
                Q(kind=Kind.REVERSAL, reverses__isnull=False)
                | ~Q(kind=Kind.REVERSAL) & Q(reverses__isnull=True),
                _("冲销要写明冲销哪一张单据。"),
            ),
            check(
                "goods_slip_return_names_issue",
                Q(kind=Kind.RETURN, returns__isnull=False) & ~Q(memo="")
                | ~Q(kind=Kind.RETURN) & Q(returns__isnull=True),
                _("退回要写明退回哪一张发放单、为什么。"),
            ),
            check(
                "goods_slip_incoming_names_party",
                ~Q(kind__in=INCOMING) | ~Q(party=""),
                _("入库要写明供货或捐赠单位。"),
            ),
            check("goods_slip_loss_decided", ~Q(kind=Kind.LOSS) | ~Q(decision=""), _("报损要写明处理依据。")),
            check(
                "goods_slip_checked",
                Q(state__in=OPEN_STATES, checked_by__isnull=True)
                | Q(kind__in=SIGNED_FOR, state=State.POSTED, checked_by__isnull=True)
                | ~Q(state__in=OPEN_STATES) & Q(checked_by__isnull=False, checked_at__isnull=False),
                _("记账的单据要有复核人。"),
            ),
            check(
                "goods_slip_second_person",
                Q(state=State.WITHDRAWN) | _other_hands(),
                _("制单、复核由两个人分别办理。"),
            ),
        ]
        indexes = [models.Index(fields=["source"], name="goods_slip_source", condition=~Q(source=""))]

    def __str__(self) -> str:
        return f"物-{self.year}-{self.number:05d}"

    @property
    def other_side(self) -> str:
        """Who sold or gave, or the store that the goods go to."""
        return self.to_store.name if self.to_store is not None else self.party


class SlipLine(AppendOnly):
    """How much of one lot a slip moves: `change` whole units, below zero for what leaves the store.

    Of a count `book` is what the books said, and `change` what was found more or less, perhaps nothing."""

    slip = models.ForeignKey(Slip, models.PROTECT, related_name="lines", verbose_name=_("单据"))
    position = models.PositiveSmallIntegerField(_("行号"))
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="lines", verbose_name=_("库存"))
    change = models.IntegerField(_("数量"))
    book = models.PositiveIntegerField(_("账面数量"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("物资单据明细")
        constraints = [
            models.UniqueConstraint(fields=["slip", "position"], name="goods_line_position_once"),
            models.UniqueConstraint(fields=["slip", "lot"], name="goods_line_lot_once"),
            check(
                "goods_line_sensible",
                Q(change__gte=-1_000_000, change__lte=1_000_000),
                _("数量太大，请核对。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slip_id} {self.position}"

    @property
    def amount(self) -> Decimal:
        """Yuan that this line moves, without a sign."""
        return abs(self.change) * self.lot.value

    @property
    def signed(self) -> str:
        """The change with its sign: more or less of the lot."""
        return f"{self.change:+,}" if self.change else "0"

    @property
    def found(self) -> int:
        """What a count found."""
        return (self.book or 0) + self.change
