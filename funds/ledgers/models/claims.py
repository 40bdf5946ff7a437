"""What money is held for: commitments, and the caps they count against."""

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.ledgers.models.funds import BudgetLine, Use, money
from funds.ledgers.states import POOL, Holding
from hardship.kernel.checks import check
from hardship.kernel.guards import AppendOnly


class CapUsage(models.Model):
    """How much of a cap is used, by a subject such as "household:17" in a scope such as a programme: yuan, or
    times of those that count times; the year is 0 for a cap of life.

    Subject and scope are opaque here. The database adds what commitments claim and takes off what they
    release."""

    subject = models.CharField(_("对象"), max_length=60)
    scope = models.CharField(_("范围"), max_length=60)
    year = models.PositiveSmallIntegerField(_("年度"))
    cap = money(_("上限（元）"))
    used = money(_("已用（元）"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("限额使用")
        constraints = [
            models.UniqueConstraint(fields=["subject", "scope", "year"], name="cap_usage_once"),
            check("cap_not_exceeded", models.Q(used__lte=models.F("cap")), _("超过本年度上限。")),
            check("cap_used_not_negative", models.Q(used__gte=0), _("已用不能为负。")),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.scope} {self.year}"


class Commitment(models.Model):
    """Money held on a line for one approved business (占用). `id` is the id of the journal that opened it.

    `committed`, `in_transit` and `paid` are kept by the database from the postings, and
    `recovered`, what was paid and came back (追回), in parts; what is in none of them was released. `set_off`
    of what is or was paid did not leave the bank: it paid a debt of the payee (抵扣). A source has at most
    one commitment that is not released.

    What no line holds alone is held on several, by one journal: the first commitment is the one that others
    name, and each further line has one that is `part_of` it and moves with it."""

    id = models.UUIDField(primary_key=True)
    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="commitments", verbose_name=_("指标"))
    use = models.ForeignKey(Use, models.PROTECT, related_name="+", verbose_name=_("用途"))
    source = models.CharField(_("来源单据"), max_length=80)
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, db_index=False, related_name="parts",
        verbose_name=_("同一单据的首笔占用"),
    )  # fmt: skip
    amount = money(_("金额（元）"))
    committed = money(_("已占用"), default=0, editable=False)
    in_transit = money(_("在途"), default=0, editable=False)
    paid = money(_("已付"), default=0, editable=False)
    recovered = money(_("已追回"), default=0, editable=False)
    set_off = money(_("已抵扣"), default=0, editable=False)
    cap_usages = models.ManyToManyField(
        CapUsage, through="CapShare", related_name="commitments", verbose_name=_("限额使用")
    )
    created_at = models.DateTimeField(_("占用时间"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        "accounts.User", models.PROTECT, editable=False, related_name="+", verbose_name=_("占用人")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("占用")
        constraints = [
            models.UniqueConstraint(
                fields=["source"],
                condition=models.Q(part_of__isnull=True)
                & (models.Q(committed__gt=0) | models.Q(in_transit__gt=0) | models.Q(paid__gt=0)),
                name="commitment_live_once",
                violation_error_message=_("该单据已经占用资金。"),
            ),
            models.UniqueConstraint(
                fields=["part_of", "line"],
                condition=models.Q(part_of__isnull=False),
                name="commitment_part_once",
                violation_error_message=_("同一单据在同一指标上只占用一笔。"),
            ),
            check(
                "commitment_amount_positive", models.Q(amount__gt=0, amount__lt=10**12), _("金额必须大于零。")
            ),
            check(
                "commitment_parts_not_negative",
                models.Q(committed__gte=0, in_transit__gte=0, paid__gte=0, recovered__gte=0, set_off__gte=0)
                & models.Q(set_off__lte=models.F("paid") + models.F("recovered")),
                _("占用、在途、已付、已追回、已抵扣都不能为负，抵扣的算作已付。"),
            ),
            check(
                "commitment_parts_within_amount",
                models.Q(
                    amount__gte=models.F("committed")
                    + models.F("in_transit")
                    + models.F("paid")
                    + models.F("recovered"),
                ),
                _("占用、在途、已付、已追回之和不能超过金额。"),
            ),
            check("commitment_not_from_pool", ~models.Q(use=POOL), _("待分配资金不能直接占用。")),
        ]

    def __str__(self) -> str:
        return f"{self.source}"

    @property
    def pieces(self) -> list["Commitment"]:
        """This one and its parts on further lines, in the order of the lines."""
        return [self, *sorted(self.parts.all(), key=lambda part: part.line_id)]

    @property
    def whole(self) -> Decimal:
        """Yuan on all lines together."""
        return sum((piece.amount for piece in self.pieces), Decimal(0))

    @property
    def rest(self) -> Decimal:
        """Yuan that go through the bank: all but what was set off."""
        return Decimal(self.amount - self.set_off)

    @property
    def holding(self) -> Holding:
        """Where the whole amount is now; one commitment moves in one piece, but for what was set off."""
        for part in (Holding.COMMITTED, Holding.IN_TRANSIT, Holding.PAID):
            if getattr(self, part.value) > 0:
                return part
        return Holding.RELEASED


def opened_by(ids: Collection[Any]) -> models.Q:
    """Of commitments those that the journals of these ids opened: with the parts on further lines."""
    return models.Q(pk__in=ids) | models.Q(part_of__in=ids)


def opened_in(journals: Any, rows: Any) -> list[Any]:
    """Of these commitments what these journals opened, and their parts on further lines, as two queries: for
    both in one the database reads all commitments there are."""
    keys = journals.values("pk")
    return [rows.filter(pk__in=keys), rows.filter(part_of__in=keys)]


class CapShare(AppendOnly):
    """What one commitment takes of one cap: its amount in yuan, or 1 of a number of times (`is_times`)."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="shares", verbose_name=_("占用"))
    usage = models.ForeignKey(CapUsage, models.PROTECT, related_name="shares", verbose_name=_("限额使用"))
    share = money(_("占用限额"))
    is_times = models.BooleanField(_("按次数"), default=False, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("限额占用")
        constraints = [
            models.UniqueConstraint(fields=["commitment", "usage"], name="cap_share_once"),
            check("cap_share_positive", models.Q(share__gt=0), _("占用的限额必须大于零。")),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.usage_id}"
