"""Evidence: documents of a household, kept once and used by the file and by every application."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import Household, person
from cases.archives.models.members import Member
from cases.policies.states import EvidenceKind


def evidence_path(_evidence: "Evidence", _filename: str) -> str:
    """The storage names files by itself; only the folder is ours."""
    return f"evidence/{uuid.uuid4().hex}"


class Evidence(models.Model):
    """One document. The stored name is random, the content re-encoded; `sha256` is of the stored bytes."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="evidence", verbose_name=_("档案"))
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name=_("对象")
    )
    kind = models.CharField(_("材料种类"), max_length=20, choices=EvidenceKind.choices)
    file = models.FileField(_("文件"), upload_to=evidence_path, max_length=120)
    original_name = models.CharField(_("原文件名"), max_length=120)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(_("大小（字节）"))
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now, editable=False)
    uploaded_by = person(_("上传人"))
    removed_at = models.DateTimeField(_("移除时间"), null=True, editable=False)
    removed_by = person(_("移除人"))

    class Meta:
        verbose_name = verbose_name_plural = _("证明材料")
        constraints = [
            models.UniqueConstraint(
                fields=["household", "kind", "sha256"],
                condition=models.Q(removed_at__isnull=True),
                name="evidence_uploaded_once",
                violation_error_message=_("这份材料已经上传过。"),
            )
        ]

    def __str__(self) -> str:
        return self.original_name
