"""Files that go to the bank and come from it, and the layouts that a union has of its own."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.ledgers.models.hands import person
from funds.payments.models.batches import PaymentBatch
from funds.payments.rules import Layout, read_layout
from funds.payments.states import ANSWER_TONES, AnswerState
from hardship.kernel.checks import check
from hardship.kernel.files import FolderName
from hardship.kernel.flags import in_state, state_tone
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
    """A file of results as the bank gave it: looked through first, then recorded as a whole, or dropped. The
    same bytes are recorded once."""

    batch = models.ForeignKey(
        PaymentBatch, models.PROTECT, related_name="result_files", editable=False, verbose_name=_("批次")
    )
    state = models.CharField(
        _("状态"), max_length=8, choices=AnswerState.choices, default=AnswerState.WAITING, editable=False
    )
    original_name = models.CharField(_("原文件名"), max_length=120, editable=False)
    file = models.FileField(_("文件"), upload_to=FolderName("bank_results"), max_length=120, editable=False)
    sha256 = models.CharField(_("校验值"), max_length=64, editable=False)
    rows = models.PositiveIntegerField(_("行数"), editable=False)
    taken_at = models.DateTimeField(_("上传时间"), default=timezone.now, editable=False)
    taken_by = person(_("上传人"))
    ended_at = models.DateTimeField(_("登记或放弃时间"), null=True, editable=False)
    ended_by = person(_("登记或放弃人"))

    tone = state_tone(ANSWER_TONES)
    is_waiting = in_state(AnswerState.WAITING)

    class Meta:
        verbose_name = verbose_name_plural = _("银行结果文件")
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"],
                condition=~models.Q(state=AnswerState.DROPPED),
                name="result_file_once",
            ),
            check("result_file_state_known", models.Q(state__in=AnswerState.values), _("结果文件状态不对。")),
            check(
                "result_file_ended_by_somebody",
                models.Q(state=AnswerState.WAITING, ended_at__isnull=True, ended_by__isnull=True)
                | ~models.Q(state=AnswerState.WAITING)
                & models.Q(ended_at__isnull=False, ended_by__isnull=False),
                _("登记或放弃结果文件须记录时间和人。"),
            ),
        ]

    def __str__(self) -> str:
        return self.original_name
