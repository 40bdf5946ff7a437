"""The signed pages of what was handed out in cash."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from funds.ledgers.models.hands import person
from funds.payments.models.batches import PaymentBatch
from hardship.kernel.files import FolderName
from hardship.kernel.guards import AppendOnly


class SignedPage(AppendOnly):
    """A picture or scan of one page of the roster that people signed for their cash."""

    batch = models.ForeignKey(PaymentBatch, models.PROTECT, related_name="pages", verbose_name=_("批次"))
    file = models.FileField(_("文件"), upload_to=FolderName("signed_pages"), max_length=120)
    original_name = models.CharField(_("原文件名"), max_length=120)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(_("大小（字节）"))
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(_("上传时间"), default=timezone.now, editable=False)
    by = person(_("上传人"))

    class Meta:
        verbose_name = verbose_name_plural = _("签了字的发放花名册")
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "sha256"],
                name="signed_page_once",
                violation_error_message=_("这一页已经上传过。"),
            ),
        ]

    def __str__(self) -> str:
        return self.original_name
