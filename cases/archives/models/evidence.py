"""Evidence: documents of a household, kept once and used by the file and by every application."""

import uuid
from types import SimpleNamespace

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.archives.models.household import Household, person
from cases.archives.models.members import Member
from cases.archives.states import EvidenceVerdict
from cases.archives.states.evidence import VERDICT_TONES
from cases.policies.states import EvidenceKind
from hardship.accounts.models.stand_ins import names_of_step
from hardship.kernel.checks import check
from hardship.kernel.files import FolderName
from hardship.kernel.flags import in_state, state_tone
from hardship.kernel.guards import AppendOnly

ROTATIONS = (0, 90, 180, 270)  # degrees clockwise


class Evidence(models.Model):
    """One document. The stored name is random, the content re-encoded; `sha256` is of the stored bytes.

    `sources` are the SHA-256 of the pictures that a document was put together from, in their order.
    `issued_on` is the day that stands on it, where somebody asks how old it is.
    `original_at` says that somebody had the original in hand, which the database keeps (sql/originals.sql).
    `rotation` is how the viewer turns it, degrees clockwise; the stored file stays as it is.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="evidence", verbose_name=_("档案"))
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name=_("对象")
    )
    kind = models.CharField(_("材料种类"), max_length=20, choices=EvidenceKind.choices)
    file = models.FileField(_("文件"), upload_to=FolderName("evidence"), max_length=120)
    original_name = models.CharField(_("原文件名"), max_length=120)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(_("大小（字节）"))
    sha256 = models.CharField(max_length=64)
    sources = ArrayField(models.CharField(max_length=64), default=list, editable=False)
    issued_on = models.DateField(_("出具日期"), null=True, blank=True)
    rotation = models.PositiveSmallIntegerField(_("显示角度"), default=0, editable=False)
    original_at = models.DateTimeField(_("见原件时间"), null=True, editable=False)
    original_by = person(_("见原件人"))
    original_for = person(_("代谁看原件"))
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now, editable=False)
    uploaded_by = person(_("上传人"))
    removed_at = models.DateTimeField(_("移除时间"), null=True, editable=False)
    removed_by = person(_("移除人"))

    class Meta:
        verbose_name = verbose_name_plural = _("证明材料")
        indexes = [
            models.Index(fields=["sha256"], name="evidence_bytes"),
            GinIndex(fields=["sources"], name="evidence_sources"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "kind", "sha256"],
                condition=models.Q(removed_at__isnull=True),
                name="evidence_uploaded_once",
                violation_error_message=_("这份材料已经上传过。"),
            ),
            check(
                "evidence_issued_before_it_came",
                models.Q(issued_on__isnull=True) | models.Q(issued_on__lte=models.F("uploaded_at__date")),
                _("出具日期不能晚于上传日期。"),
            ),
            check(
                "evidence_original_seen_by_somebody",
                models.Q(original_at__isnull=True, original_by__isnull=True, original_for__isnull=True)
                | models.Q(original_at__isnull=False, original_by__isnull=False),
                _("见过原件的要有时间和人。"),
            ),
            check("evidence_rotation_known", models.Q(rotation__in=ROTATIONS), _("没有这个角度。")),
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def original_hand(self) -> str:
        """Who had the original in hand, both names where they stood in; '' for nobody."""
        return names_of_step(SimpleNamespace(by=self.original_by, stood_in_for=self.original_for))

    @property
    def prints(self) -> frozenset[str]:
        """The SHA-256 of its bytes and of the pictures that it was put together from."""
        return frozenset((self.sha256, *self.sources))

    @property
    def is_pdf(self) -> bool:
        return self.media_type == "application/pdf"


class EvidenceCheck(AppendOnly):
    """What somebody found when they held a document against the file; the latest one counts."""

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="checks", verbose_name=_("证明材料"))
    verdict = models.CharField(_("核对结果"), max_length=8, choices=EvidenceVerdict.choices)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    at = models.DateTimeField(_("核对时间"), default=timezone.now, editable=False)
    by = person(_("核对人"))

    is_doubtful = in_state(EvidenceVerdict.DOUBTFUL, field="verdict")
    tone = state_tone(VERDICT_TONES, field="verdict")

    class Meta:
        verbose_name = verbose_name_plural = _("材料核对")
        constraints = [
            check(
                "evidence_doubt_has_its_note",
                ~models.Q(verdict=EvidenceVerdict.DOUBTFUL, note=""),
                _("存疑的材料请写明疑点。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.verdict}"
