"""品目、仓库、库存: what there can be, where it can lie, and how much of it lies there."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hardship.kernel.checks import check
from hardship.kernel.scope import ScopedModel


def person(name: Any, **options: Any) -> Any:
    return models.ForeignKey(
        "accounts.User", models.PROTECT, editable=False, related_name="+", verbose_name=name, **options
    )


class Item(ScopedModel):
    """One kind of goods (品目) that a union and all below it can keep: counted in whole `unit`s.

    `value` is the price of one unit in yuan that a new slip begins with; what a lot cost it says itself."""

    name = models.CharField(_("物资名称"), max_length=40)
    specification = models.CharField(_("规格"), max_length=40, blank=True)
    unit = models.CharField(_("单位"), max_length=8)
    value = models.DecimalField(_("参考单价（元）"), max_digits=10, decimal_places=2)
    expires = models.BooleanField(_("有保质期"), default=False)
    created_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    created_by = person(_("登记人"))

    class Meta:
        verbose_name = verbose_name_plural = _("物资品目")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "name", "specification", "unit"],
                name="goods_item_once",
                violation_error_message=_("这个品目已经登记。"),
            ),
            check("goods_item_value", models.Q(value__gt=0), _("单价必须大于零。")),
            check("goods_item_named", ~models.Q(name="") & ~models.Q(unit=""), _("请填写物资名称和单位。")),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.name, self.specification)))

    @property
    def counted(self) -> str:
        """How it is counted, such as 大米 10 公斤装（袋）."""
        return f"{self}（{self.unit}）"


class Store(ScopedModel):
    """A place where a union keeps goods (仓库、存放点)."""

    name = models.CharField(_("仓库名称"), max_length=40)
    address = models.CharField(_("地点"), max_length=80, blank=True)
    created_at = models.DateTimeField(_("登记时间"), default=timezone.now, editable=False)
    created_by = person(_("登记人"))

    class Meta:
        verbose_name = verbose_name_plural = _("物资仓库")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "name"],
                name="goods_store_once",
                violation_error_message=_("本工会已有同名的仓库。"),
            ),
            check("goods_store_named", ~models.Q(name=""), _("请填写仓库名称。")),
        ]

    def __str__(self) -> str:
        return self.name


class Lot(models.Model):
    """What lies in a store of one item, of one last day and one price: `quantity` units, `value` yuan each.

    The database writes the quantity together with the slips, lets it never fall below zero, and nobody else
    writes it (migrations/sql/slips.sql)."""

    store = models.ForeignKey(Store, models.PROTECT, related_name="lots", verbose_name=_("仓库"))
    item = models.ForeignKey(Item, models.PROTECT, related_name="lots", verbose_name=_("物资"))
    expires_on = models.DateField(_("有效期至"), null=True)
    value = models.DecimalField(_("单价（元）"), max_digits=10, decimal_places=2)
    quantity = models.IntegerField(_("库存数量"), default=0, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("库存")
        constraints = [
            models.UniqueConstraint(
                fields=["store", "item", "expires_on", "value"], nulls_distinct=False, name="goods_lot_once"
            ),
            check("goods_lot_not_negative", models.Q(quantity__gte=0), _("库存不足。")),
            check("goods_lot_value", models.Q(value__gt=0), _("单价必须大于零。")),
        ]

    def __str__(self) -> str:
        day = _("，有效期至 %(day)s") % {"day": f"{self.expires_on:%Y-%m-%d}"} if self.expires_on else ""
        return f"{self.item}{day}"

    @property
    def blank(self) -> str:
        """What a sheet for a count leaves to the pencil."""
        return ""
