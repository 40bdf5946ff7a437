"""Files that go to the bank and come from it, and the layouts that a union has of its own."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.payments.models.batches import PaymentBatch
from funds.payments.models.payables import person
from funds.payments.rules import Layout, read_layout
from hardship.kernel.checks import check
from hardship.kernel.guards import AppendOnly
from hardship.kernel.scope import ScopedModel


class BankLayout(ScopedModel):
    """银行文件格式 of one union's bank. It may change: a file keeps the layout that it was made by."""

    name = models.CharField(_("格式名称"), max_length=60)
    document: Mapping[str, Any] = models.JSONField(_("格式内容"))  # type: ignore[assignment]
    is_active = models.BooleanField(_("启用"), default=True)
    made_at = models.DateTimeField(_("建立时间"), default=timezone.now, editable=False)
    made_by = person(_("建立人"))
    changed_at = models.DateTimeField(_("修改时间"), null=True, editable=False)
    changed_by = person(_("修改人"))

    class Meta:
        verbose_name = verbose_name_plural = _("银行文件格式")
        constraints = [
            models.UniqueConstraint(
                fields=["union", "name"],
                name="bank_layout_name_once",
                violation_error_message=_("本工会已有同名的格式。"),
            ),
            check("bank_layout_named", ~models.Q(name=""), _("格式要有名称。")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def layout(self) -> Layout:
        return read_layout(self.document)


class BankFile(AppendOnly):
    """A list made for the bank. The newest of a batch counts; each before it is void.

    Its bytes are made again from the lines of the batch, which are frozen, and from `document`, the layout as
    it was: they have `sha256`, or are not given out.
    """

    batch = models.ForeignKey(
        PaymentBatch, models.PROTECT, related_name="bank_files", editable=False, verbose_name=_("批次")
    )
    name = models.CharField(_("文件名"), max_length=160, editable=False)
    document: Mapping[str, Any] = models.JSONField(_("格式内容"), editable=False)  # type: ignore[assignment]
    sha256 = models.CharField(_("校验值"), max_length=64, editable=False)
    size = models.PositiveIntegerField(_("字节数"), editable=False)
    count = models.PositiveIntegerField(_("笔数"), editable=False)
    total = models.DecimalField(_("金额合计（元）"), max_digits=14, decimal_places=2, editable=False)
    made_at = models.DateTimeField(_("生成时间"), default=timezone.now, editable=False)
    made_by = person(_("生成人"))

    class Meta:
        verbose_name = verbose_name_plural = _("银行文件")
        indexes = [models.Index(fields=["batch", "-id"], name="bank_file_newest")]
        constraints = [
            check("bank_file_named", ~models.Q(name="") & ~models.Q(sha256=""), _("银行文件要有名称。"))
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def layout(self) -> Layout:
        return read_layout(self.document)


class BankResultFile(models.Model):
    """A result file of the bank that was taken in; the same bytes are taken once."""

    batch = models.ForeignKey(
        PaymentBatch, models.PROTECT, related_name="result_files", verbose_name=_("批次")
    )
    original_name = models.CharField(_("原文件名"), max_length=120)
    sha256 = models.CharField(max_length=64, unique=True)
    rows = models.PositiveIntegerField(_("行数"))
    taken_at = models.DateTimeField(_("导入时间"), default=timezone.now, editable=False)
    taken_by = person(_("导入人"))

    class Meta:
        verbose_name = verbose_name_plural = _("银行结果文件")

    def __str__(self) -> str:
        return self.original_name
